"""Says how much of an article's words are those of sport, screen, games or markets, where "shooting" and "crash" mean
other things."""

import re
from functools import cache

from service import lexicon
from service.records import Reading

FEW, MANY = 0.02, 0.06  # shares of such words: up to the first none of it counts, from the second all of it
DIFFERENT = 3  # words of one topic that make it one: a bomb in a vegetable market is no news of the stock exchange


def foreign(reading: Reading) -> float:
    """From 0 (an article like any other) to 1 (one that is full of words of one such topic)."""
    words = re.findall(r"[\w-]+", reading.text.lower())
    if not words:
        return 0.0
    found = [[word for word in words if word in topic] for topic in _topics()]
    most = max(len(of_one) if len(set(of_one)) >= DIFFERENT else 0 for of_one in found)
    return min(1.0, max(0.0, (most / len(words) - FEW) / (MANY - FEW)))


@cache
def _topics():
    return [frozenset(words) for words in lexicon.table("topic").values()]
