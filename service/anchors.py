"""Finds, for a pattern, letters of which some must stand in any text that it matches: a cheap look before the search.

    "derail(?:ed|ment)|train{gap}crash"  ->  {"derailed", "derailment", "crash"}
    "(?:met|saw) the (?:king|queen)"     ->  {"met", "saw"} and {"king", "queen"}

Looking for a few hundred strings with `in` costs a twentieth of trying a few hundred patterns at every character.
"""

import re._parser as parser
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as constants

SHORTEST = 2  # letters; one is in every sentence
LONGEST = 40  # characters of a word that is worth remembering
MOST_WAYS = 6  # to write a run of letters: "n[’']t" has two
REMEMBERED = 30_000  # words of which it is known what they are worth

Anchors = frozenset[str] | None


class Sieve:
    """Tells which of many patterns are worth trying on a text. Most words were met before, so it is a look-up a word.

    >>> Sieve(["derail(?:ed|ment)", "(?:car|truck) bomb"]).worth("A car bombing")
    [1]
    """

    def __init__(self, patterns: Iterable[str]):
        self._anchored: dict[str, set[int]] = {}  # anchor -> numbers of the patterns that it makes worth a look
        self._bare: set[int] = set()  # patterns without any
        self._bits: dict[str, int] = {}  # anchor -> a bit for each set of anchors that it is in
        self._needs: list[int] = []  # the bits of all sets of a pattern
        bits: dict[frozenset, int] = {}
        for number, pattern in enumerate(patterns):
            needed = all_of(pattern)
            for anchor in _best(needed) or ():
                self._anchored.setdefault(anchor, set()).add(number)
            if not needed:
                self._bare.add(number)
            self._needs.append(sum({bits.setdefault(anchors, 1 << len(bits)) for anchors in needed}))
        for anchors, bit in bits.items():
            for anchor in anchors:
                self._bits[anchor] = self._bits.get(anchor, 0) | bit
        self._lengths = sorted({len(anchor) for anchor in self._bits})
        self._held: dict[str, tuple[int, frozenset[int]]] = {}  # words that hold anchors
        self._empty: set[str] = set()  # words that hold none

    def worth(self, words: str) -> list[int]:
        """The numbers of the patterns that may match (ignoring case), in their order; the others cannot."""
        held = [self._held.get(word) or self._look(word) for word in _words_of(words) - self._empty]
        held = [found for found in held if found]
        if not held:
            return sorted(self._bare)
        there = 0
        for bits, _ in held:
            there |= bits
        found = self._bare.union(*(numbers for _, numbers in held))
        return sorted(number for number in found if self._needs[number] & there == self._needs[number])

    def _look(self, word):
        """What a word holds, remembered."""
        found = self._in_word(word)
        if len(self._held) + len(self._empty) > REMEMBERED:
            self._held.clear()
            self._empty.clear()
        if len(word) <= LONGEST:
            if found:
                self._held[word] = found
            else:
                self._empty.add(word)
        return found

    def _in_word(self, word):
        """(bits, numbers) of the anchors in a word; None if there are none. Looking up its parts is cheaper than trying
        each anchor."""
        parts = {word[at : at + length] for length in self._lengths for at in range(len(word) - length + 1)}
        anchors = parts & self._bits.keys()
        if not anchors:
            return None
        bits = 0
        for anchor in anchors:
            bits |= self._bits[anchor]
        return bits, frozenset().union(*(self._anchored.get(anchor, ()) for anchor in anchors))


@lru_cache(maxsize=2048)  # many sieves are asked of one sentence
def _words_of(text):
    return frozenset(text.lower().split())  # no anchor has a blank in it


def of(pattern: str) -> Anchors:
    """Lower-case strings, one of which is in every match of the pattern (ignoring case); None if there are none."""
    return _best(all_of(pattern))


def all_of(pattern: str) -> list[frozenset[str]]:
    """Sets of such strings: of each, one is in every match."""
    return _needed(parser.parse(pattern))


def _best(needed) -> Anchors:
    return max(needed, key=lambda anchors: (min(map(len, anchors)), -len(anchors)), default=None)


def _needed(parts) -> list[frozenset[str]]:
    """What each part asks for: a match needs all the parts."""
    found, runs = [], [""]  # of letters, in all the ways that they can be written
    for operation, argument in parts:
        if characters := _characters(operation, argument, MOST_WAYS // len(runs)):
            runs = [run + character for run in runs for character in characters]
            continue
        if operation is constants.BRANCH and runs != [""]:  # the parser takes out what all branches begin with
            argument = (None, [[*_as_parts(run), *branch] for run in runs for branch in argument[1]])
        found += _words(runs)
        runs = [""]
        found += _part(operation, argument)
    return found + _words(runs)


def _characters(operation, argument, most):
    """The characters that a part of a pattern stands for, if it stands for one of a few."""
    if operation is constants.LITERAL:
        return [chr(argument)]
    if operation is constants.IN and len(argument) <= most and all(kind is constants.LITERAL for kind, _ in argument):
        return [chr(code) for _, code in argument]
    return []


def _as_parts(run):
    return [(constants.LITERAL, ord(character)) for character in run]


def _part(operation, argument) -> list[frozenset[str]]:
    if operation is constants.SUBPATTERN:
        return _needed(argument[-1])
    if operation is constants.BRANCH:
        branches = [_best(_needed(branch)) for branch in argument[1]]
        return [frozenset().union(*branches)] if all(branches) else []
    if operation in (constants.MAX_REPEAT, constants.MIN_REPEAT) and argument[0] >= 1:
        return _needed(argument[2])
    return []


def _words(runs) -> list[frozenset[str]]:
    """Of each phrase the longest word: what is between words may be any white space."""
    words = [max(run.lower().split(), key=len, default="") for run in runs]
    return [frozenset(words)] if min(map(len, words)) >= SHORTEST else []
