"""The one way out: nothing inside is reached by a name, a redirect or a second look at the name."""

import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import ClassVar

import pytest

from service import fetching
from service.fetching import Refused, is_public

INSIDE = [
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
    "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_inside(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"])
def test_outside(address):
    assert is_public(ip_address(address))


class Server(BaseHTTPRequestHandler):
    """Answers with what it was told to, and keeps what it was asked."""

    status, location = 202, None
    asked: ClassVar[list] = []

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked.append((self.path, self.headers["Host"], sent))
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    own = type("Own", (Server,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), own)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_an_address_that_was_written_is_reached(server):
    url = f"http://127.0.0.1:{server.server_port}/hub?a=b"
    assert fetching.post(url, b"x=1", timeout=5) == 202
    assert server.RequestHandlerClass.asked == [("/hub?a=b", f"127.0.0.1:{server.server_port}", b"x=1")]


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::1"])
def test_a_name_that_leads_inside_is_not_followed(server, monkeypatch, address):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, server.server_port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Refused, match="not public"):
        fetching.post(f"http://hub.example:{server.server_port}/", b"", timeout=5)
    assert server.RequestHandlerClass.asked == []


def test_one_inside_among_many_is_enough(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Refused):
        fetching.post("http://hub.example/", b"", timeout=1)


def test_a_name_is_looked_up_once(server, monkeypatch):
    """Whoever answers for the name says something else the second time: there is none."""
    asked = []

    def resolve(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(fetching, "is_public", lambda _: True)
    assert fetching.post(f"http://hub.example:{server.server_port}/", b"", timeout=5) == 202
    assert asked == ["hub.example"]


def test_a_redirect_is_an_answer_and_no_more(server):
    server.RequestHandlerClass.status = 307
    server.RequestHandlerClass.location = "http://127.0.0.1:1/inside"
    assert fetching.post(f"http://127.0.0.1:{server.server_port}/", b"", timeout=5) == 307
    assert len(server.RequestHandlerClass.asked) == 1


def test_a_server_that_says_nothing_and_one_that_speaks_no_http():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(OSError, match="timed out"):
            fetching.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"", timeout=0.2)
        threading.Thread(target=speak, args=(silent, 2)).start()  # the first is the one that nobody answered
        with pytest.raises(Refused, match="HTTP"):
            fetching.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"", timeout=5)


def speak(server, clients):
    """To each that connects, in another protocol."""
    for _ in range(clients):
        client, _ = server.accept()
        with suppress(OSError):
            client.sendall(b"220 mail\r\n")
