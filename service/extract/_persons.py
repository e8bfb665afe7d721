"""Turns the noun of a clause into how many people it stands for: "two teenagers", "a mother and her son", "John Smith"."""

from dataclasses import dataclass
from functools import cache

from service import lexicon
from service.extract._numbers import Count


@dataclass(frozen=True, slots=True)
class People:
    """Some people: characters of the text, the range, whether a number is given, and of which groups they are."""

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    words: str
    explicit: bool
    of: tuple[tuple[str, int], ...] = ()
    partitive: bool = False


def behind(token, counts: list[Count], text: str) -> People | None:
    """The people that a noun with its conjuncts stands for; None if it is no person or no number can be told."""
    parts = [_one(part, counts, text) for part in _conjuncts(token)]
    parts = [part for part in parts if part is not None]
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    bounds = [_sum(part.low for part in parts), _sum(part.best for part in parts), _sum(part.high for part in parts)]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    explicit = any(part.explicit for part in parts)
    return People(start, end, *bounds, text[start:end], explicit, tuple(g for part in parts for g in part.of))


def groups_in(words: str, count: Count) -> tuple[tuple[str, int], ...]:
    """((group, how many),) for the noun right after a count: "two children still unaccounted for"."""
    noun = words.split()[:1]
    group = _plural_groups().get(noun[0].lower()) if noun else None
    number = count.best or count.low
    return ((group, number),) if group and number else ()


@cache
def _plural_groups():
    """Group names by both numbers of their nouns: "children" and "child"."""
    groups = lexicon.table("toll")["people"]["groups"]
    irregular = {"child": "children", "woman": "women", "policeman": "policemen", "baby": "babies"}
    return {form: group for noun, group in groups.items() for form in (noun, irregular.get(noun, noun + "s"))}


def _conjuncts(token):
    """The noun and those coordinated with it, but not clauses that the parser took for nouns."""
    return [token, *(part for part in token.conjuncts if part.i > token.i and part.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET"))]


def _one(token, counts, text):
    if token.lower_ in _words("not_people") or token.lemma_ in _words("not_people"):
        return None
    if token.lower_ in ("himself", "herself", "themselves", "itself", "it"):
        return None
    if count := _count_of(token, counts):
        end = max(count.end, token.idx + len(token))
        of = _group(token, count)
        partitive = text[count.end : count.end + 4] == " of " and count.low is not None and token.i > 0 and not _is_vague(count)
        return People(count.start, end, count.low, count.best, count.high, count.words, True, of, partitive)
    if token.pos_ == "PRON":
        return None
    singular = token.tag_ in ("NN", "NNP")
    if token.lemma_ in _words("several_of"):
        return People(token.idx, token.idx + len(token), 2, 2, 2, token.text, False)
    if singular and (_is_person(token) or token.ent_type_ == "PERSON"):
        left = min((child.idx for child in token.lefts if child.dep_ in ("det", "amod", "compound", "poss")), default=token.idx)
        end = token.idx + len(token)
        return People(left, end, 1, 1, 1, text[left:end], False, _group(token, None))
    return None


def _is_vague(count):
    return count.best is None


def _is_person(token):
    return token.lemma_.lower() in _words("one")


def _group(token, count):
    """((group, how many),): the children, soldiers ... that these people are."""
    group = lexicon.table("toll")["people"]["groups"].get(token.lemma_.lower())
    number = (count.low if count else 1) or 0
    return ((group, number),) if group and number else ()


def _count_of(token, counts):
    """The count that numbers a noun: beside it on the left, or the noun itself ("killing eight", "dozens of people")."""
    for count in counts:
        if count.start <= token.idx < count.end:
            return count
    first = token.left_edge.idx
    for child in token.lefts:
        if child.dep_ in ("nummod", "amod", "det", "quantmod", "advmod", "poss", "predet") or child.pos_ == "NUM":
            for count in counts:
                if count.start <= child.idx < count.end and first - 20 <= count.start:
                    return count
    for child in token.rights:  # "a family of five"
        if child.dep_ == "prep" and child.lower_ == "of" and token.lemma_ in ("family", "group", "crew", "team"):
            for grandchild in child.children:
                for count in counts:
                    if count.start <= grandchild.idx < count.end:
                        return count
    return None


def _sum(values):
    values = list(values)
    return None if any(value is None for value in values) else sum(values)


@cache
def _words(name):
    return frozenset(lexicon.table("toll")["people"][name])
