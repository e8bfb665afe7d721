"""Turns a noun into the people it stands for: "two teenagers" are two, "a mother and her son" are one and one,
"John Smith, 34," is one, a dog is none.

Any noun may be a victim ("a barista"), so the lists of lexicon/toll.toml say what is no person rather than what is one.
A single person keeps what tells one from another (name, age, sex, part played) for _victims.py.
"""

import re
from dataclasses import dataclass
from functools import cache

from service import lexicon
from service.extract._numbers import Count, number_of

NOUNS = ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET")
AGE_BEFORE = re.compile(r"\b(\d{1,2}|[a-z]+(?:-[a-z]+)?)[-\s–](year|month|week|day)s?[-\s–]olds?\b", re.IGNORECASE)
AGE_AFTER = re.compile(r"(?:,\s|\s\(|,?\saged?\s)(\d{1,2})(?=[,;.)]|\s(?:of|was|were|died|and|who)\b)")
FAR = 70  # characters between coordinated nouns, beyond which they are in different clauses
HOME = re.compile(r",\s\d{1,3},\s\Z")  # "Jane Roe, 34, Springfield, died"
NEXT = 40  # characters between coordinated nouns, beyond which two that look alike are one person told twice
NOT_PERSONS = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME", "MONEY", "PERCENT", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"})


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


def behind(token, counts: list[Count], text: str) -> list[People]:
    """The people that a noun and the nouns coordinated with it stand for, one entry for each noun."""
    if token.i + 2 < len(token.doc) and token.nbor(1).text == "-":
        token = token.nbor(2)  # "a sub-commander", which the parser may halve
    found = [people for part in _conjuncts(token) if (people := _one(part, counts, text)) is not None]
    if found and found[0].high == 0:
        return found[:1]  # "no women or children were hurt"
    found = _near(found + _listed(token, found, counts, text))
    found = [p for p in found if p is found[0] or not _same_again(found[0], p)]
    found = [p for p in found if p is found[0] or not HOME.search(text[max(0, p.start - 8) : p.start])]
    return [p for p in found if p is found[0] or p.person is None or p.person != found[0].person or p.start - found[0].end < NEXT]


def _listed(token, found, counts, text):
    """"One officer, four soldiers and three civilians" is a list, though the parser takes the soldiers for an aside; "two
    people, a man and a woman" is none, since the aside has no more people in it than the number says."""
    if not found or not found[0].explicit:
        return []
    for aside in (child for child in token.rights if child.dep_ == "appos"):
        parts = [people for part in (aside, *aside.conjuncts) if (people := _one(part, counts, text)) is not None]
        parts = [part for part in parts if part not in found]
        if len(parts) > 1 and sum(part.number for part in parts) > found[0].number:
            return parts
    return []


def _near(people):
    """Those that follow close upon each other: far off, the parser has joined two clauses."""
    kept = people[:1]
    for part in people[1:]:
        if part.start - kept[-1].end <= FAR:
            kept.append(part)
    return kept


def _same_again(first, part):
    """"A trainer and facilitator" is one man; "a mother and daughter" are two."""
    return bool(first.person and part.person and part.person.part == "leader" and part.words == part.words.split()[-1])


def groups_in(words: str, number: int) -> tuple[tuple[str, int], ...]:
    """((group, how many),) for the words right after a count: "two children still unaccounted for"."""
    for word in words.lower().split()[:2]:
        if group := _groups().get(word.strip(",.")):
            return ((group, number),) if number else ()
    return ()


def is_part(text: str, end: int) -> bool:
    """Whether the number that ends here is part of another: "two of the victims"."""
    return bool(_partitive().match(text, end, end + 60))


def is_word(name: str, token) -> bool:
    """Whether a token is in a list of lexicon/toll.toml, by form or by lemma."""
    return token.lower_ in words(name) or token.lemma_.lower() in words(name)


@cache
def words(name: str) -> frozenset[str]:
    """A list of [people]."""
    return frozenset(lexicon.table("toll")["people"][name])


