"""The two commands of the Procfile run as they stand, and what they serve is the service."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
PATIENCE = 120  # seconds; a busy machine loads the model slowly


@pytest.fixture
def environ(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": f"sqlite:///{tmp_path}/dateline.db",
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
    }


def run(name, environ, **kwargs):
    return subprocess.Popen(shlex.split(COMMANDS[name]), cwd=ROOT, env=environ, **kwargs)


def ask(environ, path, sent=None):
    """Status, headers and JSON of an answer."""
    data = json.dumps(sent).encode() if sent else None
    request = urllib.request.Request(f"http://127.0.0.1:{environ['PORT']}{path}", data)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.load(error)


def wait_for(environ, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            return ask(environ, "/health")
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("it did not start")


@pytest.fixture
def web(environ):
    server = run("web", environ)
    try:
        wait_for(environ, server)
        yield server
    finally:
        server.terminate()
        server.wait(PATIENCE)


@pytest.mark.model
def test_release_then_web(environ, request):
    assert run("release", environ).wait(PATIENCE) == 0
    server = request.getfixturevalue("web")
    sent = {
        "text": "A bus overturned near Lom on Monday, killing three people, police said.",
        "published": "2026-03-05",
    }
    first, second = ask(environ, "/articles", sent), ask(environ, "/articles", sent)
    assert (first[0], second[0]) == (201, 200)
    assert first[2] == second[2]
    assert ask(environ, first[1]["Location"])[2]["id"] == first[2]["article"]["id"]
    assert ask(environ, "/ready")[0] == 200
    assert ask(environ, "/articles", {"text": ""})[0] == 422
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE) == 0


@pytest.mark.model
def test_web_does_not_migrate(environ, web, tmp_path):
    assert ask(environ, "/health")[0] == 200
    status, headers, told = ask(environ, "/ready")
    assert (status, headers["Content-Type"], told["status"]) == (503, "application/problem+json", 503)
    assert ask(environ, "/events")[0] == 503
    assert list(tmp_path.iterdir()) == []


def test_a_bad_setting_stops_it_in_words(environ):
    for name, value in {"PORT": "none", "HOST": "0.0.0.0"}.items():
        server = run("web", environ | {name: value}, stderr=subprocess.PIPE, text=True)
        _, said = server.communicate(timeout=PATIENCE)
        assert server.returncode != 0
        assert f"dateline: {name}" in said
        assert "Traceback" not in said
