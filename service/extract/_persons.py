"""Turns a noun into the people it stands for: "two teenagers" are two, "a mother and her son" are one and one,
"John Smith, 34," is one, a dog is none.

Any noun may be a victim ("a barista"), so the lists of lexicon/toll.toml say what is no person rather than what is one.
A single person keeps what tells one from another (name, age, sex, part played) for _victims.py.
"""

import re
from dataclasses import dataclass
from functools import cache

from service import lexicon
from service.extract import _groups, _identity, _nouns
from service.extract._identity import Person
from service.extract._nouns import is_word, words
from service.extract._numbers import Count

OF = 60  # characters between the two numbers of "one of the three"
NOUNS = ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET")
NOT_PERSONS = frozenset(
    {"GPE", "LOC", "FAC", "DATE", "TIME", "MONEY", "PERCENT", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}
)


@dataclass(frozen=True, slots=True)
class People:
    """Some people: characters of the text, how many, whether a number is written, and of which groups they are."""

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    words: str
    explicit: bool = False
    of: tuple[tuple[str, int], ...] = ()
    partitive: bool = False  # "two of them"
    other: bool = False  # "two others"
    known: bool = False  # "the two men", "they"
    person: Person | None = None  # of one person alone

    @property
    def pronoun(self) -> bool:
        """Whether nothing but "he" or "her" stands for them."""
        return self.words.lower() in words("pronouns")

    @property
    def number(self) -> int:
        """The figure to reckon with."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), 0)


def is_part(text: str, end: int) -> bool:
    """Whether the number that ends here is part of another: "two of the victims"."""
    return bool(_partitive().match(text, end, end + 60))


def heads(count: Count, noun: str) -> tuple[int | None, int | None, int | None]:
    """The bounds of a count of people: of 200 families it is known only that they are 200 people or more."""
    if noun.split()[-1:] and noun.split()[-1].lower().strip(",.") in words("households"):
        return count.low if count.low is not None else count.best, None, None
    return count.low, count.best, count.high


def people_of(token, counts: list[Count], text: str) -> People | None:
    """The people that one noun stands for; None if they are no people, or nobody can tell how many."""
    if text[token.idx + len(token) : token.idx + len(token) + 1] == ":":  # "Police: Man killed"
        said = [
            child
            for child in token.children
            if child.dep_ in ("appos", "dep", "conj") and child.i > token.i and child.pos_ in NOUNS
        ]
        return people_of(said[0], counts, text) if said else None
    if any(character.isdigit() for character in token.text) and not token.text.isdigit():
        return None  # "AK-47s"
    if token.ent_type_ in NOT_PERSONS and token.pos_ == "PROPN" and not _identity.has_age(token, text):
        return None
    if token.lower_ in words("nobody") or token.idx >= len(text):
        return None
    if is_word("reflexives", token) and token.dep_ == "conj":  # "killed his wife and himself"
        return _people(token, text, 1, 1, 1, person=Person(sex="m" if is_word("male", token) else "f"))
    if any(child.lower_ in ("each", "how") for child in token.lefts):
        return None  # "each guest has a wound": they are told of before; "how many died": nobody knows
    if token.lower_ == "old" or token.lower_ == "year-old":
        return _aged(token, text)
    if (is_word("not_people", token) and not is_word("surely", token)) or is_word("reflexives", token):
        return None
    count = _count_of(token, counts)
    if (
        count
        and count.words.lower() == "both"
        and token.idx >= count.end
        and any(part.i > token.i for part in token.conjuncts)
    ):
        count = None  # "both Roe and his daughter" are no two and one
    if count and token.idx < count.end and _of_things(token):
        return None
    if count:
        count = _part_of(count, counts, text)
        return _counted(token, count, text)
    if token.lower_ in words("all"):  # "the bodies of the dead"
        return _people(token, text, None, None, None, known=True)
    if token.pos_ == "PRON" or token.lower_ in ("both", "another", "others", "all"):
        return _pronoun(token, text)
    if is_word("several_of", token):
        return _people(token, text, 2, 2, 2, person=None)
    if token.pos_ == "PROPN":
        return _named(token, text)
    if token.pos_ in ("NOUN", "ADJ") and token.tag_ in ("NN", "JJ", "NNP"):
        return _single(token, text)
    if token.tag_ in ("NNS", "NNPS"):
        return _plural(token, text)
    return None


def _aged(token, text):
    """ "A 24-year-old was shot": an age is a person."""
    if not _identity.AGE_BEFORE.search(text, max(0, token.idx - 24), token.idx + len(token)):
        return None
    return _people(token, text, 1, 1, 1, person=_identity.of(token, text))


def _counted(token, count, text):
    """People with a number: the number may be the noun itself ("killing eight", "one of the men")."""
    end = max(count.end, token.idx + len(token))
    number = count.best or count.low or 0
    partitive = is_part(text, count.end)
    other = bool(re.search(r"\bothers?\b", text[count.start : end])) or other_before(text, count.start)
    known = bool(re.match(r"(?:the|these|those|both)\b", count.words, re.IGNORECASE)) or _nouns.has_the(token)
    if partitive and number == 1:
        known = False
    person = None
    if number == 1 and count.words.lower() in ("one", "1", "at least one"):
        person = _identity.of(token, text, other=other) if token.idx >= count.end else Person(other=other)
    of = _groups.right_after(text[count.end : end], number) or _group(token, number)
    low, best, high = heads(count, text[count.end : end])
    return People(
        count.start, end, low, best, high, count.words, True, of, partitive, other, known and number != 1, person
    )


def _of_things(number):
    """ "Injuring one of the family's dogs"."""
    whole = [
        child for prep in number.children if prep.dep_ == "prep" and prep.lower_ == "of" for child in prep.children
    ]
    return any(is_word("not_people", noun) and not is_word("surely", noun) for noun in whole)


def _part_of(count, counts, text):
    """Of "one of three people" the one, whatever noun the parser chose."""
    for other in counts:
        if 0 < count.start - other.end <= OF and re.fullmatch(
            r"\s+of\s+(?:the\s+|his\s+|her\s+|their\s+)?", text[other.end : count.start]
        ):
            return other
    return count


def _pronoun(token, text):
    if is_word("pronouns", token):
        sex = "m" if is_word("male", token) else "f"
        return _people(token, text, 1, 1, 1, person=Person(sex=sex, known=True))
    if token.lower_ == "another":
        return _people(token, text, 1, 1, 1, person=Person(other=True), other=True)
    if token.lower_ == "others":
        return _people(token, text, 2, None, None, other=True)
    if token.lower_ == "both":
        return People(token.idx, token.idx + 4, 2, 2, 2, token.text, True, known=True)
    if is_word("plural_pronouns", token):
        return _people(token, text, None, None, None, known=True)
    return None


def _named(token, text):
    """A proper name: a person's, if nothing says that it is a place or a body. "Officer Jane Roe" is of the police, "a
    Liberation Front of Norland commander" a commander."""
    for prep in token.rights:
        if prep.lower_ == "of" and (last := next((t for t in prep.rights if is_word("leader", t)), None)):
            return _people(last, text, 1, 1, 1, person=_identity.of(last, text))
    if is_word("not_people", token) or (token.text.isupper() and len(token.text) > 1 and token.ent_type_ == "ORG"):
        return None
    if token.ent_type_ == "ORG" and not _identity.has_age(token, text):
        return None
    if not token.text[:1].isupper() or (token.text.isupper() and len(token) > 3 and not token.sent.text.isupper()):
        return None
    if is_word("surely", token):
        return _single(token, text)
    return _people(token, text, 1, 1, 1, person=_identity.of(token, text))


