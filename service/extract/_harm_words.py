"""Finds who was harmed by the words beside a count, where the sentence leaves the verb to the reader:
"killed nine people and 31 injured", "3 dead, 5 hurt", "death toll of 12", "two of them fatally", "a double homicide"."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from service import lexicon
from service.extract import _persons
from service.extract._harm import Harm
from service.extract._numbers import Count
from service.extract._persons import People, Person

REACH = 48  # characters before a count in which its word of harm may stand
OUT_OF_REACH = ("critical", "fatally")  # these say nothing of a count that follows them


def by_words(counts: list[Count], text: str, start: int, end: int) -> Iterator[Harm]:
    """The harm that text[start:end] tells of, by the words beside its counts."""
    for count, following in pairwise([*counts, None]):
        until = min(end, following.start if following else end)
        if after := _after().match(text, count.end, until):
            yield _harm(count, text, after["word"], after.span("word"), after["noun"] or "")
        elif before := _just_before(count, text, start):
            noun = re.compile(r"\s+[\w-]+").match(text, count.end, end)
            yield _harm(count, text, before["word"], before.span("word"), noun[0] if noun else "")
        else:
            yield from _inverted(count, text, start)
    for match in _multiple().finditer(text, start, end):
        table = lexicon.table("toll")["multiples"]
        number = table["whole"].get((match["whole"] or "").lower()) or table["words"][match["times"].lower()]
        kind = "hit" if match["hit"] else "killed"
        yield Harm(kind, (People(*match.span(), number, number, number, match[0], True),), match.span(), plain=False)
    for match in _another().finditer(text, start, end):
        kind = _kinds()[" ".join(match["word"].lower().split())]
        people = People(*match.span("who"), 1, 1, 1, match["who"], other=True, person=Person(other=True))
        yield Harm(kind, (people,), match.span("word"))
    for match in _implied().finditer(text, start, end):
        yield Harm("killed", (People(*match.span(), 1, None, None, match[0]),), match.span(), plain=False, implied=True)


def _harm(count, text, word, at, noun):
    kind = _kinds()[" ".join(word.lower().split())]
    number = count.best or count.low or 0
    partitive = bool(_persons.is_part(text, count.end))
    words = text[count.start : count.end] + noun
    other = bool(re.search(r"\bothers?\b|\badditional\b|\banother\b", words, re.IGNORECASE)) or _persons.other_before(text, count.start)
    known = bool(re.match(r"(?:the|these|those|both)\s", count.words, re.IGNORECASE))
    person = Person(other=other) if number == 1 else None
    of = _persons.groups_in(noun, number)
    people = People(
        count.start, count.end + len(noun), count.low, count.best, count.high, count.words, True, of, partitive, other, known, person
    )
    return Harm(kind, (people,), at)


def _inverted(count, text, start):
    for kind, pattern in _inversions():
        if match := pattern.search(text, max(start, count.start - REACH), count.start):
            people = People(count.start, count.end, count.low, count.best, count.high, count.words, True, partitive=True, other=True)
            if people.number > 1:
                yield Harm(kind, (people,), match.span(), partial=True)


def _just_before(count, text, start):
    found = None
    for match in _before().finditer(text, max(start, count.start - REACH), count.start):
        if match.end() == count.start:
            found = match
    return found


@cache
def _kinds():
    """Word form -> kind."""
    table = lexicon.table("toll")
    return {form.lower(): kind for part in ("forms_before", "forms") for kind, forms in table[part].items() for form in forms}


@cache
def _after():
    """After a count: its noun, what may stand between, the word of harm."""
    table = lexicon.table("toll")["between"]
    words = lexicon.alternation(form for forms in lexicon.table("toll")["forms"].values() for form in forms)
    noun = rf"(?P<noun>(?:[\s,-]+(?!(?:{'|'.join(table['stops'])})\b)[\w'’.-]+){{0,4}}?)"
    verbs = rf"(?:[\s,]+(?:{'|'.join(table['verbs'])})(?!\w))*"
    return re.compile(rf"{noun}{verbs}[\s,]+(?P<word>{words})(?!\w|-)", re.IGNORECASE)


@cache
def _before():
    words = lexicon.alternation(form for form in _kinds() if form not in OUT_OF_REACH)
    between = "|".join(lexicon.table("toll")["between"]["before"])
    return re.compile(rf"(?<![\w-])(?P<word>{words})(?:\s+(?:{between})(?!\w)){{0,4}}:?\s+", re.IGNORECASE)


@cache
def _another():
    """"One man was killed and another injured": parsers lose the other."""
    words = lexicon.alternation(form for kind in ("killed", "injured", "hit") for form in lexicon.table("toll")["forms"][kind])
    verbs = r"(?:\s+(?:was|is|were|has been|had been|critically|seriously|badly|also|left))*"
    return re.compile(rf"(?<!\w)(?P<who>another)(?:\s+[a-z]+)?{verbs}\s+(?P<word>{words})(?!\w)", re.IGNORECASE)


@cache
def _inversions():
    table = lexicon.table("toll")["inverted"]
    return [(kind, re.compile(rf"(?<!\w){lexicon.alternation(words)}(?:\s+[\w-]+){{0,5}}?\s+(?:were|was|are|is)\s+$", re.IGNORECASE)) for kind, words in table.items()]


@cache
def _implied():
    return re.compile(rf"(?<!\w)(?<!non-)(?:{'|'.join(lexicon.table('toll')['implied']['killed'])})(?!\w)", re.IGNORECASE)


@cache
def _multiple():
    table = lexicon.table("toll")["multiples"]
    times = lexicon.alternation(table["words"])
    return re.compile(
        rf"(?<!\w)(?:(?P<whole>{lexicon.alternation(table['whole'])})|(?P<times>{times})[\s-](?:(?P<killed>{lexicon.alternation(table['killed'])})|(?P<hit>{lexicon.alternation(table['hit'])})))(?!\w)",
        re.IGNORECASE,
    )
