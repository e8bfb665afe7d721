"""Answers a second over HTTP, a 304 and a feed asked for before, beside a bare Flask "hello" under the same gunicorn.

Both servers run side by side with two workers, and are asked in turns. The store holds the articles of
tests/wire.
"""

import tempfile
from collections.abc import Iterator

from bench import asking
from bench.table import Row, Setting, in_turns
from tests import wire
from tests.serving import environment, serving

FEED = "/feeds/events.atom"


def rows(setting: Setting) -> Iterator[Row]:
    """A row for each kind of answer."""
    articles = wire.articles()[: 5 if setting.quick else None]
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(f"sqlite:///{folder}/dateline.db", LOG_LEVEL="warning")
        port = int(environ["PORT"])
        with asking.hello() as bare, serving(environ):
            asking.posted(port, articles)
            tag = asking.get(port, FEED)[0]["ETag"]
            found = in_turns(
                setting.rounds,
                lambda: asking.rate(bare, "/", {}, setting.seconds),
                lambda: asking.rate(port, FEED, {"If-None-Match": tag}, setting.seconds, 304),
                lambda: asking.rate(port, FEED, {}, setting.seconds),
            )
    for name, column, target in (("304", 1, 0.7), ("feed asked for before", 2, 0.5)):
        ratios = [one[column] / one[0] for one in found]
        fastest = max(one[column] for one in found)
        yield Row(name, "bare Flask hello", ratios, target, figures=f"up to {fastest:.0f} a second")
