"""Finds of what groups the harmed are: "three children" are children, and so are three of "nine people, including three
children" and of "Three of the dead were children"."""

import re
from collections.abc import Iterator
from functools import cache

from service import lexicon
from service.extract import _numbers

REACH = 90  # characters after a number in which "including" still speaks of it

Groups = tuple[tuple[str, int], ...]


def of_noun(word: str, number: int) -> Groups:
    """((group, how many),) of so many people of a noun; nothing if the noun makes no group.

    >>> of_noun("children", 2), of_noun("people", 2)
    ((('children', 2),), ())
    """
    group = _groups().get(word.lower().strip(",.;"))
    return ((group, number),) if group and number else ()


def right_after(words: str, number: int) -> Groups:
    """The same for the words right after a number: "two young children still missing"."""
    for word in words.split()[:2]:
        if found := of_noun(word, number):
            return found
    return ()


def opens_list(text: str, start: int, end: int) -> bool:
    """Whether people told apart follow a number: "two rebels, including a commander"."""
    return bool(_pattern("including").match(text, start, end))


def included(text: str, start: int, end: int) -> Groups:
    """The groups told apart of a number that ends at `start`: ", including three children and a fireman"."""
    opening = _pattern("including").match(text, start, min(end, start + REACH))
    if opening is None:
        return ()
    limit = min(end, opening.end() + REACH)
    found = []
    for count in _numbers.counts(text, opening.end(), limit):
        if (number := count.best or count.low) and (
            noun := re.compile(r"(?:\s+[\w-]+){1,2}").match(text, count.end, limit)
        ):
            found += right_after(noun[0], number)
    for single in _pattern("single").finditer(text, opening.end(), limit):
        found += of_noun(single["noun"], 1)
    return tuple(found)


def told_apart(text: str, start: int, end: int) -> Iterator[tuple[str, int, int, Groups]]:
    """(kind, characters, groups) of "Three of the dead were children"."""
    for match in _pattern("were").finditer(text, start, end):
        counts = _numbers.counts(text, match.start(), match.end("number"))
        number = counts and (counts[-1].best or counts[-1].low)
        for kind in ("killed", "injured"):
            if number and _harmed(kind).search(match["whom"]):
                yield kind, match.start(), match.end(), of_noun(match["noun"], number)


@cache
def _groups():
    """Group names by every form of their nouns: "children", "child"."""
    people = lexicon.table("toll")["people"]
    forms = dict(people["groups"])
    forms |= {noun + "s": group for noun, group in people["groups"].items()}
    return forms | {
        plural: people["groups"][noun] for plural, noun in people["plurals"].items() if noun in people["groups"]
    }


@cache
def _pattern(name):
    nouns = lexicon.alternation(_groups())
    opening = lexicon.alternation(lexicon.table("toll")["groups"]["openings"])
    patterns = {
        "including": rf"[^.;]{{0,60}}?\b{opening}\b",
        "single": rf"\b(?:an?|his|her|their)\s+(?:[\w-]+\s+){{0,3}}?(?P<noun>{nouns})\b",
        "were": rf"(?P<number>[\w-]+)\s+of\s+(?P<whom>(?:the|those)\s+(?:[\w-]+\s+)?[\w-]+)"
        rf"\s+(?:were|was|are|is)\s+(?P<noun>{nouns})\b",
    }
    return re.compile(patterns[name], re.IGNORECASE)


@cache
def _harmed(kind):
    return lexicon.matcher(lexicon.table("toll")["groups"][kind])
