"""Clients of a server over kept connections, and gunicorn itself, with the service or with as little as can be."""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.serving import PATIENCE, ROOT, environment

CLIENTS = 8
GUNICORN = "gunicorn --config python:bench.hello --bind"


@contextmanager
def hello() -> Iterator[int]:
    """The port of a bare Flask app under gunicorn, as the service runs under it."""
    port = int(environment("")["PORT"])
    command = [
        sys.executable,
        "-m",
        *GUNICORN.split(),
        f"127.0.0.1:{port}",
        "--config",
        "python:bench.hello",
        "bench.hello:app",
    ]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _until_it_answers(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _until_it_answers(port, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            get(port, "/")
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("it did not start")


def get(port: int, path: str) -> tuple[http.client.HTTPMessage, bytes]:
    """Headers and body of one answer. Any but 200 is a defect."""
    with kept(port) as ask:
        return ask(path)


@contextmanager
def kept(port: int) -> Iterator[Callable[[str], tuple[http.client.HTTPMessage, bytes]]]:
    """The same, one after another over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def ask(path):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.headers, _body(answer, 200)

    try:
        yield ask
    finally:
        connection.close()


def rate(port: int, path: str, headers: dict, seconds: float, status: int = 200) -> float:
    """Answers a second to some clients that ask one after another."""
    until = time.perf_counter() + seconds

    def ask_on(connection):
        count = 0
        while time.perf_counter() < until:
            connection.request("GET", path, headers=headers)
            _read(connection, status)
            count += 1
        return count

    return sum(_together(port, ask_on)) / seconds


def posted(port: int, articles: list[dict]) -> float:
    """Articles a second, each posted by the next client that is free."""
    waiting, lock = iter(articles), threading.Lock()

    def post_on(connection):
        while True:
            with lock:
                article = next(waiting, None)
            if article is None:
                return
            body = json.dumps(article).encode()
            connection.request("POST", "/articles", body, {"Content-Type": "application/json"})
            _read(connection, 201)

    start = time.perf_counter()
    _together(port, post_on)
    return len(articles) / (time.perf_counter() - start)


def posted_as_lines(port: int, articles: list[dict], bodies: int) -> float:
    """Articles a second, posted as so many bodies of lines at a time. Raises AssertionError for a line refused."""
    waiting, lock = iter(range(bodies)), threading.Lock()

    def post_on(connection):
        with lock:
            first = next(waiting, None)
        if first is None:
            return
        body = "".join(json.dumps(article) + "\n" for article in articles[first::bodies]).encode()
        connection.request("POST", "/articles", body, {"Content-Type": "application/x-ndjson"})
        lines = _body(connection.getresponse(), 200).splitlines()
        if wrong := [line for line in lines if json.loads(line)["status"] != 201]:
            raise AssertionError(f"{len(wrong)} refused, as {wrong[0][:200]!r}")

    start = time.perf_counter()
    _together(port, post_on)
    return len(articles) / (time.perf_counter() - start)


def _read(connection, status):
    _body(connection.getresponse(), status)


def _body(answer, status):
    body = answer.read()
    if answer.status != status:
        raise AssertionError(f"{answer.status} {body[:200]!r}")
    return body


def _together(port, work):
    """What each of the clients gives; what goes wrong with one goes wrong here."""
    given, failed = [], []

    def run():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            given.append(work(connection))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    clients = [threading.Thread(target=run) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if failed:
        raise failed[0]
    return given
