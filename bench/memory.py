"""What four workers that share one model hold, beside one worker: after each has coded articles and served pages.

Proportional set size: what several processes share is counted once among them, the process that they come from too.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench import asking, texts
from bench.table import Row, Setting
from tests.serving import environment, serving

WORKERS = 4
FEED = "/feeds/events.atom"
PATIENCE = 60  # seconds until each worker has had its share


def rows(setting: Setting) -> Iterator[Row]:
    """One row."""
    one, many = (_held(workers, setting) for workers in (1, WORKERS))
    figures = f"{many / 2**20:.0f} MiB for {one / 2**20:.0f}"
    yield Row(f"memory of {WORKERS} workers (PSS)", "one worker", [many / one], 1.6, most=True, figures=figures)


def _held(workers, setting):
    articles = texts.dense(8 if setting.quick else 96)
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(f"sqlite:///{folder}/dateline.db", LOG_LEVEL="warning", WEB_CONCURRENCY=str(workers))
        port = int(environ["PORT"])
        with serving(environ) as server:
            family = psutil.Process(server.pid)
            busy = _seconds(family)
            until, number = time.monotonic() + PATIENCE, 0
            while number == 0 or (not _all_worked(family, busy) and time.monotonic() < until):
                asking.posted(port, [texts.sent(article, number * 1000 + n) for n, article in enumerate(articles)])
                asking.rate(port, FEED, {}, setting.seconds / 3)
                number += 1
            if not _all_worked(family, busy):
                raise AssertionError("a worker was given nothing to do")
            return sum(pss(process.pid) for process in (family, *family.children()))


def _seconds(family):
    return {worker.pid: sum(worker.cpu_times()[:2]) for worker in family.children()}


def _all_worked(family, before):
    """Whether each worker has been busy for long enough to have coded an article and rendered a page."""
    return all(now - before.get(pid, 0) > 0.5 for pid, now in _seconds(family).items())


def pss(pid: int) -> int:
    """Bytes of a process, of what it shares only its part."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise AssertionError(f"process {pid} says nothing of what it holds")
