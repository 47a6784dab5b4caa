"""A real server among clients that do not finish what they say, or do not take what they asked for."""

from __future__ import annotations

import os
import re
import selectors
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from gunicorn.config import Config

from api import slow_clients
from api.shared_loads import SharedLoads
from api.slow_clients import (
    GIVE_WAY_SECONDS,
    READ_SECONDS,
    SEND_SECONDS,
    DeadlineWorker,
    Request,
    head_is_whole,
)
from tests.serving import Server

HALF = b"GET / HTTP/1.1\r\nHost: citydeck\r\nX-Slow: "


def connect(server: Server, stack: ExitStack) -> socket.socket:
    host, _, port = server.address.removeprefix("http://").partition(":")
    return stack.enter_context(socket.create_connection((host, int(port)), timeout=120))


def answered(server: Server) -> bytes:
    with urllib.request.urlopen(f"{server.address}/healthz", timeout=60) as answer:
        return bytes(answer.read())


def test_half_sent_requests_silence_nobody(server: Server) -> None:
    with ExitStack() as stack:
        slow = [connect(server, stack) for _ in range(60)]
        for each in slow:
            each.sendall(HALF)
        for _ in range(20):
            assert answered(server) == b"alive\n"
        # Most are told at once that they are too slow; a few are waited for, and are told later.
        told = [each.recv(100) for each in slow]
    assert {each.partition(b"\r\n")[0] for each in told} == {b"HTTP/1.1 408 Request Timeout"}


def test_connections_that_say_nothing_take_no_thread(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(100):
            connect(server, stack)
        assert answered(server) == b"alive\n"


def test_a_body_that_does_not_come_takes_no_thread_for_long(server: Server) -> None:
    head = b"POST /api/heartbeat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{"
    with ExitStack() as stack:
        slow = [connect(server, stack) for _ in range(4)]
        for each in slow:
            each.sendall(head)
        assert answered(server) == b"alive\n"
        assert {each.recv(12) for each in slow} == {b"HTTP/1.1 400"}


def test_answers_that_nobody_takes_hold_no_thread(server: Server) -> None:
    with urllib.request.urlopen(f"{server.address}/", timeout=60) as page:
        style = re.findall(r'href="(/files/[^"]+/page.css)"', page.read().decode())[0]
    with urllib.request.urlopen(server.address + style, timeout=60) as answer:
        assert len(answer.read()) > 120_000  # more than a connection takes in by itself
    host, _, port = server.address.removeprefix("http://").partition(":")
    with ExitStack() as stack:
        for _ in range(40):
            slow = stack.enter_context(socket.socket())
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            # As over a network: packets within one machine are so long that the kernel takes in a megabyte of them.
            slow.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1448)
            slow.connect((host, int(port)))
            slow.sendall(f"GET {style} HTTP/1.1\r\nHost: citydeck\r\nConnection: close\r\n\r\n".encode())
        for _ in range(20):
            assert answered(server) == b"alive\n"


def test_a_head_in_pieces_is_a_request_like_any_other(server: Server) -> None:
    with ExitStack() as stack:
        client = connect(server, stack)
        for piece in (b"GET /healthz HTTP/1.1\r\n", b"Host: citydeck\r\n", b"Connection: close\r\n\r\n"):
            client.sendall(piece)
        assert client.recv(1000).startswith(b"HTTP/1.1 200 OK")


