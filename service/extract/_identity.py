"""Reads what tells one person from another: name, age, sex, part played, and whether he was told of before."""

import re
from dataclasses import dataclass

from service.extract._nouns import has_the, is_other, is_word, words
from service.extract._numbers import number_of

AGE_BEFORE = re.compile(r"\b(\d{1,2}|[a-z]+(?:-[a-z]+)?)[-\s–](year|month|week|day)s?[-\s–]olds?\b", re.IGNORECASE)
AGE_AFTER = re.compile(r"(?:,\s|\s\(|,?\saged?\s)(\d{1,2})(?=[,;.)]|\s(?:of|was|were|died|and|who)\b)")


@dataclass(frozen=True, slots=True)
class Person:
    """What the text says of one person, to tell him from the next."""

    names: frozenset[str] = frozenset()
    age: int | None = None
    sex: str = ""  # m | f | unknown
    part: str = ""  # police | suspect | leader | unknown
    grown: str = ""  # child | adult | unknown
    known: bool = False  # "the man", "he": somebody told of before
    other: bool = False  # "another man", "a second victim"

    @property
    def is_told_apart(self) -> bool:
        """Whether anything tells this person from the next."""
        return bool(self.names or self.age or self.part or self.grown)


def of(token, text: str, *, other: bool = False) -> Person:
    """What the text says of the person that a noun names."""
    left = token.left_edge.idx if token.left_edge.i > token.i - 12 else token.idx
    end = token.idx + len(token)
    number = _age(text, left, end)
    mods = [token, *(child for child in token.lefts if child.dep_ in ("amod", "compound", "nmod", "poss"))]
    own = [token for token in mods if token.dep_ != "poss" or token is mods[0]]
    sex = next((sex for sex, name in (("m", "male"), ("f", "female")) if any(is_word(name, t) for t in own)), "")
    part = next((name for name in ("police", "leader", "suspect") if any(is_word(name, t) for t in own)), "")
    if not part and any(t.lower_ in words("titles") for t in mods):
        part = "police"
    grown = "child" if is_word("child", token) else "adult" if is_word("adult", token) else ""
    if number is not None:
        grown = "child" if number < 13 else "adult" if number > 20 else ""
    names = frozenset()
    if token.pos_ == "PROPN" and not is_word("surely", token):
        names = frozenset(t.lower_ for t in mods if t.pos_ == "PROPN" and len(t) > 2)
        if len(names) == 1 and token.is_sent_start and not re.search(rf"[\w,]\s{re.escape(token.text)}\b", text):
            names = frozenset()  # "Rapper shot dead": a capital at the beginning makes no name
    known = token.pos_ != "PROPN" and has_the(token)
    other = other or (is_other(token) and not (known and not is_word("generic", token)))  # not "the other driver"
    return Person(names, number, sex, part, grown, known, other)


def has_age(token, text: str) -> bool:
    """Whether an age is given with a name, which then is a person's: "2-year-old Nova Roe", "Nova Roe, 34,"."""
    return _age(text, token.left_edge.idx, token.idx + len(token)) is not None


def _age(text, left, end):
    """The age of a person, in years: before the noun, or after it."""
    if match := AGE_BEFORE.search(text, left, end):
        years = number_of(match[1]) if match[2].lower() == "year" else 0
        return years if years or match[2].lower() != "year" else None
    match = AGE_AFTER.match(text, end)
    return int(match[1]) if match else None
