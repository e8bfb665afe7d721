"""Finds, for a pattern, letters of which some must stand in any text that it matches: a cheap look before the search.

    "derail(?:ed|ment)|train{gap}crash"  ->  {"derail", "crash"}

Looking for a few hundred strings with `in` costs a twentieth of trying a few hundred patterns at every character.
"""

import re._parser as parser
from re import _constants as constants

SHORTEST = 3  # letters; fewer are in every sentence

Anchors = frozenset[str] | None


def of(pattern: str) -> Anchors:
    """Lower-case strings, one of which is in every match of the pattern (ignoring case); None if there is no such set."""
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