def test_two_requests_at_once_on_one_connection_are_both_answered(server: Server) -> None:
    with ExitStack() as stack:
        client = connect(server, stack)
        client.sendall(
            b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            + b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        told = b""
        while piece := client.recv(1000):
            told += piece
    assert (told.count(b"HTTP/1.1 200 OK"), told.count(b"alive\n")) == (2, 2)


@pytest.mark.parametrize(
    ("length", "status"), [(4_095, 200), (8_000, 200), (8_191, 414), (60_000, 414), (300_000, 414)]
)
def test_an_address_of_any_length_has_an_answer(server: Server, length: int, status: int) -> None:
    address = "/data?service=".ljust(length, "a").encode()
    with ExitStack() as stack:
        connection = connect(server, stack)
        try:
            connection.sendall(b"GET " + address + b" HTTP/1.1\r\nHost: citydeck\r\nConnection: close\r\n\r\n")
        except ConnectionResetError:
            pytest.fail("the connection was reset before the answer came")
        assert connection.recv(12) == f"HTTP/1.1 {status}".encode()


def test_the_end_of_a_connection_is_not_waited_for() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert not head_is_whole(ours, 0)
        theirs.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert head_is_whole(ours, 5)
        assert ours.recv(100) == b"GET / HTTP/1.1\r\n\r\n"
        theirs.close()
        assert head_is_whole(ours, 5)


def test_an_answer_is_broken_off_where_its_client_does_not_take_it_not_while_it_is_made() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as theirs,
    ):
        ours, _ = listening.accept()
        with ours:
            request, now = Request(ours), time.monotonic()
            request.reading = False
            request.end_if_overdue(now + 10 * SEND_SECONDS)  # it is made for twenty minutes
            ours.sendall(b"first")
            assert theirs.recv(100) == b"first"
            ours.setblocking(False)
            with pytest.raises(BlockingIOError):
                while True:
                    ours.sendall(b"x" * 100_000)
            request.end_if_overdue(now + 11 * SEND_SECONDS - 1)
            with pytest.raises(BlockingIOError):
                ours.send(b"x")  # it is still waited for
            request.end_if_overdue(now + 11 * SEND_SECONDS + 1)
            with pytest.raises(BrokenPipeError):
                ours.send(b"x")


def test_a_body_has_its_own_time() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        request = Request(ours)
        request.end_if_overdue(request.started + READ_SECONDS + 1)
        assert ours.recv(1) == b""


def test_a_connection_that_its_thread_has_closed_ends_nobody() -> None:
    """The loop that looks after all connections met one whose answer was broken off: the whole process ended."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        request = Request(ours)
        ours.close()
        request.end_if_overdue(time.monotonic() + READ_SECONDS + 1)
    assert ours.fileno() == -1


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[DeadlineWorker, DeadlineWorker]]:
    monkeypatch.setattr(DeadlineWorker, "loads", SharedLoads())
    with ExitStack() as stack:
        made = []
        for age in (1, 2):
            worker = DeadlineWorker(age, os.getpid(), [], None, 30, Config(), None)
            worker.poller = stack.enter_context(selectors.DefaultSelector())
            worker.loads.tell(age, 0)
            stack.callback(worker.tmp.close)
            made.append(worker)
        yield made[0], made[1]
        for worker in made:
            for connection in worker.pending_conns:
                connection.close()


def knock(listening: socket.socket, stack: ExitStack) -> None:
    """Connect, and say nothing yet."""
    stack.enter_context(socket.create_connection(listening.getsockname()))


def test_who_connects_at_once_is_shared_before_anybody_asks(
    listening: socket.socket, workers: tuple[DeadlineWorker, DeadlineWorker]
) -> None:
    one, other = workers
    with ExitStack() as stack:
        for _ in range(3):
            knock(listening, stack)
        one.accept(listening)
        one.accept(listening)  # it has one, the other none: that one's turn
        assert (one.nr_conns, other.nr_conns) == (1, 0)
        other.accept(listening)
        one.accept(listening)
        assert (one.nr_conns, other.nr_conns) == (2, 1)


def test_who_connected_and_does_not_ask_counts_no_more(
    listening: socket.socket, workers: tuple[DeadlineWorker, DeadlineWorker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_clients, "EXPECTED_SECONDS", 0.0)
    one, _ = workers
    with ExitStack() as stack:
        for taken in range(1, 4):
            knock(listening, stack)
            one.accept(listening)
            assert one.nr_conns == taken


def test_a_connection_that_nobody_else_takes_waits_for_a_moment(
    workers: tuple[DeadlineWorker, DeadlineWorker],
) -> None:
    one, other = workers
    ours, theirs = socket.socketpair()
    with ours, theirs:
        one._busy.add(Request(ours))
        assert [one._gives_way(100 + share * GIVE_WAY_SECONDS) for share in (0, 0.9, 1.1)] == [True, True, False]
        assert one._gives_way(101)  # the next one
        other.loads.tell(2, 1)
        assert not one._gives_way(101)
        assert not other._gives_way(101)