def _conjuncts(token):
    """The noun and those coordinated with it, but not clauses that the parser took for nouns."""
    following = (part for part in token.conjuncts if part.i > token.i and part.pos_ in NOUNS)
    joined = [part for part in following if not _alternative(part) and not any(child.dep_ in ("nsubj", "nsubjpass") for child in part.children)]
    kin = [part for part in token.children if part.dep_ == "appos" and any(child.dep_ == "poss" and child.pos_ == "PRON" for child in part.lefts)]
    kin += [other for part in kin for other in part.conjuncts if other.pos_ in NOUNS and other not in joined]
    return [token, *kin, *joined, *_along_with(token)]  # "Roe, his son and 15 others"


def _alternative(part):
    """"His brother or a friend" is one."""
    return any(child.lower_ == "or" for child in part.head.children if child.dep_ == "cc")


def _along_with(token):
    """"The leader along with two of his associates": company that the parser hangs on the noun or on its verb."""
    top = token.head if token.dep_ in ("dobj", "nsubjpass") else token
    for prep in top.subtree:
        if prep.i > token.i + 1 and prep.lower_ == "with" and prep.nbor(-1).lower_ in ("along", "together"):
            return [child for child in prep.children if child.dep_ == "pobj"]
    return []


def _one(token, counts, text):
    if text[token.idx + len(token) : token.idx + len(token) + 1] == ":":  # "Police: Man killed"
        said = [child for child in token.children if child.dep_ in ("appos", "dep", "conj") and child.i > token.i and child.pos_ in NOUNS]
        return _one(said[0], counts, text) if said else None
    if any(character.isdigit() for character in token.text) and not token.text.isdigit():
        return None  # "AK-47s"
    if token.ent_type_ in NOT_PERSONS and token.pos_ == "PROPN":
        return None
    if token.lower_ in words("nobody") or token.idx >= len(text):
        return None
    if is_word("reflexives", token) and token.dep_ == "conj":  # "killed his wife and himself"
        return _people(token, text, 1, 1, 1, person=Person(sex="m" if is_word("male", token) else "f"))
    if token.lower_ == "old" or token.lower_ == "year-old":
        return _aged(token, text)
    if is_word("not_people", token) and not is_word("surely", token) or is_word("reflexives", token):
        return None
    count = _count_of(token, counts)
    if count and count.words.lower() == "both" and token.idx >= count.end and any(part.i > token.i for part in token.conjuncts):
        count = None  # "both Roe and his daughter" are no two and one
    if count and token.idx < count.end and _of_things(token):
        return None
    if count:
        count = _part_of(count, counts, text)
        return _counted(token, count, text)
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
    """"A 24-year-old was shot": an age is a person."""
    if not AGE_BEFORE.search(text, max(0, token.idx - 24), token.idx + len(token)):
        return None
    return _people(token, text, 1, 1, 1, person=_person(token, text))


def _counted(token, count, text):
    """People with a number: the number may be the noun itself ("killing eight", "one of the men")."""
    end = max(count.end, token.idx + len(token))
    number = count.best or count.low or 0
    partitive = is_part(text, count.end)
    other = bool(re.search(r"\bothers?\b", text[count.start : end])) or other_before(text, count.start)
    known = bool(re.match(r"(?:the|these|those|both)\s", count.words, re.IGNORECASE)) or _has_the(token)
    if partitive and number == 1:
        known = False
    person = None
    if number == 1 and count.words.lower() in ("one", "1", "at least one"):
        person = _person(token, text, other=other) if token.idx >= count.end else Person(other=other)
    of = groups_in(text[count.end : end], number) or _group(token, number)
    return People(
        count.start, end, count.low, count.best, count.high, count.words, True, of, partitive, other, known and number != 1, person
    )


def _of_things(number):
    """"Injuring one of the family's dogs"."""
    whole = [child for prep in number.children if prep.dep_ == "prep" and prep.lower_ == "of" for child in prep.children]
    return any(is_word("not_people", noun) and not is_word("surely", noun) for noun in whole)


def _part_of(count, counts, text):
    """Of "one of three people" the one, whatever noun the parser chose."""
    for other in counts:
        if other.end < count.start and re.fullmatch(r"\s+of\s+(?:the\s+|his\s+|her\s+|their\s+)?", text[other.end : count.start]):
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
    """A proper name: a person's, if nothing says that it is a place or a body. "Officer Jane Roe" is of the police."""
    if is_word("not_people", token) or token.text.isupper() and len(token.text) > 1 and token.ent_type_ == "ORG":
        return None
    if token.ent_type_ == "ORG" and not AGE_AFTER.match(text, token.idx + len(token)):
        return None
    if not token.text[:1].isupper() or (token.text.isupper() and len(token) > 3 and not token.sent.text.isupper()):
        return None
    if is_word("surely", token):
        return _single(token, text)
    return _people(token, text, 1, 1, 1, person=_person(token, text))


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
        return People(token.left_edge.idx, token.idx + len(token), 0, 0, 0, text[token.left_edge.idx : token.idx + len(token)], True)
    person = _person(token, text)
    return _people(token, text, 1, 1, 1, person=person, other=person.other)


