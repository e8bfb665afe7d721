"""Who sends byte by byte, or nothing, keeps nobody else waiting; and who sends much is not cut off while they do."""

import json
import socket
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from http.client import HTTPResponse

import pytest

from tests.serving import environment, serving

MANY = 20  # more than there are threads
PROMPT = 2  # seconds
HEAD = "POST /articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: {}\r\n"
SLOW = {  # what is sent at once; a byte at a time follows
    "nothing": ("", ""),
    "a head": ("GET /hea", "th?" + "a" * 200),
    "a body": (HEAD.format("text/plain") + "Content-Length: 3000\r\n\r\n", "Two died. " * 20),
    "a long body": (HEAD.format("text/plain") + "Content-Length: 900000\r\n\r\n", "Two died. " * 20),
    "a body that waits to be asked for": (
        HEAD.format("text/plain") + "Expect: 100-continue\r\nContent-Length: 3000\r\n\r\n",
        "Two died. " * 20,
    ),
    "a body in chunks": (HEAD.format("text/plain") + "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n" * 30),
    "many lines": (HEAD.format("application/x-ndjson") + "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n" * 30),
    "a second request": ("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /he", "alth?" + "a" * 200),
    "a body that nobody wants": (
        HEAD.format("text/plain").replace("localhost", "evil.example") + "Content-Length: 3000\r\n\r\n",
        "Two died. " * 20,
    ),
}


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    settings = environment(f"sqlite:///{tmp_path_factory.mktemp('slow')}/dateline.db")
    with serving(settings):
        yield settings


@contextmanager
def dripping(port, at_once, then):
    """Many who send slowly, until the block ends."""
    ended, callers = threading.Event(), [socket.create_connection(("127.0.0.1", port)) for _ in range(MANY)]

    def drip():
        for caller in callers:
            caller.sendall(at_once.encode())
        for byte in then:
            if ended.wait(0.1):
                return
            for caller in callers:
                with suppress(OSError):  # it has been cut off, as it should be in the end
                    caller.sendall(byte.encode())

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        time.sleep(0.5)  # all have begun
        yield
    finally:
        ended.set()
        thread.join()
        for caller in callers:
            caller.close()


@pytest.mark.model
@pytest.mark.parametrize("slow", SLOW)
def test_nobody_waits_for_them(environ, slow):
    with dripping(int(environ["PORT"]), *SLOW[slow]):
        for path in ("/health", "/feeds/events.atom", "/events", "/health"):
            began = time.monotonic()
            with urllib.request.urlopen(f"http://127.0.0.1:{environ['PORT']}{path}", timeout=30) as answer:
                assert answer.status == 200
            assert time.monotonic() - began < PROMPT, path


@pytest.mark.model
def test_nobody_is_told_what_it_runs_on(environ):
    with urllib.request.urlopen(f"http://127.0.0.1:{environ['PORT']}/health", timeout=30) as answer:
        assert not any(sign.isdigit() for sign in answer.headers["Server"])
        assert "X-Powered-By" not in answer.headers


@pytest.mark.model
def test_who_sends_all_before_they_read_is_answered_for_all(environ):
    """As most HTTP libraries do. What they send is too long to be collected, and the answers are more than a connection
    keeps."""
    number = 40_000
    body = (b'{"text": "", "kind": "%s"}\n' % (b"a" * 400)) * number
    head = HEAD.format("application/x-ndjson") + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    caller = socket.socket()
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    caller.settimeout(120)
    caller.connect(("127.0.0.1", int(environ["PORT"])))
    with caller:
        caller.sendall(head.encode() + body)
        caller.shutdown(socket.SHUT_WR)
        answer = HTTPResponse(caller)
        answer.begin()
        told = [json.loads(line) for line in answer]
    assert [(each["line"], each["status"]) for each in told] == [(line, 422) for line in range(1, number + 1)]
