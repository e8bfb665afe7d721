"""What whoever runs the service relies on, seen on a real gunicorn: its lines, its counts, how it stops."""

import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest

from service.store import open_store
from tests.serving import PATIENCE, ROOT, answering, ask, environment, run

pytestmark = pytest.mark.model
SENTENCE = "A warehouse burned down in Lom on Monday, killing {} people, police said on day {}."


@pytest.fixture
def metrics_port():
    """A port for metrics; what was counted for it is thrown away in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    yield port
    shutil.rmtree(ROOT / "var" / f"metrics-{port}")


@contextmanager
def told(environ, log):
    """The web process, migrated and answering, whose standard error goes to a file. The file is whole at the end."""
    with log.open("wb") as stream:
        assert run("release", environ, stderr=stream).wait(PATIENCE) == 0
        with answering(environ, stdout=subprocess.DEVNULL, stderr=stream) as server:
            yield server


def lines_of(log):
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_all_lines_from_start_to_end_are_json(sqlite_url, tmp_path):
    environ, log = environment(sqlite_url), tmp_path / "log"
    with told(environ, log):
        secret = {"text": "A bus overturned near Lom on Monday, killing three people."}
        assert ask(environ, "/articles?title=Three+people+died", secret)[0] == 201
        _, headers, _ = ask(environ, "/feeds/events.json?q=hidden")
        request = b"GET /hidden?hidden HTTP/1.1\r\nHost: x\r\nhidden hidden: hidden\r\n\r\n"
        with socket.create_connection(("127.0.0.1", int(environ["PORT"]))) as raw:
            raw.sendall(request)
            assert raw.recv(100).startswith(b"HTTP/1.1 400")
    lines = lines_of(log)
    by_logger = {line.get("logger", "requests") for line in lines}
    assert {"gunicorn.error", "alembic.runtime.migration", "requests"} <= by_logger
    requests = [line for line in lines if line["message"] == "request" and line["path"] != "/health"]
    assert [(line["method"], line["path"], line["status"], line.get("writer")) for line in requests] == [
        ("POST", "/articles", 201, "loopback"),
        ("GET", "/feeds/events.json", 200, None),
    ]
    assert requests[1]["request_id"] == headers["X-Request-Id"]
    assert all("seconds" in line for line in requests)
    text = log.read_text()
    assert "Invalid request from ip=127.0.0.1" in text
    assert not any(word in text for word in ("hidden", "overturned", "Three"))


def test_all_workers_are_added_up_by_whichever_is_asked(sqlite_url, tmp_path, metrics_port):
    environ = environment(sqlite_url, METRICS_PORT=metrics_port)
    counted = 'dateline_requests_total{method="GET",route="/feeds/events.<suffix>",status="200"}'
    with told(environ, tmp_path / "log") as server:
        assert ask(environ, "/metrics")[0] == 404
        pause = threading.Barrier(8)

        def read():
            pause.wait()
            for _ in range(25):
                ask(environ, "/feeds/events.json")

        readers = [threading.Thread(target=read) for _ in range(8)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert {scraped(environ)[counted] for _ in range(10)} == {200}
        server.send_signal(signal.SIGHUP)  # new workers; what the old ones counted stays counted
        log = tmp_path / "log"
        for said, times in {"Booting worker": 4, "Worker exiting": 2}.items():
            wait_until(partial(lambda said, times: log.read_text().count(said) == times, said, times))
        found = scraped(environ)
        assert found[counted] == 200
        assert found["dateline_requests_open"] == 0
        assert found['dateline_events{status="active"}'] == 0


def test_what_was_begun_is_finished(sqlite_url, tmp_path, metrics_port):
    """Told to stop while it codes an article, which then cannot be stored yet, it stores it, answers, and ends."""
    environ, log = environment(sqlite_url, WEB_CONCURRENCY="1", METRICS_PORT=metrics_port), tmp_path / "log"
    sent = {"text": " ".join(SENTENCE.format(number, number) for number in range(2, 500))}
    with told(environ, log) as server, ThreadPoolExecutor(1) as client:
        with sqlite3.connect(tmp_path / "dateline.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = client.submit(ask, environ, "/articles", sent)
            wait_until(lambda: scraped(environ)["dateline_requests_open"] == 1)
            server.send_signal(signal.SIGTERM)
            wait_until(lambda: "Handling signal: term" in log.read_text())
            assert not answer.done()
            other.execute("ROLLBACK")
        status, _, body = answer.result(PATIENCE)
        assert status == 201
        assert server.wait(PATIENCE) == 0
    store = open_store(sqlite_url)
    assert store.article(body["article"]["id"])["events"]
    assert list(store.check()) == []
    store.close()


def scraped(environ):
    """Name and labels -> value."""
    with urllib.request.urlopen(f"http://127.0.0.1:{environ['METRICS_PORT']}/metrics", timeout=PATIENCE) as answer:
        lines = [line for line in answer.read().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def wait_until(true):
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
