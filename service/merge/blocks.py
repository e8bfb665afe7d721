"""The blocks that a report lies in: only reports that share one are compared, so that a store may grow for ever.

One of the rare words within days of each other, or the family of an event in a place within a day or two. Windows
overlap by half, so that what is close in time shares one whatever the day it begins on.
"""

from collections.abc import Iterator

from service.merge.profiles import common

WORDS, NAMES = 16, 6  # that make a block each
RARE = 1.0  # per cent of articles that such a word may stand in
WEEK, DAYS = 8, 2  # lengths of windows


def of(sketch: dict) -> list[str]:
    """The names of the blocks."""
    return sorted({*_by_words(sketch), *_by_place(sketch)})


def _by_words(sketch) -> Iterator[str]:
    heaviest = sorted(sketch["words"], key=lambda word: (-sketch["words"][word], word))
    words = [word for word in heaviest[:WORDS] if common(word) <= RARE] + list(sketch["names"])[:NAMES]
    day = sketch["published"] or sketch["received"]
    for window in _windows(day, day, WEEK):
        for word in words:
            yield f"w {word[:60]} {window}"


def _by_place(sketch) -> Iterator[str]:
    if not sketch["days"] or sketch["type"] == "other":
        return
    first, last = sketch["days"]
    for window in _windows(first, min(last, first + 7), DAYS):
        for _, _, country, division in sketch["spots"]:
            if country:
                yield f"e {sketch['family']} {country} {(division or '')[:30]} {window}"


def _windows(first, last, length) -> list[str]:
    """The windows of both grids that the days touch."""
    half = length // 2
    return sorted(
        {f"a{day // length}" for day in range(first, last + 1)}
        | {f"b{(day + half) // length}" for day in range(first, last + 1)}
    )
