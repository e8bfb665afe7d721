"""Runs the service for some minutes as many clients at once would use it, and says whether it stayed as it was.

    python -m bench.soak [--seconds 300] [--clients 8] [--database URL]

A real gunicorn with two workers, on a store of its own, on this machine alone. The status is 1 if an answer was not the
right one, a worker has died, files stay open, an article is lost, or a record is not what its reports make; and, in a
run of two minutes or more, if memory grows.
"""

import argparse
import csv
import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass

import feedparser
import psutil

from bench import asking
from bench.memory import pss
from bench.table import in_columns
from bench.visiting import Client, Known
from service.store import Store, open_store
from tests.serving import environment, serving

WORKERS = 2
LONG = 120  # seconds from which on memory can be judged: what is bounded is full by the middle of them
GROWTH = 3.0  # MB for 1000 articles that all processes together may grow by, at most
FILES = 8  # that may be open at the end beyond those in the middle
SHOWN = 10  # errors
MEGABYTE = 2**20
READERS = {  # how others read what we write: what is true is well
    "atom": lambda body: not feedparser.parse(io.BytesIO(body)).bozo,
    "csv": lambda body: len({len(row) for row in csv.reader(io.StringIO(body.decode()))}) == 1,
    "hxl.csv": lambda body: len({len(row) for row in csv.reader(io.StringIO(body.decode()))}) == 1,
    **dict.fromkeys(("json", "jsonld", "geojson"), json.loads),
}


@dataclass(frozen=True, slots=True)
class Held:
    """What the processes have at one moment. `rss` counts what they share again in each."""

    seconds: float
    articles: int
    pss: float  # MB, all processes
    rss: float  # MB, the largest worker
    files: int
    workers: frozenset[int]


def main(argv: list[str] | None = None) -> int:
    """Run, and print what was seen."""
    args = _parser().parse_args(argv)
    known = Known()
    with tempfile.TemporaryDirectory() as folder:
        url = args.database or f"sqlite:///{folder}/dateline.db"
        environ = environment(url, LOG_LEVEL="warning", WEB_CONCURRENCY=str(WORKERS))
        with serving(environ) as server:
            held = _run(int(environ["PORT"]), known, psutil.Process(server.pid), args)
            wrong = list(_unreadable(int(environ["PORT"])))
        store = open_store(url)
        wrong += [*_lost(store, known), *store.check()]
        store.close()
    wrong += [*known.errors, *unsteady(held, judged=args.seconds >= LONG)]
    print("\n".join([*_answers(known, args.seconds), "", *_memory(held), "", *_verdict(known, held, wrong)]))
    return 1 if wrong else 0


def _parser():
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=300, metavar="N")
    parser.add_argument("--clients", type=int, default=8, metavar="N")
    parser.add_argument("--database", metavar="URL", help="an empty one; a new SQLite file if none is named")
    return parser


def _run(port, known, master, args) -> list[Held]:
    while len(master.children()) < WORKERS:
        time.sleep(0.05)
    start = time.monotonic()
    clients = [Client(port, known, number, start + args.seconds) for number in range(args.clients)]
    for client in clients:
        client.start()
    held = []
    while any(client.is_alive() for client in clients):
        held.append(_held(master, known, time.monotonic() - start))
        time.sleep(args.seconds / 60)
    return [*held, _held(master, known, time.monotonic() - start)]


def _held(master, known, seconds):
    workers = master.children()
    every = [master, *workers]
    return Held(
        seconds,
        known.coded,
        sum(pss(process.pid) for process in every) / MEGABYTE,
        max(process.memory_info().rss for process in workers) / MEGABYTE,
        sum(process.num_fds() for process in every),
        frozenset(process.pid for process in workers),
    )


def unsteady(held: list[Held], *, judged: bool = True) -> Iterator[str]:
    """What is not at the end as it was in the middle. `judged`: memory, too."""
    later = held[len(held) // 2 :]
    if any(one.workers != held[0].workers for one in held):
        yield "a worker has died"
    if later[-1].files > max(one.files for one in held[len(held) // 4 : len(held) // 2 + 1]) + FILES:
        yield f"{later[-1].files} files are open, {later[0].files} were in the middle"
    if judged and growth(held) > GROWTH:
        yield f"memory grows by {growth(held):.1f} MB for 1000 articles"


def growth(held: list[Held]) -> float:
    """MB for 1000 articles, from the middle to the end: the line that lies closest."""
    later = held[len(held) // 2 :]
    articles = [one.articles / 1000 for one in later]
    return statistics.linear_regression(articles, [one.pss for one in later]).slope if len(set(articles)) > 1 else 0.0


def _unreadable(port) -> Iterator[str]:
    """Feeds that others cannot read."""
    for suffix, well in READERS.items():
        _, body = asking.get(port, f"/feeds/events.{suffix}?limit=1000")
        if not well(body):
            yield f"{suffix}: cannot be read"


def _lost(store: Store, known: Known) -> Iterator[str]:
    """Articles that were answered and are not there."""
    for article_id in known.kept:
        if "withdrawn" in (store.article(article_id) or {"withdrawn": "never there"}):
            yield f"{article_id} was answered, and is lost"


def _answers(known, seconds) -> list[str]:
    rows = [("asked for", "answers", "a second", "p50 ms", "p95 ms", "p99 ms", "statuses")]
    for kind, times in sorted(known.seconds.items()):
        points = [times[0]] * 99 if len(times) < 2 else statistics.quantiles(times, n=100, method="inclusive")
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(known.statuses[kind].items()))
        middle = [f"{points[at] * 1000:.0f}" for at in (49, 94, 98)]
        rows.append((kind, str(len(times)), f"{len(times) / seconds:.1f}", *middle, statuses))
    return in_columns(rows)


def _memory(held) -> list[str]:
    rows = [("seconds", "articles", "PSS, all MB", "RSS, largest worker MB", "files")]
    for one in held[:: max(1, len(held) // 10)]:
        rows.append((f"{one.seconds:.0f}", str(one.articles), f"{one.pss:.0f}", f"{one.rss:.0f}", str(one.files)))
    return in_columns(rows)


def _verdict(known, held, wrong) -> Iterator[str]:
    total = sum(map(len, known.seconds.values()))
    yield f"{total} answers, {len(known.errors)} of them wrong; {held[-1].articles} articles coded"
    yield f"memory from the middle to the end: {growth(held):+.2f} MB for 1000 articles"
    yield from wrong[:SHOWN] or ["all is well"]


if __name__ == "__main__":
    sys.exit(main())
