"""Reads a number off who is told of by his place: "a seventh victim has died" says that seven did."""

import re
from functools import cache

from service import lexicon
from service.records import Mention

FEW = 2  # "a second victim" is a person of his own: the first may be alive


def last(persons: list[Mention]) -> Mention | None:
    """The mention that says of most people that they share its fate, of those told of one by one; None if it tells of
    no more than these. "The third man died" is no such: he may be the third of those who were hit."""
    told = [m for m in persons if place(m) > max(FEW, len(persons)) and not _words(m).startswith("the ")]
    return max(told, key=place, default=None)


def place(mention: Mention) -> int:
    """The number of "a fourth" or "a fourth victim", 0 without one; "a third grade teacher" is no third."""
    match = _pattern().fullmatch(_words(mention))
    return lexicon.table("toll")["ordinals"][match["place"]] if match else 0


def as_value(mention: Mention) -> dict:
    """The figure that a place stands for."""
    number = place(mention)
    return {"low": number, "best": number, "high": number, "words": mention.value["words"]}


def _words(mention):
    return mention.value["_people"][0].words.lower()


@cache
def _pattern():
    table = lexicon.table("toll")
    places, people = lexicon.alternation(table["ordinals"]), lexicon.alternation(table["people"]["generic"])
    return re.compile(rf"(?:an?|the)\s(?P<place>{places})(?:(?:\s\w+ing)?\s{people})?")
