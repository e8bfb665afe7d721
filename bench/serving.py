"""How many answers a second gunicorn gives, beside a bare Flask "hello" under the same: `python -m bench.serving`.

Both run side by side with two workers; a 304 and a repeated feed are asked for in turns with the hello, over kept
connections. The store holds the fifty articles of tests/wire. Printed are the medians of the rounds and their spread.
"""

import argparse
import http.client
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.serving import ask, environment, serving
from tests.wire import articles

HELLO = """
from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return "hello"
"""
FEED = "/feeds/events.atom"
CLIENTS = 8
GUNICORN = "gunicorn --workers 2 --worker-class gthread --threads 4 --keep-alive 5 --log-level warning hello:app --bind"


def main() -> int:
    """Print a line for each kind of answer."""
    parser = argparse.ArgumentParser(prog="python -m bench.serving", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "hello.py").write_text(HELLO, encoding="utf-8")
        environ = environment(f"sqlite:///{folder}/dateline.db", LOG_LEVEL="warning")
        bare = environment("")["PORT"]
        command = [sys.executable, "-m", *GUNICORN.split(), f"127.0.0.1:{bare}"]
        with serving(environ):
            for one in articles():
                ask(environ, "/articles", one)
            hello = subprocess.Popen(command, cwd=folder)
            time.sleep(3)
            try:
                _compare(int(bare), int(environ["PORT"]), args)
            finally:
                hello.terminate()
                hello.wait()
    return 0


def _compare(bare, ours, args):
    tag = _get(ours, FEED, {})[1]
    ratios = {"304": [], "repeated feed": []}
    for _ in range(args.rounds):
        hello = _rate(bare, "/", {}, args.seconds)
        ratios["304"].append(_rate(ours, FEED, {"If-None-Match": tag}, args.seconds) / hello)
        ratios["repeated feed"].append(_rate(ours, FEED, {}, args.seconds) / hello)
    for name, found in ratios.items():
        print(
            f"{name}: {statistics.median(found):.2f} times as many a second as a bare hello "
            f"(spread {min(found):.2f} to {max(found):.2f} over {args.rounds} rounds)"
        )


def _get(port, path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers["ETag"]


def _rate(port, path, headers, seconds):
    """Answers a second to some clients that ask one after another."""
    until = time.perf_counter() + seconds
    counts = [0] * CLIENTS

    def ask_on(number):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            connection.request("GET", path, headers=headers)
            connection.getresponse().read()
            counts[number] += 1

    clients = [threading.Thread(target=ask_on, args=(number,)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / seconds


if __name__ == "__main__":
    sys.exit(main())
