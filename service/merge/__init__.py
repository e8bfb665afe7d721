"""One event, many articles: which reports tell of the same event, and the one record that they make together.

    profile(article)                     the words that tell an article from others
    sketch(report, profile, article)     all that a report is compared by
    keys(sketch)                         only reports that share one of these are compared
    same_event(sketch, sketch)           how likely they are of one event, and why
    group(ids, score)                    those of one event together, whatever came first
    near_copy(profile, profile)          whether one article is the other, printed again

fusion.py makes one record of the reports of an event, corrections.py adds what persons set, changes.py says what is
new. Articles, reports and what they are to each other are kept by the store; here nothing is kept.
"""

from collections.abc import Iterable
from itertools import combinations, groupby

from service import lexicon
from service.merge import blocks, grouping, profiles, sketches
from service.merge.likeness import Likeness, same_event
from service.merge.profiles import near_copy

__all__ = [
    "SHAPE",
    "THRESHOLD",
    "Likeness",
    "group",
    "keys",
    "near_copy",
    "profile",
    "same_event",
    "sketch",
    "sketches_of",
]

THRESHOLD: float = lexicon.table("merge")["threshold"]

SHAPE = sketches.SHAPE
profile = profiles.of
sketch = sketches.of
sketches_of = sketches.of_all
keys = blocks.of


def group(ids: Iterable, scores: Iterable, *, together: Iterable = (), apart: Iterable = ()) -> list[list]:
    """The ids, (article, key) each, those of one event together; no two of one article are, unless a person says so.

    `scores` are (id, id, likeness) of each pair that is alike at all; `together` and `apart` pairs persons said so of.
    """
    ids = sorted(ids)
    own = [pair for _, of_one in groupby(ids, key=lambda each: each[0]) for pair in combinations(list(of_one), 2)]
    return grouping.group(ids, scores, THRESHOLD, together=together, apart=[*apart, *own])
