"""All events as CSV, by the command line and over HTTP, beside `sqlite3 -csv` of a table of the same columns.

That table is made of the export itself, and so sqlite3 writes the same cells without having to find or join them.
Memory is the most that the process ever held, by its own account: what its parent is told counts the parent's in.
"""

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench import asking, filling
from bench.table import Row, Setting
from tests.serving import ROOT, answering, environment

NEXT = re.compile('<[^>]*(/feeds[^>]*)>; rel="next"')
STAND_IN = """
import csv, sqlite3, sys
csv.writer(sys.stdout).writerows(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]))
"""
QUERY = "SELECT * FROM flat"
COMMAND = """
import atexit, pathlib, re, runpy, sys

def held():
    status = pathlib.Path("/proc/self/status").read_text()
    pathlib.Path(target).write_text(re.search(r"VmHWM:\\s*(\\d+) kB", status)[1])

target = sys.argv.pop(1)
atexit.register(held)
runpy.run_module("service", run_name="__main__", alter_sys=True)
"""


def rows(setting: Setting) -> Iterator[Row]:
    """Two rows of speed and one of memory."""
    stores = {count: filling.filled(setting.folder, count) for count in (setting.few, setting.many)}
    target = setting.folder / "export.csv"
    rounds = min(setting.rounds, 3)
    held = {count: _exported(store, target)[1] for count, store in stores.items()}
    flat = setting.folder / f"flat_{setting.many}.db"
    flat.unlink(missing_ok=True)
    number = _flattened(target, flat)
    theirs = "sqlite3 -csv" if shutil.which("sqlite3") else "python's sqlite3 and csv (there is no sqlite3)"
    found = [(_exported(stores[setting.many], target)[0], _sqlite(flat)) for _ in range(rounds)]
    what = f"CSV of {number:,} events"
    yield _row(f"{what}, command line", theirs, found, number)
    environ = _environ(stores[setting.many])
    with answering(environ, stdout=subprocess.DEVNULL):
        found = [(_fetched(int(environ["PORT"]), number, 1000 - n), _sqlite(flat)) for n in range(rounds)]
    yield _row(f"{what}, over HTTP", theirs, found, number)
    figures = f"{held[setting.many] / 2**20:.0f} MiB for {held[setting.few] / 2**20:.0f}"
    ratio = held[setting.many] / held[setting.few]
    yield Row("memory of that export", f"export of {setting.few:,}", [ratio], 1.1, most=True, figures=figures)


def _row(what, theirs, found, number):
    figures = f"{number / min(mine for mine, _ in found):,.0f} rows a second"
    return Row(what, theirs, [other / mine for mine, other in found], 0.3, figures=figures)


def _environ(store):
    return environment(store.connections.url.render_as_string(hide_password=False), LOG_LEVEL="warning")


def _exported(store, target):
    """(seconds, bytes held at most) of the command."""
    peak = target.with_suffix(".peak")
    command = [sys.executable, "-c", COMMAND, str(peak), "export", "--format", "csv"]
    took = _run(command, target, cwd=ROOT, env=_environ(store))
    return took, int(peak.read_text()) * 1024


def _sqlite(flat):
    command = ["sqlite3", "-csv", "-header", str(flat), QUERY]
    if not shutil.which("sqlite3"):
        command = [sys.executable, "-c", STAND_IN, str(flat), QUERY]
    return _run(command, Path(os.devnull))


def _run(command, target, **how):
    with target.open("wb") as out:
        start = time.perf_counter()
        subprocess.run(command, stdout=out, check=True, **how)
        return time.perf_counter() - start


def _flattened(exported, flat):
    """Put an export into a table. Returns the number of its rows."""
    with exported.open(encoding="utf-8", newline="") as file, sqlite3.connect(flat) as connection:
        lines = csv.reader(file)
        names = next(lines)
        connection.execute(f"CREATE TABLE flat ({', '.join(names)})")
        connection.executemany(f"INSERT INTO flat VALUES ({', '.join('?' * len(names))})", lines)
        number = connection.execute("SELECT count(*) FROM flat").fetchone()[0]
    connection.close()
    return number


def _fetched(port, number, size):
    """Seconds for all pages, one after another, of a size that nobody asked for before: none is kept from a round."""
    address, seen = f"/feeds/events.csv?limit={size}", 0
    start = time.perf_counter()
    with asking.kept(port) as get:
        while address:
            headers, body = get(address)
            seen += len(body.split(b"\r\n")) - 2  # a line of names, and what comes after the last
            following = NEXT.search(headers.get("Link", ""))
            address = following and following[1]
    took = time.perf_counter() - start
    if seen != number:
        raise AssertionError(f"{seen} rows of {number}")
    return took
