"""Finds who was harmed by the words beside a count, where the sentence leaves the verb to the reader: "killed nine
people and 31 injured", "3 dead, 5 hurt", "a death toll of 12", "two of them fatally", "a double homicide"."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from service import lexicon
from service.extract import _groups, _nouns, _persons
from service.extract._harm import Harm
from service.extract._identity import Person
from service.extract._numbers import Count
from service.extract._persons import People

NOUN = re.compile(r"\s+[\w-]+")
WHOLE = re.compile(
    r"\s+of\s+(?:the|his|her|their|its)\s+(?:[\w-]+['’]s?\s+|family\s+)?(?P<noun>[\w-]+)"
)  # "one of the family's dogs"
OF_NEXT = re.compile(r"(?P<own>[^,;.]*),\s[\w-]+\s")
REACH = 48  # characters before a count in which its word of harm may stand
OUT_OF_REACH = ("critical", "fatally")  # these say nothing of a count that follows them


def by_words(counts: list[Count], text: str, start: int, end: int) -> Iterator[Harm]:
    """The harm that text[start:end] tells of, by the words beside its counts."""
    yield from _beside(counts, text, start, end)
    table = lexicon.table("toll")["multiples"]
    for match in _multiple().finditer(text, start, end):
        number = table["whole"].get((match["whole"] or "").lower()) or table["words"][match["times"].lower()]
        people = People(*match.span(), number, number, number, match[0], True)
        yield Harm("hit" if match["hit"] else "killed", (people,), match.span(), plain=False)
    for match in _another().finditer(text, start, end):
        people = People(*match.span("who"), 1, 1, 1, match["who"], other=True, person=Person(other=True))
        kind = "injured" if match["hurt"] else _kind(match["word"])
        yield Harm(kind, (people,), match.span("hurt" if match["hurt"] else "word"))
    for match in _implied().finditer(text, start, end):
        people = People(*match.span(), 1, None, None, match[0])
        yield Harm("killed", (people,), match.span(), plain=False, implied=True)


def _beside(counts, text, start, end):
    """The harm told by a word beside each count."""
    kind = "killed"  # of a total, if the sentence tells of nothing else before it
    for count, following in pairwise([*counts, None]):
        until = min(end, following.start if following else end)
        if count.high == 0 and (none := _none().match(text, count.end, end)):
            yield from _nobody(count, none)
        elif running := _ending_at(count.start, _total(), text, start, 2 * REACH):
            yield _harm(count, kind, running.span(), "", text)
        elif number := _number_of(count, text, start, end):
            yield _harm(count, _kind(number["word"] or "death toll"), number.span(), "", text)
        elif (after := _word_after(text, count.end, until)) and _nouns.are_people(after["noun"] or ""):
            kind = _kind(after["word"])
            yield _harm(count, kind, after.span("word"), after["noun"] or "", text)
        elif lives := _lives().match(text, count.end, end) and _ending_at(count.start, _claims(), text, start, REACH):
            yield _harm(count, "killed", lives.span(), "", text)
        elif before := _before_count(count, text, start):
            kind = _kind(before["word"])
            noun = match[0] if (match := NOUN.match(text, count.end, end)) else ""
            whole = WHOLE.match(text, count.end, end)
            if _nouns.are_people(noun) and not (whole and not _nouns.are_people(whole["noun"])):
                yield _harm(count, kind, before.span("word"), noun, text)
        else:
            yield from _inverted(count, text, start)


def _word_after(text, end, until):
    """The word of harm after a count; in "killed 45 people, injured 300" it is the next count's."""
    shared = OF_NEXT.fullmatch(text, end, until)
    return _after().match(text, end, shared.end("own") if shared else until)


def _number_of(count, text, start, end):
    """ "The number of people killed has risen to 14", "This brings to 14 the number of dead"."""
    before, after = _numbers_of()
    return _ending_at(count.start, before, text, start, 4 * REACH) or after.match(text, count.end, end)


def _nobody(count, match):
    """ "There were no casualties": nobody killed and nobody injured."""
    for kind, nouns in lexicon.table("toll")["none"].items():
        if match["noun"].lower() in nouns:
            yield Harm(kind, (People(count.start, match.end(), 0, 0, 0, count.words, True),), match.span("noun"))


def _harm(count, kind, at, noun, text):
    number = count.best or count.low or 0
    partitive = bool(_persons.is_part(text, count.end))
    words = text[count.start : count.end] + noun
    other = bool(re.search(r"\bothers?\b|\badditional\b|\banother\b", words, re.IGNORECASE)) or _persons.other_before(
        text, count.start
    )
    known = bool(re.match(r"(?:the|these|those|both)\s", count.words, re.IGNORECASE))
    person = Person(other=other) if number == 1 else None
    of = _groups.right_after(noun, number)
    low, best, high = _persons.heads(count, noun)
    end = count.end + len(noun)
    people = People(count.start, end, low, best, high, count.words, True, of, partitive, other, known, person)
    return Harm(kind, (people,), at)


def _inverted(count, text, start):
    for kind, pattern in _inversions():
        if match := pattern.search(text, max(start, count.start - REACH), count.start):
            people = People(
                count.start, count.end, count.low, count.best, count.high, count.words, True, partitive=True, other=True
            )
            if people.number > 1:
                yield Harm(kind, (people,), match.span(), partial=True)