def _single(token, text):
    """A common noun in the singular: one person, if it has an article or is a noun of people for sure."""
    surely = is_word("surely", token) or any(is_word(name, token) for name in ("suspect", "police", "leader", "child"))
    has_article = any(child.dep_ in ("det", "poss", "nummod") for child in token.lefts)
    if token.lower_ == "family" or is_word("crowds", token):
        return None
    if not surely and not has_article:
        return None
    if token.pos_ == "ADJ" and not surely:
        return None
    if any(child.lower_ == "no" for child in token.lefts):
        return People(
            token.left_edge.idx,
            token.idx + len(token),
            0,
            0,
            0,
            text[token.left_edge.idx : token.idx + len(token)],
            True,
        )
    person = _identity.of(token, text)
    return _people(token, text, 1, 1, 1, person=person, other=person.other)


def _plural(token, text):
    """People without a number: more than one if new ("killed civilians"), those known if they have an article."""
    if any(child.lower_ == "no" for child in token.lefts):
        return People(
            token.left_edge.idx,
            token.idx + len(token),
            0,
            0,
            0,
            text[token.left_edge.idx : token.idx + len(token)],
            True,
        )
    if is_word("pairs", token) and any(child.dep_ == "poss" for child in token.lefts):  # "his parents"
        return _people(token, text, 2, 2, 2)
    known = _nouns.has_the(token) or any(child.dep_ == "poss" for child in token.lefts)
    if not is_word("surely", token) and token.lemma_.lower() not in lexicon.table("toll")["people"]["groups"]:
        return None
    return _people(token, text, None if known else 2, None, None, known=known, other=_nouns.is_other(token))


def _people(token, text, low, best, high, *, person=None, other=False, known=False):
    left = token.left_edge.idx if token.left_edge.i > token.i - 8 else token.idx
    end = token.idx + len(token)
    number = best or low or 0
    return People(left, end, low, best, high, text[left:end], False, _group(token, number), False, other, known, person)


def other_before(text: str, start: int) -> bool:
    """Whether the number at `start` comes on top of others: "another two"."""
    return bool(re.search(r"(?:another|other|additional)\s$", text[max(0, start - 12) : start], re.IGNORECASE))


def _count_of(token, counts):
    """The count that numbers a noun: the noun itself ("killing eight", "dozens of people"), beside it on the left, or
    within it ("a family of five")."""
    for count in counts:
        if count.start <= token.idx < count.end:
            return count
    for child in token.lefts:
        if (
            child.dep_ in ("nummod", "amod", "det", "quantmod", "advmod", "predet", "compound", "nmod")
            or child.pos_ == "NUM"
        ):
            for count in counts:
                if count.start <= child.idx < count.end and token.idx - count.end < 60:
                    return count
        if child.dep_ == "poss" and token.tag_ in ("NNS", "NNPS"):  # "two sheriff's deputies"
            for grandchild in child.lefts:
                for count in counts:
                    if count.start <= grandchild.idx < count.end:
                        return count
    if is_word("crowds", token):
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                for grandchild in child.children:
                    for count in counts:
                        if count.start <= grandchild.idx < count.end:
                            return count
    return None


def _group(token, number):
    return _groups.of_noun(token.lower_, number) or _groups.of_noun(token.lemma_, number)


@cache
def _partitive():
    return re.compile(rf"\s+(?:{'|'.join(lexicon.table('toll')['out']['partitive'])})(?!\w)", re.IGNORECASE)
