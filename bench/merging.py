"""What it costs to put one article into a store of many events, beside a store of few.

The articles of tests/wire are put into both in turns, coded beforehand; what is timed is the transaction: comparing,
grouping, fusing, writing. Both stores are copies' worth of the same three years, so the large one is as much denser.
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from bench import filling, inside
from bench.table import Row, Setting
from service import coder, intake
from service.ingest import named
from tests import wire


def rows(setting: Setting) -> Iterator[Row]:
    """One row; its ratios are those of the articles."""
    coded = _coded(setting)
    stores = [filling.filled(setting.folder, count) for count in (setting.few, setting.many)]
    found = [[_timed(store, one) for store in stores] for one in coded]
    few, many = (1000 * statistics.median(column) for column in zip(*found, strict=True))
    figures = f"{many:.1f} ms an article for {few:.1f}"
    what, beside = f"one article put into {setting.many:,} events", f"into {setting.few:,}"
    yield Row(what, beside, [many / few for few, many in found], 1.5, most=True, figures=figures)


def _coded(setting):
    """The articles, under addresses that no earlier run has put into a store that was kept."""
    mark = f"{time.time_ns()}"
    sent = wire.articles()[: 5 if setting.quick else None]
    read = [intake.read(one, received=date(2026, 10, 1), max_chars=10_000) for one in sent]
    return list(
        coder.code(inside.pipeline(), [named(replace(one, url=f"{one.url}?{mark}")) for one in read], compare=True)
    )


def _timed(store, coded):
    start = time.perf_counter()
    store.put_article(coded, seen=datetime.now(UTC))
    return time.perf_counter() - start
