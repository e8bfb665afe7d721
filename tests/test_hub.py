"""A hub is told of what was written, once, and nobody waits for it."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest

from service.hub import PUSHED, Hub


@pytest.fixture
def hub_server():
    """A hub: its address, what it was told, and whether it answers."""
    told, gate = [], threading.Event()
    gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gate.wait(10)
            told.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}/", told=told, gate=gate)
    gate.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def state():
    """The store's own row, as far as it matters here."""
    return SimpleNamespace(revision=1)


def until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_it_is_told_of_each_feed(hub_server, state):
    hub = Hub(hub_server.url, ["https://a.example/1", "https://a.example/2"], lambda: state, pause=0)
    hub.ping()
    until(lambda: len(hub_server.told) == 2)
    assert hub_server.told[0] == {"hub.mode": "publish", "hub.url": "https://a.example/1"}


def test_nobody_waits_and_many_writes_are_told_of_together(hub_server, state):
    hub_server.gate.clear()
    hub = Hub(hub_server.url, ["https://a.example/1"], lambda: state, pause=0)
    start = time.monotonic()
    for state.revision in range(2, 50):
        hub.ping()
    assert time.monotonic() - start < 1
    hub_server.gate.set()
    until(lambda: hub._told == 49)
    assert len(hub_server.told) <= 3


def test_what_has_not_changed_is_not_told_again(hub_server, state):
    hub = Hub(hub_server.url, ["https://a.example/1"], lambda: state, pause=0)
    for _ in range(3):
        hub.ping()
        until(lambda: hub._told == state.revision and not hub._asked.is_set())
    state.revision = 2
    hub.ping()
    until(lambda: hub._told == 2)
    assert len(hub_server.told) == 2


def test_a_hub_that_is_away_harms_nobody(state, caplog):
    hub = Hub("http://us:secret@127.0.0.1:9/?key=secret", ["https://a.example/1"], lambda: state, pause=0)
    hub.ping()
    until(lambda: "was not told" in caplog.text)
    assert "secret" not in caplog.text
    hub.ping()
    assert hub._thread.is_alive()


@pytest.mark.model
def test_a_write_over_http_tells_it(hub_server, store, pipeline):
    from service import create_app
    from service.config import Config

    client = create_app(Config(hub_url=hub_server.url), pipeline=pipeline, store=store).test_client()
    client.get("/events")
    sent = {"text": "A bus overturned near Lom on Tuesday, killing three people, police said."}
    client.post("/articles", json=sent).close()
    until(lambda: len(hub_server.told) == len(PUSHED))
    assert {told["hub.url"] for told in hub_server.told} == {f"http://127.0.0.1:8000{path}" for path in PUSHED}


@pytest.mark.model
def test_the_command_line_tells_it_before_it_ends(hub_server, tmp_path, monkeypatch):
    from service.__main__ import main

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/dateline.db")
    monkeypatch.setenv("HUB_URL", hub_server.url)
    path = tmp_path / "bus.txt"
    path.write_text("A bus overturned near Lom on Tuesday, killing three people, police said.")
    assert main(["ingest", str(path)]) == 0
    assert len(hub_server.told) == len(PUSHED)
