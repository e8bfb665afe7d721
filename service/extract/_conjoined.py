"""Turns a noun with all that is coordinated with it into people: "a mother, her son and two neighbours" are four.

Parsers go wrong where coordination runs long, so what is far off, a residence or the same person again is left out.
"""

import re

from service.extract._numbers import Count
from service.extract._persons import NOUNS, People, people_of

FAR = 70  # characters between coordinated nouns, beyond which they are in different clauses
HOME = re.compile(r",\s\d{1,3},\s\Z")  # "Jane Roe, 34, Springfield, died"
NEXT = 40  # characters between coordinated nouns, beyond which two that look alike are one person told twice


def behind(token, counts: list[Count], text: str) -> list[People]:
    """The people that a noun and the nouns coordinated with it stand for, one entry for each noun."""
    if token.i + 2 < len(token.doc) and token.nbor(1).text == "-":
        token = token.nbor(2)  # "a sub-commander", which the parser may halve
    found = [people for part in _conjuncts(token) if (people := people_of(part, counts, text)) is not None]
    if found and found[0].high == 0:
        return found[:1]  # "no women or children were hurt"
    found = _near(found + _listed(token, found, counts, text))
    found = [p for p in found if p is found[0] or not _same_again(found[0], p)]
    found = [p for p in found if p is found[0] or _age_of(p) or not HOME.search(text[max(0, p.start - 8) : p.start])]
    found = [
        p
        for p in found
        if p is found[0] or p.person is None or p.person != found[0].person or p.start - found[0].end < NEXT
    ]
    return found[:1] if _are_named(found, text) else found


def _are_named(found, text):
    """ "Two of the men, Ann Roe and Bo Lind, died": as many names as the number says are the names of those."""
    if len(found) < 2 or not found[0].explicit or found[0].number != len(found) - 1:
        return False
    names = all(part.person is not None and part.person.names for part in found[1:])
    return names and text[found[0].end : found[1].start].count(",") == 1


def _listed(token, found, counts, text):
    """ "One officer, four soldiers and three civilians" is a list, though the parser takes the soldiers for an aside;
    "two people, a man and a woman" is none, since the aside has no more people in it than the number says."""
    if not found or not (found[0].explicit or _age_of(found[0]) is not None):
        return []
    for aside in (child for child in token.rights if child.dep_ == "appos"):
        parts = [people for part in (aside, *aside.conjuncts) if (people := people_of(part, counts, text)) is not None]
        parts = [part for part in parts if part not in found]
        if not found[0].explicit:  # "a 39-year-old woman, a 21-year-old man and a girl": nobody has two ages
            if parts and _age_of(parts[0]) not in (None, _age_of(found[0])):
                return parts
            continue
        if len(parts) > 1 and sum(part.number for part in parts) > found[0].number:
            return parts
    return []


def _age_of(people):
    return people.person.age if people.person is not None else None


def _near(people):
    """Those that follow close upon each other: far off, the parser has joined two clauses."""
    kept = people[:1]
    for part in people[1:]:
        if part.start - kept[-1].end <= FAR:
            kept.append(part)
    return kept


def _same_again(first, part):
    """ "A trainer and facilitator" is one man; "a mother and daughter" are two."""
    return bool(first.person and part.person and part.person.part == "leader" and part.words == part.words.split()[-1])


def _conjuncts(token):
    """The noun and those coordinated with it, but not clauses that the parser took for nouns."""
    following = (part for part in token.conjuncts if part.i > token.i and part.pos_ in NOUNS)
    joined = [
        part
        for part in following
        if not _alternative(part) and not any(child.dep_ in ("nsubj", "nsubjpass") for child in part.children)
    ]
    kin = [
        part
        for part in token.children
        if part.dep_ == "appos" and any(child.dep_ == "poss" and child.pos_ == "PRON" for child in part.lefts)
    ]
    kin += [other for part in kin for other in part.conjuncts if other.pos_ in NOUNS and other not in joined]
    return [token, *kin, *joined, *_along_with(token)]  # "Roe, his son and 15 others"


def _alternative(part):
    """ "His brother or a friend" is one."""
    return any(child.lower_ == "or" for child in part.head.children if child.dep_ == "cc")


def _along_with(token):
    """ "The leader along with two of his associates": company that the parser hangs on the noun or on its verb."""
    top = token.head if token.dep_ in ("dobj", "nsubjpass") else token
    for prep in top.subtree:
        if prep.i > token.i + 1 and prep.lower_ == "with" and prep.nbor(-1).lower_ in ("along", "together"):
            return [child for child in prep.children if child.dep_ == "pobj"]
    return []
