"""nginx in front, by the file that operators are given: TLS, limits, and answers passed on as they are."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

import pytest

from tests.serving import Server, free_port, serve
from tests.source_tree import ROOT

NAME = "deck.example.org"


@dataclass(frozen=True)
class Front:
    """A running nginx before a server: the ports of http and https, and how its certificate is checked."""

    http: int
    https: int
    trust: ssl.SSLContext
    server: Server

    def socket(self) -> ssl.SSLSocket:
        return self.trust.wrap_socket(socket.create_connection(("127.0.0.1", self.https), 60), server_hostname=NAME)

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, HTTPMessage, bytes]:
        """Status, head and body of one question over TLS, under the name of the file."""
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self.socket()
        with connection.sock:
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request("GET" if body is None else "POST", path, body, {"Host": NAME, **named})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()


@pytest.fixture(scope="module")
def front(riverton: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/bin")
    if nginx is None:
        pytest.skip("nginx is not on this machine")
    folder = tmp_path_factory.mktemp("front")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    with serve(riverton | {"CITYDECK_TRUSTED_HOSTS": f"{NAME} 127.0.0.1"}, folder / "output.txt") as server:
        ports = free_port(), free_port()
        text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
        for there, here in {
            "/etc/ssl/certs/deck.example.org.pem": str(certificate),
            "/etc/ssl/private/deck.example.org.key": str(key),
            "/run/nginx.pid": str(folder / "nginx.pid"),
            "127.0.0.1:8050": server.address.removeprefix("http://"),
            "listen 80;": f"listen 127.0.0.1:{ports[0]};",
            "listen [::]:80;": "",
            "listen 443 ssl": f"listen 127.0.0.1:{ports[1]} ssl",
            "listen [::]:443 ssl http2;": "",
        }.items():
            assert there in text, there
            text = text.replace(there, here)
        (folder / "nginx.conf").write_text(text, "utf-8")
        own = ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off; error_log stderr;"]
        with (folder / "errors.txt").open("wb") as told, subprocess.Popen([nginx, *own], stderr=told) as process:
            try:
                _wait(ports[1], process, folder / "errors.txt")
                yield Front(*ports, ssl.create_default_context(cafile=str(certificate)), server)
            finally:
                process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except ConnectionError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(log.read_text("utf-8"))


def test_a_page_comes_over_tls_with_its_own_compression_and_policy(front: Front) -> None:
    status, head, body = front.ask("/services?city=riverton", Accept_Encoding="br")
    assert (status, head["Content-Encoding"]) == (200, "br")
    assert body[:9] != b"<!DOCTYPE"  # not compressed twice, and not unpacked on the way
    assert head["Strict-Transport-Security"] == "max-age=31536000"
    assert head["Content-Security-Policy"].startswith("default-src 'self';")
    assert re.fullmatch(r"[0-9a-f]{32}", head["X-Request-ID"])


def test_who_asks_without_tls_is_sent_to_it(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.http, timeout=60)
    connection.request("GET", "/services?city=riverton", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/services?city=riverton")
    connection.close()


def test_files_are_kept_for_good_behind_it_too(front: Front) -> None:
    _, _, page = front.ask("/services?city=riverton")
    (style,) = set(re.findall(rb'href="(/files/[^"]+/page.css)"', page))
    status, head, _ = front.ask(style.decode(), Accept_Encoding="br")
    assert (status, head["Content-Encoding"], "immutable" in head["Cache-Control"]) == (200, "br", True)


def test_what_is_too_long_or_not_for_strangers_ends_at_the_door(front: Front) -> None:
    assert front.ask("/api/heartbeat", b"x" * 300_000, Content_Type="application/json")[0] == 413
    assert front.ask("/readyz")[0] == 403
    assert front.ask("/metrics")[0] == 403
    assert front.ask("/healthz")[0] == 200
    assert front.ask("/services?name=" + "a" * 9_000)[0] == 414


def test_a_name_that_is_not_ours_is_refused(front: Front) -> None:
    assert front.ask("/", Host="elsewhere.example.org")[0] == 400


def test_many_requests_not_sent_to_their_end_reach_nobody(front: Front) -> None:
    with ExitStack() as stack:
        for _ in range(60):
            slow = stack.enter_context(front.socket())
            slow.sendall(f"POST /api/heartbeat HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 400\r\n\r\n{{".encode())
        for _ in range(20):
            assert front.ask("/healthz")[0] == 200
