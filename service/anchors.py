"""Finds, for a pattern, letters of which some must stand in any text that it matches: a cheap look before the search.

    "derail(?:ed|ment)|train{gap}crash"  ->  {"derail", "crash"}

Looking for a few hundred strings with `in` costs a twentieth of trying a few hundred patterns at every character.
"""

import re._parser as parser
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as constants

SHORTEST = 3  # letters; fewer are in every sentence
REMEMBERED = 20_000  # words of which it is known what they are worth

Anchors = frozenset[str] | None


class Sieve:
    """Tells which of many patterns are worth trying on a text. Most words were met before, so it is a look-up a word.

    >>> Sieve(["derail(?:ed|ment)", "(?:car|truck) bomb"]).worth("A bombing")
    {1}
    """

    def __init__(self, patterns: Iterable[str]):
        self._anchored: dict[str, set[int]] = {}
        self._bare: set[int] = set()
        for number, pattern in enumerate(patterns):
            anchors = of(pattern)
            for anchor in anchors or ():
                self._anchored.setdefault(anchor, set()).add(number)
            if not anchors:
                self._bare.add(number)
        self._held = lru_cache(REMEMBERED)(self._in_word)

    def worth(self, words: str) -> set[int]:
        """The numbers of the patterns that may match (ignoring case); the others cannot."""
        return self._bare.union(*map(self._held, words.lower().split()))  # no anchor has a blank in it

    def _in_word(self, word):
        return frozenset().union(*(numbers for anchor, numbers in self._anchored.items() if anchor in word))


def of(pattern: str) -> Anchors:
    """Lower-case strings, one of which is in every match of the pattern (ignoring case); None if there are none."""
    return _sequence(parser.parse(pattern))


def _sequence(parts) -> Anchors:
    """The best of what each part asks for: a match needs all the parts, so any one part's anchors will do."""
    found, letters = [], ""
    for operation, argument in parts:
        if operation is constants.LITERAL:
            letters += chr(argument)
            continue
        found.append(_literal(letters))
        letters = ""
        found.append(_part(operation, argument))
    found.append(_literal(letters))
    known = [anchors for anchors in found if anchors]
    return max(known, key=lambda anchors: (min(map(len, anchors)), -len(anchors)), default=None)


def _part(operation, argument) -> Anchors:
    if operation is constants.SUBPATTERN:
        return _sequence(argument[-1])
    if operation is constants.BRANCH:
        branches = [_sequence(branch) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else None
    if operation in (constants.MAX_REPEAT, constants.MIN_REPEAT) and argument[0] >= 1:
        return _sequence(argument[2])
    return None


def _literal(letters) -> Anchors:
    """Of a phrase the longest word: what is between words may be any white space."""
    word = max(letters.lower().split(), key=len, default="")
    return frozenset([word]) if len(word) >= SHORTEST else None
