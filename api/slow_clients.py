"""gunicorn's threads, held by no client that does not finish what it says or does not take what it asked for.

A thread is given to a connection when its first bytes are there. A request's head then has READ_SECONDS to come whole,
its body as many, and the answer SEND_SECONDS to be taken, which begin while something waits to be taken and not while
the answer is made. Of the heads that are not whole only half as many are waited for as there are threads. Everything
else, such as many half-sent requests at once, costs a closed connection. What is answered is handed to the kernel
whole, which goes on sending it to a client that takes it slowly.

Where every thread has been busy for longer than `stall_seconds`, as when many readers came while a disk stalled, who
asks then is answered by the loop that takes connections: 503, and that the process lives.

A process that is at more requests than another gives its connections back with its answers, and lets the other one take
those that come.
"""

from __future__ import annotations

import fcntl
import logging
import socket
import struct
import termios
import threading
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from api.shared_loads import SharedLoads
from settings import settings

log = logging.getLogger("citydeck")
READ_SECONDS = 10.0
SEND_SECONDS = 120.0
#: Longer than any answer but a file of many records. The kernel gives as much as its `net.core.wmem_max` allows, and
#: takes memory for what is not taken yet only.
SEND_BUFFER_BYTES = 4_000_000
#: For so long a client that was answered may still say something before its connection is closed, and so many may.
LINGER_SECONDS = 2.0
MOST_ENDING = 500
#: A megabyte of what it says is read at a time.
MOST_READS = 16
#: For this long every head is waited for: it may be in several packets.
SPLIT_SECONDS = 0.25
#: gunicorn's own limits are below this: a head as long as this is whole, or is refused by it.
LONGEST_HEAD = 65536
#: So long a process with more to do than another leaves it a connection that waits to be taken, and looks so often
#: whether it was: the other one's threads may be busy for some milliseconds.
GIVE_WAY_SECONDS, LOOK_SECONDS = 0.02, 0.001
#: Whoever connects is expected to ask for so long; a browser may connect before it knows what it asks.
EXPECTED_SECONDS = 0.1
END_OF_HEAD = b"\r\n\r\n"
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def _whole_answer(status: bytes, text: bytes) -> bytes:
    head = b"Connection: close\r\nContent-Type: text/plain\r\nX-Content-Type-Options: nosniff\r\nContent-Length: %d"
    return b"HTTP/1.1 %b\r\n%b\r\n\r\n%b" % (status, head % len(text), text)


ALIVE = _whole_answer(b"200 OK", b"alive\n")
BUSY = _whole_answer(
    b"503 Service Unavailable\r\nRetry-After: 10", b"This server does not come to answer. Ask again in a moment.\n"
)


class Request:
    """One request that a thread is busy with: since when, and whether it is still being read."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.started, self.reading = connection, time.monotonic(), True
        self._last_taken = self.started

    def end_if_overdue(self, now: float) -> None:
        """Take from a slow client what it still holds: nothing more is read, or nothing more sent."""
        try:
            if not _bytes_not_taken(self.connection):
                self._last_taken = now  # it waits for us, however long we are at it
            if now - self._last_taken > SEND_SECONDS:
                log.warning("an answer was not taken within %d s and is broken off", SEND_SECONDS)
                self.connection.shutdown(socket.SHUT_RDWR)
            elif self.reading and now - self.started > READ_SECONDS:
                self.connection.shutdown(socket.SHUT_RD)
        except (OSError, ValueError):  # ValueError: its thread has closed it meanwhile, and it has no number any more
            return


def _bytes_not_taken(connection: socket.socket) -> int:
    """Bytes that were sent and that the client's machine has not taken in yet."""
    return int(struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, b"\0" * 4))[0])


def head_is_whole(connection: socket.socket, wait_seconds: float) -> bool:
    """Whether the head of the next request, or the end of the connection, comes within that time; reads nothing."""
    deadline = time.monotonic() + wait_seconds
    connection.setblocking(False)
    try:
        while True:
            try:
                seen = connection.recv(LONGEST_HEAD, socket.MSG_PEEK)
            except BlockingIOError:
                seen = None
            if seen is not None and (not seen or END_OF_HEAD in seen or len(seen) == LONGEST_HEAD):
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
    finally:
        connection.setblocking(True)


def _refuse(connection: socket.socket) -> None:
    """Say that the request comes too slowly."""
    _read_what_came(connection)
    connection.sendall(TOO_SLOW)


def _read_what_came(connection: socket.socket) -> bytes:
    """What came of a request that is not read to its end: a socket that is closed over unread bytes is reset, and its
    client may never see the answer."""
    connection.setblocking(False)
    try:
        return connection.recv(LONGEST_HEAD)
    except BlockingIOError:
        return b""
    finally:
        connection.setblocking(True)


class _Connection(TConn):
    """A connection that ends without anybody waiting for its client.

    gunicorn waits up to two seconds for the client to end it too, in the very loop that takes all connections.
    """

    ending: list[tuple[float, socket.socket]]

    def close(self, graceful: bool = False) -> None:
        """Send no more; where `graceful`, what the client still says is read, until it ends or for LINGER_SECONDS."""
        if not graceful or len(self.ending) >= MOST_ENDING:
            super().close()
            return
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            super().close()
            return
        self.ending.append((time.monotonic() + LINGER_SECONDS, self.sock))


