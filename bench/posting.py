"""Articles posted over HTTP to two workers, commit and merge included, beside twice what one process codes a second.

The one process codes the same articles and does nothing else, while the server waits; then the server is sent them by
eight clients, which take their share of the same two cores: an article a request, then many as lines in four bodies.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from functools import cache, partial
from itertools import count, islice
from multiprocessing import get_context

from bench import asking, texts
from bench.table import Row, Setting, in_turns
from service.config import Config, one_blas_thread
from tests.serving import environment, serving

WORKERS = 2


HOW = (("", asking.posted), (" as NDJSON", partial(asking.posted_as_lines, bodies=2 * WORKERS)))


def rows(setting: Setting) -> Iterator[Row]:
    """A row for each kind of news and way to post. Each round has articles of its own: what was sent before would join
    its events."""
    most = 8 if setting.quick else 192
    rounds = len(HOW) * (setting.rounds + 1)
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as one:
        environ = environment(f"sqlite:///{folder}/dateline.db", LOG_LEVEL="warning", WEB_CONCURRENCY=str(WORKERS))
        with serving(environ):
            numbers = count()
            for name, articles in _sets(setting, most * rounds).items():
                fresh = Rounds(articles, min(most, len(articles) // rounds))
                for how, post in HOW:

                    def alone(fresh=fresh):
                        return one.apply(coded, (fresh.next(),))

                    def served(fresh=fresh, post=post):
                        return post(int(environ["PORT"]), [texts.sent(each, next(numbers)) for each in fresh.now])

                    yield _row(f"POST /articles{how}, {name}", setting, alone, served)


def _row(name, setting, alone, served):
    in_turns(1, alone, served)  # so that all caches are full
    found = in_turns(setting.rounds, alone, served)
    ratios = [many / (WORKERS * one) for one, many in found]
    rate, least = (statistics.median(column) for column in zip(*found, strict=True))
    figures = f"{least:.0f} articles/s posted, {rate:.0f} coded by one process"
    return Row(name, "2 x coding in one process", ratios, 0.85, figures=figures)


def _sets(setting, count):
    sets = {"mixed news": texts.mixed(count), "dense event news": texts.dense(count)}
    return sets | {f"{path.parent.name}/{path.name}": texts.of_file(path) for path in setting.files}


class Rounds:
    """Articles, so many at a time: `now` are those of this round."""

    def __init__(self, articles: list, some: int):
        self._left = iter(articles)
        self._some, self.now = some, []

    def next(self) -> list:
        self.now = list(islice(self._left, self._some))
        return self.now


def coded(articles: list) -> float:
    """Articles a second that one process codes, by the clock."""
    from service import coder

    pipeline = _pipeline()
    start = time.perf_counter()
    for _ in coder.code(pipeline, articles, compare=True):
        pass
    return len(articles) / (time.perf_counter() - start)


@cache
def _pipeline():
    one_blas_thread()
    from service.pipeline import Pipeline

    return Pipeline(Config.from_environment().spacy_model)
