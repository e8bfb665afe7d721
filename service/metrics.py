"""Counts what the service does, for Prometheus, and answers /metrics on a port of its own.

Each worker counts in files under var/, which whoever is asked adds up. What is asked for by METRICS_PORT is decided by
the socket that a request came in on, which no header can change: a proxy that leads to PORT leads to no metrics.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from service import VAR, VERSION
from service.errors import ServiceError

if TYPE_CHECKING:
    from flask import Flask

    from service.running import Running
    from service.store import Outcome

PLACE = "PROMETHEUS_MULTIPROC_DIR"  # by which prometheus_client knows, when it is imported, where processes count
METHODS = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"}
ANSWER = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)  # seconds
WORK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
FRESH = 60  # seconds that a count of events serves; to count a million takes one

_meters: "Meters | None" = None  # of this process, if anybody asks for them


def prepare(port: int) -> None:
    """Make the folder in which processes count, empty; before prometheus_client is imported. Not again when gunicorn
    reads its settings again, or when a new one takes over from an old one."""
    folder = str((VAR / f"metrics-{port}").absolute())
    if os.environ.get(PLACE) != folder:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)  # noqa: PTH103
        os.environ[PLACE] = folder


def forget(process: int) -> None:
    """A process has ended: what it was at is done by none."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(process)


def register(app: "Flask", parts: "Running") -> "Meters":
    """Count from now on what this app does, and answer those who come in by the port for it."""
    global _meters
    _meters = Meters(app, parts)
    return _meters


@contextmanager
def timed(what: str, *, articles: int = 1) -> Iterator[None]:
    """Note how long what is done inside takes: "coding" or "writing". Of several articles each has its share."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        share = (time.perf_counter() - begun) / max(articles, 1)
        for _ in range(articles if _meters else 0):
            getattr(_meters, what).observe(share)


def taken(outcome: "Outcome") -> None:
    """An article was taken."""
    if _meters:
        _meters.articles.labels(("new" if outcome.created else "changed") if outcome.changed else "unchanged", "").inc()


def refused(kind: str) -> None:
    """An article was refused. `kind` is the kind of problem."""
    if _meters:
        _meters.articles.labels("refused", kind).inc()


class Meters:
    """All that is counted. What a label can be is bounded by our code, whatever is asked for."""

    def __init__(self, app: "Flask", parts: "Running"):
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.own = registry = CollectorRegistry()
        self.now = _Now(parts)
        self.requests = Counter("dateline_requests", "Answers.", ("route", "method", "status"), registry=registry)
        self.seconds = Histogram(
            "dateline_request_seconds",
            "From request to answer.",
            ("route", "method"),
            buckets=ANSWER,
            registry=registry,
        )
        self.open = Gauge(
            "dateline_requests_open", "Being answered now.", multiprocess_mode="livesum", registry=registry
        )
        self.articles = Counter("dateline_articles", "Articles sent.", ("outcome", "kind"), registry=registry)
        self.coding = Histogram("dateline_coding_seconds", "Coding an article.", buckets=WORK, registry=registry)
        self.writing = Histogram("dateline_store_write_seconds", "Storing it.", buckets=WORK, registry=registry)
        self._addresses = app.url_map.bind("localhost")
        self._route = lru_cache(2000)(self._find_route)
        self._series: dict[tuple, tuple] = {}

    def answered(self, environ: dict, status: int, seconds: float) -> None:
        """Count an answer."""
        method = environ["REQUEST_METHOD"]
        series = (self._route(environ.get("PATH_INFO", ""), method), method if method in METHODS else "other", status)
        if (found := self._series.get(series)) is None:
            found = self.requests.labels(*series), self.seconds.labels(*series[:2])
            self._series[series] = found
        found[0].inc()
        found[1].observe(seconds)

    def _find_route(self, path, method):
        """The template of an address: /events/<event:event_id>."""
        try:
            return self._addresses.match(path, method, return_rule=True)[0].rule
        except (HTTPException, RoutingException):
            return "none"

    def text(self) -> bytes:
        """What Prometheus reads: the sum of all processes, and what the store has just now."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = self.own
        if PLACE in os.environ:
            MultiProcessCollector(registry := CollectorRegistry())
        return generate_latest(registry) + generate_latest(self.now)


class _Now:
    """What is looked up when it is asked for, and so is no process's own."""

    def __init__(self, parts):
        self.parts = parts
        self._found, self._until = ({}, {}, 0.0), 0.0

    def collect(self):
        from prometheus_client.core import GaugeMetricFamily

        build = {"version": VERSION, "edition": self.parts.edition[:12], "python": sys.version.split()[0]}
        family = GaugeMetricFamily("dateline_build_info", "What runs here.", labels=build)
        family.add_metric(build.values(), 1)
        yield family
        try:
            if time.monotonic() > self._until:
                store = self.parts.store
                self._found = store.tally(), store.jobs.count(), store.jobs.longest_wait()
                self._until = time.monotonic() + FRESH
        except ServiceError:
            return  # /ready says what is wrong with the store
        events, jobs, wait = self._found
        yield _by_status(GaugeMetricFamily("dateline_events", "Events in the store.", labels=["status"]), events)
        yield _by_status(GaugeMetricFamily("dateline_jobs", "Articles that workers code.", labels=["status"]), jobs)
        yield GaugeMetricFamily("dateline_oldest_job_seconds", "How long one has waited.", value=wait)


def _by_status(family, numbers):
    for status, number in numbers.items():
        family.add_metric([status], number)
    return family


class Door:
    """A WSGI app around another, which does not hear of those who come in by the port for metrics."""

    def __init__(self, app: Callable, meters: Meters, port: int):
        self.app, self.meters, self.port = app, meters, str(port)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer /metrics on that port, and let the app answer on the other."""
        if environ["SERVER_PORT"] != self.port:
            return self.app(environ, start_response)
        found = environ["PATH_INFO"] == "/metrics" and environ["REQUEST_METHOD"] == "GET"
        body = self.meters.text() if found else b"/metrics is here, and nothing else\n"
        media_type = "text/plain; version=0.0.4; charset=utf-8" if found else "text/plain; charset=utf-8"
        headers = [("Content-Type", media_type), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response("200 OK" if found else "404 Not Found", headers)
        return [body]
