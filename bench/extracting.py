"""Coding articles, beside the model's own default pipeline on the same texts.

Both run in this process, in turns and on one thread, and seconds are the processor's: what is compared is work, not how
busy the machine is.
"""

import statistics
import time
from collections.abc import Iterator

from bench import texts
from bench.table import Row, Setting
from service.config import Config

TURN = 64  # articles
TARGETS = {"mixed news": 8.0, "dense event news": 1.5}


def rows(setting: Setting) -> Iterator[Row]:
    """One row per set of texts."""
    import spacy

    from service.pipeline import Pipeline

    model = Config.from_environment().spacy_model
    pipeline, default = Pipeline(model), spacy.load(model)
    for name, articles in _sets(setting).items():
        yield _compared(name, articles, pipeline, default, setting.rounds)


def _sets(setting):
    count = 16 if setting.quick else 256
    sets = {"mixed news": texts.mixed(count), "dense event news": texts.dense(count)}
    return sets | {f"{path.parent.name}/{path.name}": texts.of_file(path) for path in setting.files}


def _compared(name, articles, pipeline, default, rounds):
    from service import coder

    def ours(part):
        for _ in coder.code(pipeline, part):
            pass

    def theirs(part):
        for _ in default.pipe(article.reading for article in part):
            pass

    seconds = [_round(articles, ours, theirs) for _ in range(rounds + 1)][1:]  # the first round fills caches
    rate = len(articles) / statistics.median(mine for mine, _ in seconds)
    ratios = [model / mine for mine, model in seconds]
    figures = f"{rate:.0f} articles/s coded, {len(articles)} articles"
    return Row(f"extract, {name}", "model's default pipeline", ratios, TARGETS.get(name), figures=figures)


def _round(articles, *workers):
    """Seconds of the processor that each worker took for all articles, in turns every few articles."""
    seconds = [0.0] * len(workers)
    for first in range(0, len(articles), TURN):
        for number, work in enumerate(workers):
            start = time.process_time()
            work(articles[first : first + TURN])
            seconds[number] += time.process_time() - start
    return seconds