def _before_count(count, text, start):
    found = _ending_at(count.start, _before(), text, start, REACH)
    return None if found is None or _is_aim(found) else found


def _ending_at(end, pattern, text, start, reach):
    """The last match of a pattern that ends exactly where a count begins."""
    matches = [match for match in pattern.finditer(text, max(start, end - reach), end) if match.end() == end]
    return matches[-1] if matches else None


def _is_aim(match):
    """ "Shot at two men" tells of nobody hit."""
    return match["word"].lower() in lexicon.table("toll")["between"]["aims"] and " at" in match[0].lower()


@cache
def _lives():
    return re.compile(
        rf"\s+(?:\w+\s+)?{lexicon.alternation(lexicon.table('toll')['lives']['lost'])}(?!\w)", re.IGNORECASE
    )


@cache
def _claims():
    return re.compile(rf"(?<!\w){lexicon.alternation(lexicon.table('toll')['lives']['by'])}\s+", re.IGNORECASE)


@cache
def _none():
    nouns = {noun for nouns in lexicon.table("toll")["none"].values() for noun in nouns}
    return re.compile(rf"\s+(?:\w+\s+)?(?P<noun>{lexicon.alternation(nouns)})(?!\w)", re.IGNORECASE)


@cache
def _numbers_of():
    out = lexicon.table("toll")["out"]
    word = rf"(?P<word>{lexicon.alternation(_kinds())})(?!\w)"
    before = (
        rf"(?<!\w)(?:{out['number_before']}{word}|(?P<toll>death toll))(?:{out['number_is']}|{out['number_grown']})\s+"
    )
    after = f"{out['number_after']}{word}(?!{out['number_since']})"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


@cache
def _total():
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.table('toll')['out']['running'])})\s+", re.IGNORECASE)


def _kind(word):
    return _kinds()[" ".join(word.lower().split())]


@cache
def _kinds():
    """Word form -> kind."""
    table = lexicon.table("toll")
    return {
        form.lower(): kind
        for part in ("forms_before", "forms")
        for kind, forms in table[part].items()
        for form in forms
    }


@cache
def _after():
    """After a count: its noun, what may stand between, the word of harm."""
    table = lexicon.table("toll")["between"]
    words = lexicon.alternation(form for forms in lexicon.table("toll")["forms"].values() for form in forms)
    noun = rf"(?P<noun>(?:\s+other(?=\s))?(?:[\s,-]+(?!(?:{'|'.join(table['stops'])})\b)[\w'’.-]+){{0,4}}?)"
    verbs = rf"(?:[\s,]+(?:{'|'.join(table['verbs'])})(?!\w))*"
    aims, aimed_at = lexicon.alternation(table["aims"]), table["aimed_at"]
    return re.compile(rf"(?!,\s\w+s\s){noun}{verbs}[\s,]+(?!{aims}{aimed_at})(?P<word>{words})(?!\w|-)", re.IGNORECASE)


@cache
def _before():
    words = lexicon.alternation(form for form in _kinds() if form not in OUT_OF_REACH)
    between = "|".join(lexicon.table("toll")["between"]["before"])
    return re.compile(rf"(?<![\w-])(?P<word>{words})(?:\s+(?:{between})(?!\w)){{0,4}}:?\s+", re.IGNORECASE)


@cache
def _another():
    """ "One man was killed and another injured", "a third was captured", "one dead and another with severe injuries":
    parsers lose the other."""
    words = lexicon.alternation(
        form for kind in ("killed", "injured", "hit", "detained") for form in lexicon.table("toll")["forms"][kind]
    )
    ordinals = lexicon.alternation(lexicon.table("toll")["ordinals"])
    verbs = r"(?:\s+(?:was|is|were|has been|had been|critically|seriously|badly|also|left))*"
    hurt = "|".join(lexicon.table("toll")["suffering"]["another"])
    return re.compile(
        rf"(?<!\w)(?<!fired\s)(?<!firing\s)(?<!heard\s)(?<!took\s)(?P<who>another|an?\s+{ordinals})(?:\s+[a-z]+)?(?:{verbs}\s+(?P<word>{words})|\s+(?P<hurt>{hurt}))(?!\w)",
        re.IGNORECASE,
    )


@cache
def _inversions():
    table = lexicon.table("toll")["inverted"]
    return [
        (
            kind,
            re.compile(
                rf"(?<!\w){lexicon.alternation(words)}(?:\s+[\w-]+){{0,5}}?\s+(?:were|was|are|is)\s+$", re.IGNORECASE
            ),
        )
        for kind, words in table.items()
    ]


@cache
def _implied():
    return re.compile(
        rf"(?<!\w)(?<!non-)(?:{'|'.join(lexicon.table('toll')['implied']['killed'])})(?!\w)", re.IGNORECASE
    )


@cache
def _multiple():
    table = lexicon.table("toll")["multiples"]
    times = lexicon.alternation(table["words"])
    return re.compile(
        rf"(?<!\w)(?:(?P<whole>{lexicon.alternation(table['whole'])})|(?P<times>{times})[\s-](?:(?P<killed>{lexicon.alternation(table['killed'])})|(?P<hit>{lexicon.alternation(table['hit'])})))(?!\w)",
        re.IGNORECASE,
    )