def _plural(token, text):
    """People without a number: more than one, if they are new ("killed civilians"); the old ones, if they have an article."""
    if any(child.lower_ == "no" for child in token.lefts):
        return People(token.left_edge.idx, token.idx + len(token), 0, 0, 0, text[token.left_edge.idx : token.idx + len(token)], True)
    known = _has_the(token) or any(child.dep_ == "poss" for child in token.lefts)
    if not is_word("surely", token) and token.lemma_.lower() not in lexicon.table("toll")["people"]["groups"]:
        return None
    return _people(token, text, None if known else 2, None, None, known=known, other=_is_other(token))


def _people(token, text, low, best, high, *, person=None, other=False, known=False):
    left = token.left_edge.idx if token.left_edge.i > token.i - 8 else token.idx
    end = token.idx + len(token)
    number = best or low or 0
    return People(left, end, low, best, high, text[left:end], False, _group(token, number), False, other, known, person)


def _person(token, text, *, other=False):
    left = token.left_edge.idx if token.left_edge.i > token.i - 12 else token.idx
    end = token.idx + len(token)
    number = _age(text, left, end)
    mods = [token, *(child for child in token.lefts if child.dep_ in ("amod", "compound", "nmod", "poss"))]
    sex = next((s for s, name in (("m", "male"), ("f", "female")) if any(is_word(name, t) for t in mods if t.dep_ != "poss")), "")
    part = next((name for name in ("police", "leader", "suspect") if any(is_word(name, t) for t in mods if t.dep_ != "poss")), "")
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
    known = token.pos_ != "PROPN" and _has_the(token)
    other = other or (_is_other(token) and not (known and not is_word("generic", token)))  # not "the other driver"
    return Person(names, number, sex, part, grown, known, other)


def _age(text, left, end):
    """The age of a person, in years: before the noun, or after it."""
    if match := AGE_BEFORE.search(text, left, end):
        years = number_of(match[1]) if match[2].lower() == "year" else 0
        return years if years or match[2].lower() != "year" else None
    match = AGE_AFTER.match(text, end)
    return int(match[1]) if match else None


def _has_the(token):
    return any(child.lower_ in ("the", "that", "this", "these", "those", "his", "her", "their") and child.dep_ in ("det", "poss") for child in token.lefts)


def _is_other(token):
    return any(child.lower_ in _others() for child in token.lefts)


def other_before(text: str, start: int) -> bool:
    """Whether the number at `start` comes on top of others: "another two"."""
    return bool(re.search(r"(?:another|other|additional)\s$", text[max(0, start - 12) : start], re.IGNORECASE))


def _group(token, number):
    group = _groups().get(token.lower_) or _groups().get(token.lemma_.lower())
    return ((group, number),) if group and number else ()


def _count_of(token, counts):
    """The count that numbers a noun: the noun itself ("killing eight", "dozens of people"), beside it on the left, or
    within it ("a family of five")."""
    for count in counts:
        if count.start <= token.idx < count.end:
            return count
    for child in token.lefts:
        if child.dep_ in ("nummod", "amod", "det", "quantmod", "advmod", "predet", "compound", "nmod") or child.pos_ == "NUM":
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


@cache
def _groups():
    """Group names by every form of their nouns: "children", "child"."""
    people = lexicon.table("toll")["people"]
    forms = dict(people["groups"])
    forms |= {noun + "s": group for noun, group in people["groups"].items()}
    return forms | {plural: people["groups"][noun] for plural, noun in people["plurals"].items() if noun in people["groups"]}


@cache
def _others():
    return frozenset(lexicon.table("toll")["out"]["others"])


@cache
def _partitive():
    return re.compile(rf"\s+(?:{'|'.join(lexicon.table('toll')['out']['partitive'])})(?!\w)", re.IGNORECASE)
