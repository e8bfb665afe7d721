"""A request has a thread once it is all there; what is long is read as it comes, as long as it does come."""

import json
import re
import socket
import subprocess
import sys
import threading
import time

import pytest

from tests.serving import ROOT

GUNICORN = "gunicorn -c /dev/null --worker-class tests.quick.Quick --threads 2 --keep-alive 2 tests.quick:app --bind"
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"


@pytest.fixture(scope="module")
def port():
    """The port of a server with little patience."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [sys.executable, "-m", *GUNICORN.split(), f"127.0.0.1:{number}", "--no-control-socket"]
    server = subprocess.Popen(command, cwd=ROOT)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", number)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    yield number
    server.terminate()
    assert server.wait(30) == 0


@pytest.fixture
def call(port):
    """call(bytes): a connection on which they were sent."""
    opened = []

    def connect(data):
        opened.append(socket.create_connection(("127.0.0.1", port), timeout=20))
        opened[-1].sendall(data)
        return opened[-1]

    yield connect
    for each in opened:
        each.close()


def answer(caller):
    """(status, body) of the answer, or what there is of it; None if the connection is closed without one."""
    file = caller.makefile("rb")
    status = file.readline().split()
    if not status:
        return None
    length, line = 0, file.readline()
    while line.strip():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        line = file.readline()
    return int(status[1]), file.read(length)


def test_a_request_may_come_in_pieces(call):
    caller = call(b"")
    for piece in (POST[:9], POST[9:], b"Content-Length: 5\r\n", b"\r", b"\n12", b"345"):
        caller.sendall(piece)
        time.sleep(0.05)
    assert answer(caller) == (200, b"5")
    caller.sendall(POST + b"Content-Length: 3\r\n\r\n123")
    assert answer(caller) == (200, b"3")


@pytest.mark.parametrize("begun", [POST, POST + b"Content-Length: 5\r\n\r\n1"])
def test_one_that_does_not_become_whole_is_given_up(call, begun):
    began = time.monotonic()
    caller = call(begun)
    assert answer(caller)[0] == 408
    assert 0.9 < time.monotonic() - began < 5


def test_one_that_does_not_begin_is_closed(call):
    assert answer(call(b"")) is None


def test_a_head_that_is_too_long_is_refused(call):
    status, body = answer(call(POST + b"X: " + b"a" * 70_000))
    assert (status, json.loads(body)["status"]) == (431, 431)


def test_an_article_is_not_taken_for_whole_that_was_broken_off(call):
    size = 3_000_000
    caller = call(POST + b"Content-Length: %d\r\n\r\n" % size + bytes(size - 1))
    caller.shutdown(socket.SHUT_WR)
    assert answer(caller) in (None, (400, b""))
    caller = call(POST + b"Content-Length: %d\r\n\r\n" % size + bytes(size))
    assert answer(caller) == (200, b"%d" % size)


def test_many_lines_may_take_as_long_as_they_come(call):
    caller = call(CHUNKED + b"Content-Type: application/x-ndjson\r\n\r\n")
    for _ in range(10):  # longer than any patience
        time.sleep(0.5)
        caller.sendall(b"2\r\n{}\r\n")
    caller.sendall(b"0\r\n\r\n")
    assert answer(caller) == (200, b"20")


def test_one_article_may_not(call):
    caller = call(CHUNKED + b"\r\n")
    began = time.monotonic()
    with pytest.raises((ConnectionError, TimeoutError)):
        while time.monotonic() - began < 10:
            time.sleep(0.2)
            caller.sendall(b"1\r\na\r\n")
    assert 2.5 < time.monotonic() - began < 8


def test_what_is_long_has_half_of_the_threads_and_the_next_waits_or_comes_again(call):
    lines = CHUNKED + b"Content-Type: application/x-ndjson\r\n\r\n"
    first, second = call(lines), call(lines)
    time.sleep(0.3)
    assert answer(call(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == (200, b"0")
    first.sendall(b"0\r\n\r\n")
    assert answer(first) == (200, b"0")
    third = call(lines)
    going = threading.Event()

    def go_on():
        while not going.wait(0.3):
            second.sendall(b"1\r\n\n\r\n")

    thread = threading.Thread(target=go_on)
    thread.start()
    assert answer(third)[0] == 503
    going.set()
    thread.join()
    second.sendall(b"0\r\n\r\n")
    assert answer(second)[0] == 200


@pytest.mark.parametrize("length", [b"0000000000000000005", b"9999999999999999"])
def test_a_length_that_is_written_oddly_does_not_take_all_threads(call, length):
    for _ in range(4):
        call(POST.replace(b" /", b" /deaf") + b"Content-Length: " + length + b"\r\n\r\n")
    began = time.monotonic()
    assert answer(call(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == (200, b"0")
    assert time.monotonic() - began < 0.9  # which is less than the server's patience


def test_of_two_that_are_sent_at_once_the_second_is_to_be_sent_again(call):
    caller = call(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 2)
    said = b""
    while piece := caller.recv(1000):
        said += piece
    assert said.count(b"200 OK") == 1
    assert b"Connection: close" in said


def test_who_is_refused_hears_it_though_they_still_send(call):
    caller = call(b"")
    threading.Thread(
        target=lambda: caller.sendall(CHUNKED.replace(b" /", b" /deaf") + b"\r\n1000\r\n" + bytes(4096))
    ).start()
    assert answer(caller) == (200, b"0")


def test_who_does_not_take_the_answer_is_let_go(call):
    callers = [call(b"GET /big HTTP/1.1\r\nHost: a\r\n\r\n") for _ in range(2)]
    assert answer(call(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == (200, b"0")
    for caller in callers:
        assert len(answer(caller)[1]) < 30_000_000


UNREADABLE = {
    "a long address": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    "too many headers": (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
    "no request": (b"\x16\x03\x01 hello\r\n\r\n", 400),
    "a bad header": (b'GET / HTTP/1.1\r\nHo"<st: a\r\n\r\n', 400),
    "an unknown coding": (POST + b"Transfer-Encoding: gargle\r\n\r\n", 501),
}


@pytest.mark.parametrize(("sent", "status"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_answered_with_a_problem(call, sent, status):
    caller = call(sent)
    told = b""
    while piece := caller.recv(1000):
        told += piece
    head, _, body = told.partition(b"\r\n\r\n")
    assert head.split()[1] == str(status).encode()
    assert json.loads(body)["status"] == status
    assert re.search(rb"\r\nX-Request-Id: [\w-]{8,}", head)
