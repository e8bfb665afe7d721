"""`make bench`: how fast articles are coded, beside the model's own default pipeline on the same texts.

    python -m bench [--rounds N] [ARTICLES.jsonl ...]      without files: the golden articles of the tests

Both sides run in this process, in turns and on one thread, and seconds are the processor's; the median of the rounds
and their spread are printed.
"""

import argparse
import json
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from service.config import Config, one_blas_thread
from service.records import Article

GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
TURN = 64  # articles
COPIES = 16  # the golden articles are few; each is read so many times in a round


def main() -> int:
    """Print one line per set of texts."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    one_blas_thread()
    import spacy  # with numpy, which reads how many threads it may have

    from service.pipeline import Pipeline

    model = Config.from_environment().spacy_model
    pipeline, default = Pipeline(model), spacy.load(model)
    sets = {path.parent.name or path.stem: _from_lines(path) for path in args.files} or {"golden": _golden()}
    for name, articles in sets.items():
        _compare(name, articles, pipeline, default, args.rounds)
    return 0


def _compare(name, articles, pipeline, default, rounds):
    from service import coder

    def ours(part):
        for _ in coder.code(pipeline, part):
            pass

    def theirs(part):
        for _ in default.pipe(article.reading for article in part):
            pass

    seconds = [_round(articles, ours, theirs) for _ in range(rounds + 1)][1:]  # the first round fills caches
    ratios = [model / coder_ for coder_, model in seconds]
    rate = len(articles) / statistics.median(coder_ for coder_, _ in seconds)
    print(
        f"{name}: {len(articles)} articles, {rate:.1f} articles/s coded; "
        f"{statistics.median(ratios):.2f} times the model's default pipeline "
        f"(spread {min(ratios):.2f} to {max(ratios):.2f} over {rounds} rounds)"
    )


def _round(articles, *workers):
    """Seconds of the processor that each worker took for all articles. They take turns every few articles, so that a
    machine that slows down slows down both."""
    seconds = [0.0] * len(workers)
    for first in range(0, len(articles), TURN):
        for number, work in enumerate(workers):
            start = time.process_time()
            work(articles[first : first + TURN])
            seconds[number] += time.process_time() - start
    return seconds


def _golden():
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.glob("*/article.json"))]
    return [_article(f"{number}", row) for number, row in enumerate(rows * COPIES)]


def _from_lines(path):
    with path.open(encoding="utf-8") as lines:
        return [_article(row["id"], row) for row in map(json.loads, lines) if row["text"].strip()]


def _article(name, row):
    published = row.get("published")
    return Article(
        name,
        row["text"],
        date(2026, 12, 31),
        title=row.get("title") or "",
        published=date.fromisoformat(published[:10]) if published else None,
    )


if __name__ == "__main__":
    sys.exit(main())
