"""The words of lexicon/places.toml as patterns: what stands round a name, and what that says of it."""

import re
from functools import cache

from service import lexicon


@cache
def words(name: str) -> frozenset[str]:
    """A list of lexicon/places.toml."""
    return frozenset(lexicon.table("places")["words"][name])


def kinds() -> dict[str, str]:
    """What kind of place the word after a name asks for."""
    return lexicon.table("places")["kinds"]


@cache
def fine() -> re.Pattern:
    """The word after the name of something finer than a city."""
    return re.compile(rf"\s+({lexicon.alternation(words('fine'))})\b", re.IGNORECASE)


@cache
def fine_before() -> re.Pattern:
    """The word before it, and what else is listed: "the villages of Foua and "."""
    listed = r"(?:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?:, | and |, and ))*"
    return re.compile(rf"\b((?i:{lexicon.alternation(words('fine'))}))s? (?:of|called|named) (?:the )?{listed}$")


@cache
def links() -> re.Pattern:
    """What may stand between a place and what holds it: "Zurmat district, Paktya", "Idlib, in northern Syria"."""
    kind = rf"(?:\s+{lexicon.alternation(kinds())})?"
    apposed = rf",? (?:a|the) {lexicon.alternation(kinds())} (?:in|of) (?:\w+ern )?"
    inside = rf"\s*\(|,? in (?:the )?(?:\w+ern |\w+ )?(?:\w+ of )?|{apposed}"
    return re.compile(rf"{kind}(?:,\s+|{inside})", re.IGNORECASE)


@cache
def never() -> frozenset[str]:
    """Words that are no place by themselves, in whatever company: "Al", "Southern", "March"."""
    return frozenset(word.lower() for name in ("articles", "modifiers", "calendar") for word in words(name))


@cache
def not_places() -> re.Pattern:
    """Names that are those of towns, and of something better known: "White House"."""
    return lexicon.matcher(words("not_places"))


@cache
def kin_before() -> re.Pattern:
    """Somebody's kin or friend before a name, or before its first names: "his late sister, ", "her husband Lance "."""
    whose, kin = lexicon.alternation(words("whose")), lexicon.alternation(words("kin"))
    return re.compile(rf"\b(?i:{whose} (?:\w+ )?{kin}),? (?:[A-Z][\w’'-]+ )*\Z")


@cache
def modifiers() -> re.Pattern:
    """What may stand before a name in one entity: "the northern ", "City of "."""
    return re.compile(
        rf"(?:(?:{lexicon.alternation(words('modifiers'))}|(?:the )?\w+ of(?: the)?)[ -]+)*", re.IGNORECASE
    )


@cache
def appendix() -> re.Pattern:
    """What may stand after it: the word for its kind, a possessive, another place."""
    return re.compile(rf"(?:['’]s?\b)?(?:$|[,(/–-]|\s+and\b|\s*{lexicon.alternation(kinds())}\b)", re.IGNORECASE)


@cache
def street_after() -> re.Pattern:
    """What makes a street of a name: "Howard Street", "Myrtle and Cedar Grove streets"."""
    return re.compile(rf"(?: and (?:[A-Z]\w+ ){{1,2}}| ){lexicon.alternation(words('streets'))}\b")


@cache
def venue_after() -> re.Pattern:
    """What makes a house of a name: "the Southland Mall"."""
    return re.compile(rf" (?:[A-Z]\w+ )?(?:{'|'.join(words('venues'))})\b")


@cache
def street_before() -> re.Pattern:
    """ "the 900 block of North ", "the corner of Myrtle and "."""
    points = r"(?:(?:North|South|East|West)\w* |[NSEW]\. )?"
    return re.compile(rf"\b{lexicon.alternation(words('blocks'))} {points}(?:\w+ and )?$")


@cache
def common() -> frozenset[str]:
    """Words that news writes small, too."""
    return frozenset(lexicon.table("places")["words"]["common"].split())


@cache
def locative() -> re.Pattern:
    """The words before a name that make it a place: "in ", "the outskirts of "."""
    return re.compile(rf"\b{lexicon.alternation(words('locative'))}\s+(?:the\s+)?$")
