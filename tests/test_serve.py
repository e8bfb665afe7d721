"""The server of development, as it stands."""

import subprocess
import sys
import urllib.request

import pytest

from tests.serving import PATIENCE, ROOT, environment, wait_for


@pytest.mark.model
def test_nobody_is_told_what_it_runs_on(sqlite_url):
    environ = environment(sqlite_url)
    server = subprocess.Popen(
        [sys.executable, "-m", "service", "serve"], cwd=ROOT, env=environ, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(environ, server)
        with urllib.request.urlopen(f"http://127.0.0.1:{environ['PORT']}/health", timeout=PATIENCE) as answer:
            assert answer.headers["Server"] == "dateline"
    finally:
        server.terminate()
        server.wait(PATIENCE)
