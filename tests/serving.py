"""The commands of the Procfile, run as they stand, and what they answer over HTTP."""

import json
import os
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMANDS = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
PATIENCE = 120  # seconds; a busy machine loads the model slowly


def environment(database_url, **more):
    """What a process of ours is started with: a free port, two workers, and nothing of this machine's settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
        **more,
    }


def run(name, environ, *, also=(), **kwargs):
    """Start a command of the Procfile, in a process group of its own; `also` are more arguments."""
    command = [*shlex.split(COMMANDS[name]), *also]
    return subprocess.Popen(command, cwd=ROOT, env=environ, start_new_session=True, **kwargs)


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
    """Until it answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            return ask(environ, "/health")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("it did not start")


@contextmanager
def serving(environ):
    """The web process, migrated and answering, until the block ends."""
    assert run("release", environ).wait(PATIENCE) == 0
    with answering(environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        yield server


@contextmanager
def answering(environ, **kwargs):
    """The web process, answering on whatever there is, until the block ends."""
    server = run("web", environ, **kwargs)
    try:
        wait_for(environ, server)
        yield server
    finally:
        server.terminate()
        server.wait(PATIENCE)
