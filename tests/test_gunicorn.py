"""The two commands of the Procfile run as they stand, and what they serve is the service."""

import signal
import subprocess

import pytest

from tests.serving import PATIENCE, answering, ask, environment, run


@pytest.fixture
def environ(sqlite_url):
    return environment(sqlite_url)


@pytest.fixture
def web(environ):
    with answering(environ) as server:
        yield server


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
    status, _, told = ask(environ, "/events?source=" + "a" * 20_000)  # what is too long is told by its name
    assert (status, told["errors"][0]["parameter"]) == (400, "source")
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
