"""What it costs to put one article into a store of many events, beside a store of few: `python -m bench.merging`.

    python -m bench.merging [--few 10000] [--many 1000000] [--keep FOLDER]

Both stores are filled with invented reports, spread over three years, thousands of places and a vocabulary as skewed as
that of news. Then the articles of tests/wire are put into both in turns, coded beforehand; what is timed is the
transaction: comparing, grouping, fusing and writing.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from service import coder, intake, merge
from service.config import Config
from service.ingest import named
from service.store import open_store
from service.store.tables import articles, event_reports, events, report_keys, reports, texts
from tests import wire

DAYS = 1100
CHUNK = 5_000
FAMILIES = ("armed-conflict", "violence-crime", "natural-disaster", "accident", "civil-unrest")


def main() -> int:
    """Print the ratio."""
    parser = argparse.ArgumentParser(prog="python -m bench.merging", description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="fill the stores here, or take those that are here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = args.keep or Path(made)
        coded = _coded()
        stores = [_filled(folder, count, coded) for count in (args.few, args.many)]
        seconds = [_timed(stores, one) for one in coded]
    for count, store in zip((args.few, args.many), zip(*seconds, strict=True), strict=True):
        print(f"{count:,} events: {1000 * statistics.median(store):.1f} ms an article")
    ratios = [many / few for few, many in seconds]
    print(f"{statistics.median(ratios):.2f} times as long (quartiles {statistics.quantiles(ratios)})")
    return 0


def _coded():
    from service.pipeline import Pipeline

    pipeline = Pipeline(Config.from_environment().spacy_model)
    read = [named(intake.read(one, received=date(2026, 10, 1), max_chars=10_000)) for one in wire.articles()]
    return list(coder.code(pipeline, read, compare=True))


def _timed(stores, coded):
    found = []
    for store in stores:
        start = time.perf_counter()
        store.put_article(coded, seen=datetime.now(UTC))
        found.append(time.perf_counter() - start)
    return found


def _filled(folder, count, coded):
    path = folder / f"merging_{count}.db"
    there = path.exists()
    store = open_store(f"sqlite:///{path}", publish_threshold=0.4)
    store.migrate(tag_authority="127.0.0.1")
    if not there:
        start = time.perf_counter()
        with store.connections.write() as connection:
            connection.exec_driver_sql("PRAGMA cache_size = -1000000")
            rows = _reports(count, sorted({word for one in coded for word in one.profile["words"]}))
            while some := list(islice(rows, CHUNK)):
                _insert(connection, some)
        print(f"filled with {count:,} in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return store


def _insert(connection, some):
    seen = 1_700_000_000_000_000
    empty = {"non_events": "[]", "digest": "", "version": 1, "received": date(2026, 1, 1), "seen": seen}
    connection.execute(insert(articles), [{"id": f"art_{n:013}", "identity": str(n), **empty} for n, _ in some])
    text = {"digest": "", "seen": seen, "title": "", "text": "", "version": 1}
    connection.execute(insert(texts), [{"article_id": f"art_{n:013}", **text} for n, _ in some])
    kind = {"type": "shooting", "category": "violence-crime", "modality": "occurred"}
    report = {"key": "r1", "version": 1, "rank": 1, "body": "{}", **kind}
    connection.execute(
        insert(reports), [{"article_id": f"art_{n:013}", "sketch": json.dumps(sketch), **report} for n, sketch in some]
    )
    event = {"body": "{}", "version": 1, "status": "active", "confidence": 0.9, **kind}
    told = [{"id": f"evt_{n:013}", "published": seen + n, "updated": seen + n, **event} for n, _ in some]
    connection.execute(insert(events), told)
    pairs = [{"article_id": f"art_{n:013}", "version": 1, "key": "r1", "event_id": f"evt_{n:013}"} for n, _ in some]
    connection.execute(insert(event_reports), pairs)
    blocks = [{"block": b, "article_id": f"art_{n:013}", "key": "r1"} for n, sketch in some for b in merge.keys(sketch)]
    connection.execute(insert(report_keys), blocks)


def _reports(count, shared):
    """(number, sketch) of invented reports. One word in eight is of the articles that will be put beside them."""
    chance = random.Random(1)
    first = date(2024, 1, 1)
    for number in range(count):
        day = first.toordinal() + chance.randrange(DAYS)
        words = {
            f"w{int(chance.paretovariate(0.35)) % 300_000}": round(chance.uniform(0.05, 0.3), 3) for _ in range(40)
        }
        country = f"C{int(chance.paretovariate(0.6)) % 200}"
        family = chance.choice(FAMILIES)
        yield (
            number,
            {
                "article": f"art_{number:013}",
                "main": True,
                "type": f"{family}-1",
                "family": family,
                "days": [day, day],
                "night": None,
                "published": day,
                "received": day,
                "spots": [
                    [chance.uniform(-60, 60), chance.uniform(-180, 180), country, f"{country}-{chance.randrange(20)}"]
                ],
                "toll": {"killed": chance.randrange(20)},
                "own": dict(list(words.items())[:20]),
                "words": words,
                "names": dict.fromkeys(list(words)[:8], 5.0),
                "years": ["2025"],
                "marks": [chance.randrange(2**32) for _ in range(64)],
            },
        )


def _spot(chance, country):
    return [chance.uniform(-60, 60), chance.uniform(-180, 180), country, f"{country}-{chance.randrange(20)}"]


if __name__ == "__main__":
    sys.exit(main())