def _has_ended(connection: socket.socket, is_due: bool) -> bool:
    """Close a connection whose client has ended it, or that is due; what came meanwhile is read."""
    connection.setblocking(False)
    try:
        for _ in range(MOST_READS):
            if not connection.recv(LONGEST_HEAD):
                break
        else:
            if not is_due:
                return False
    except BlockingIOError:
        if not is_due:
            return False
    except OSError:
        pass  # it has gone by itself
    connection.close()
    return True


class DeadlineWorker(ThreadWorker):
    """A worker of threads (gthread) with deadlines for its clients, and no more of them than the others."""

    #: Made before the workers are forked, which share it.
    loads = SharedLoads()

    def __init__(self, *args: Any, **settings: Any) -> None:
        """As gunicorn makes its workers."""
        super().__init__(*args, **settings)
        self._busy: set[Request] = set()
        #: When those connections were taken that have not asked for anything yet.
        self._expected: dict[TConn, float] = {}
        self._gives_way_since = 0.0
        self._ending: list[tuple[float, socket.socket]] = []
        self._busy_lock = threading.Lock()
        self._slow_heads = threading.Semaphore(max(1, self.cfg.threads // 2))
        self._requests = threading.local()

    def init_process(self) -> None:
        """Begin, after the fork: from now on the others know that this one has nothing to do."""
        self.loads.tell(self.age, 0)
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection; it waits without a thread until its first bytes are there."""
        if self._gives_way(time.monotonic()):
            time.sleep(LOOK_SECONDS)
            return
        try:
            connection, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        connection.setblocking(False)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        waiting = _Connection(self.cfg, connection, address, listener.getsockname())
        waiting.ending = self._ending
        waiting.timeout = time.monotonic() + self.cfg.keepalive
        self.nr_conns += 1
        self.pending_conns.append(waiting)
        with self._busy_lock:
            self._expected[waiting] = time.monotonic()
            self._tell()
        self.poller.register(connection, EVENT_READ, partial(self.on_pending_socket_readable, waiting))

    def enqueue_req(self, conn: TConn) -> None:
        """Give a request to a thread; where none has come back for long, answer it at once."""
        if not self._is_stuck(time.monotonic()):
            super().enqueue_req(conn)
            return
        self.nr_conns -= 1
        try:
            came = _read_what_came(conn.sock)
            conn.sock.sendall(ALIVE if came.startswith(b"GET /healthz ") else BUSY)
        except OSError:
            pass  # it has gone by itself
        conn.close(graceful=True)

    def _is_stuck(self, now: float) -> bool:
        """Whether each thread has been busy with its request for longer than `stall_seconds`."""
        with self._busy_lock:
            since = [request.started for request in self._busy]
        return len(since) >= self.cfg.threads and now - max(since) > settings().stall_seconds

    def handle(self, conn: TConn) -> Any:
        """Read one request and answer it, within the deadlines."""
        request = Request(conn.sock)
        self._requests.current = request
        with self._busy_lock:
            self._expected.pop(conn, None)
            self._busy.add(request)
            self._tell()
        try:
            return self._handle(conn)
        finally:
            with self._busy_lock:
                self._busy.discard(request)
                self._tell()

    def _tell(self) -> int:
        """Have the others know how many requests this worker is at, with those of who has just connected."""
        since = time.monotonic() - EXPECTED_SECONDS
        self._expected = {each: taken for each, taken in self._expected.items() if taken > since}
        requests = len(self._busy) + len(self._expected)
        self.loads.tell(self.age, requests)
        return requests

    def _is_ahead(self, requests: int) -> bool:
        """Whether so many requests are more than another worker is at."""
        least = self.loads.least_of_others(self.age)
        return least is not None and requests > least

    def _gives_way(self, now: float) -> bool:
        """Whether another worker, which is at fewer requests, may still take the connection that waits."""
        with self._busy_lock:
            requests = self._tell()
        if not self._is_ahead(requests):
            return False
        if now > self._gives_way_since + 2 * GIVE_WAY_SECONDS:  # another connection than it was then
            self._gives_way_since = now
        return now < self._gives_way_since + GIVE_WAY_SECONDS

    def _handle(self, conn: TConn) -> Any:
        buffered = conn.parser is not None and conn.parser.unreader.buf.getvalue()
        if buffered or head_is_whole(conn.sock, SPLIT_SECONDS):
            return super().handle(conn)
        if not self._slow_heads.acquire(blocking=False):
            _refuse(conn.sock)
            return False
        try:
            whole = head_is_whole(conn.sock, READ_SECONDS)
        finally:
            self._slow_heads.release()
        if whole:
            return super().handle(conn)
        _refuse(conn.sock)
        return False

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request whose head is whole; its body, if it has one, is read meanwhile.

        Without this one the worker is at one fewer: where that is still more than another, the client connects anew.
        """
        if self._is_ahead(len(self._busy) - 1):
            req.force_close()
        request: Request = self._requests.current
        request.reading = bool(getattr(req, "body", None)) and req.method not in ("GET", "HEAD")
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Once a second: close what waited too long or is at its end, and end what is overdue."""
        super().murder_pending()
        now = time.monotonic()
        self._ending[:] = [(due, each) for due, each in self._ending if not _has_ended(each, now > due)]
        with self._busy_lock:
            self._tell()
            busy = list(self._busy)
        for request in busy:
            request.end_if_overdue(now)
