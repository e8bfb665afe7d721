"""Finds the words that name a time: a text turns into expressions, each with its kind and its parts.

Nothing is resolved here: "on Friday" is a weekday, whichever Friday it may be; `_dates` makes days of them. Where two
patterns claim the same words, the longer expression wins: "Friday, March 6, 2026" is one day, not three.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from service import lexicon
from service.anchors import Sieve, of

UNCLOCKED = {"month", "year", "unit", "ago", "iso", "numeric", "range"}  # no time of day belongs to these
COARSE = {"month", "year"}  # they yield to anything finer: of "from March 30" the day is March 30
PARAGRAPH = re.compile(r"(?:[^\n]+|\n(?![^\S\n]*\n))+")
WORD = re.compile(r"[^\W\d]+|\d+")
FIGURE = re.compile(r"\d")
AROUND = 48  # characters on either side of a word of time that can belong to its expression


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that name a time: characters of the text, the kind of pattern, and what its named groups hold."""

    start: int
    end: int
    kind: str
    parts: dict = field(compare=False, hash=False)


def scan(text: str) -> list[Expression]:
    """All expressions of time, in order, none overlapping.

    >>> [(e.kind, text[e.start:e.end]) for text in ["It fell early on Friday."] for e in scan(text)]
    [('weekday', 'early on Friday')]
    """
    found = sorted(_matches(text), key=lambda e: (e.kind in COARSE, -(e.end - e.start), e.start))
    kept: list[Expression] = []
    taken = bytearray(len(text))
    for expression in found:
        if not any(taken[expression.start : expression.end]):
            taken[expression.start : expression.end] = b"\1" * (expression.end - expression.start)
            kept.append(expression)
    return sorted(kept, key=lambda e: e.start)


def with_clocks(expressions: list[Expression], text: str) -> list[Expression]:
    """The expressions, with each time of day that stands beside its day made one with it: "9 p.m. Tuesday"."""
    joined: list[Expression] = []
    for expression in expressions:
        before = joined[-1] if joined else None
        if before and expression.kind == before.kind == "clock" and text[before.end : expression.start].strip() == "(":
            joined[-1] = Expression(before.start, expression.end, "clock", before.parts)  # "10:35 a.m. (0735 GMT)"
        elif before and _beside(before, expression, text):
            day, clock = (expression, before) if before.kind == "clock" else (before, expression)
            hour = {name: clock.parts[name] for name in ("hour", "minute", "half", "named") if name in clock.parts}
            joined[-1] = Expression(before.start, expression.end, day.kind, {**hour, **day.parts})
        else:
            joined.append(expression)
    return joined


def _beside(one, other, text):
    if (one.kind == "clock") == (other.kind == "clock") or {one.kind, other.kind} & UNCLOCKED:
        return False
    day = other if one.kind == "clock" else one
    return "hour" not in day.parts and "named" not in day.parts and bool(_gap().fullmatch(text, one.end, other.start))


def _matches(text) -> Iterator[Expression]:
    patterns, sieve, bare = _sieved()
    for first, last in _windows(text):
        words = text[first:last]
        for number in sieve.worth(words) if FIGURE.search(words) else [n for n in sieve.worth(words) if n not in bare]:
            kind, pattern = patterns[number]
            for match in pattern.finditer(text, first, last):
                parts = {name: value for name, value in match.groupdict().items() if value is not None}
                if _can_be(kind, parts, text, match):
                    stop = kind != "clock" and match[0].endswith(".")  # the sentence's, not the expression's
                    yield Expression(match.start(), match.end() - stop, kind, parts)


def _windows(text) -> Iterator[tuple[int, int]]:
    """The stretches of text around words of time: most of a text has none, and looking there costs time."""
    for paragraph in PARAGRAPH.finditer(text):
        begin, end = paragraph.span()
        if not FIGURE.search(text, begin, end) and _hot().isdisjoint(WORD.findall(paragraph[0].lower())):
            continue
        first = last = begin
        for word in WORD.finditer(paragraph[0]):
            if word[0].lower() not in _hot() and not word[0].isdigit():
                continue
            if begin + word.start() - AROUND > last:
                if last > first:
                    yield first, last
                first = text.rfind(" ", begin, max(begin, begin + word.start() - AROUND)) + 1 or begin
            last = text.find(" ", begin + word.end() + AROUND, end)
            last = end if last < 0 else last
        if last > first:
            yield first, last


def _can_be(kind, parts, text, match):
    """Whether the words can be meant as a time: "9 October Avenue" and "in 2000 homes" cannot."""
    words = lexicon.table("when")["ambiguous"]
    after = re.match(r"\s*(\w+)", text[match.end() : match.end() + 30])
    if after and after[1].lower() in words["after_name" if kind in ("day", "month") else "after_count"]:
        return False
    if kind == "month" and "year" not in parts:
        month = parts["month"]
        return not month.islower() and (month.capitalize() not in words["months"] or "cue" in parts)
    if kind == "weekday":
        return len(parts["weekday"]) > 5 or match[0].endswith(".")
    if kind == "clock":
        return not parts.keys().isdisjoint({"zone", "half", "minute", "named", "part"})
    return True


@cache
def _gap():
    words = lexicon.alternation(lexicon.table("when")["clock_gap"])
    return re.compile(rf"[\s,)]*(?:\([^)]{{3,20}}\))?(?:{words}[\s,]*)*", re.IGNORECASE)


@cache
def _hot():
    """A word of each expression: no expression is without one of these, or a figure."""
    words = lexicon.table("when")
    named = (*words["months"], *words["weekdays"], *words["parts"], *words["units"])
    ends = (phrase.split()[-1] for phrase in (*words["from_today"], *words["from_anchor"]))
    feasts = (part for phrase in words["holidays"] for part in re.findall(r"[^\W\d]+", phrase) if len(part) > 2)
    return frozenset((*named, *(f"{unit}s" for unit in words["units"]), *ends, *feasts))


@cache
def _sieved():
    """The patterns, a sieve of them, and the numbers of those that the sieve knows no letters of: each has a figure."""
    patterns = _patterns()
    bare = {number for number, (_, pattern) in enumerate(patterns) if not of(pattern.pattern)}
    return patterns, Sieve(pattern.pattern for _, pattern in patterns), bare


@cache
def _patterns():
    """(kind, pattern) of every form of expression."""
    words = lexicon.table("when")

    def group(name, values):
        return rf"(?P<{name}>{lexicon.alternation(values)})"

    month, weekday = (
        rf"{group('month', words['months'])}\b\.?",
        rf"{group('weekday', words['weekdays'])}\b(?:(?<!day)\.)?",
    )
    month_to = month.replace("?P<month>", "?P<month_to>")
    part, part_before = group("part", words["parts"]), group("part_before", words["parts"])
    number = (
        rf"(?:{lexicon.alternation(words['about'])}\s+)?(?P<number>\d{{1,3}}|{lexicon.alternation(words['numbers'])})"
    )
    day, day_to = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<day_to>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>(?:1[89]|20)\d\d)"
    of_year = rf"(?:,?\s+(?:of\s+)?{year})?"
    short_year = r"(?P<year>(?:1[89]|20)\d\d|\d\d(?!\d|[:.,]\d|\s*(?:%|percent|[ap]\.?m)))"
    through = rf"\s*(?:[-–—]|{lexicon.alternation(words['through'])})\s*"
    hour = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap]\.?\s?m\b\.?)"
    zone = group("zone", words["zones"])
    early = rf"{group('early', words['early'])}(?:\s+on|\s+in\s+the|-)?\s+"
    hours_of = rf"(?:the\s+)?{group('hours', words['hours'])}\s+(?:of|on)\s+"
    part_of = rf"(?:the\s+)?{part_before}\s+of\s+"
    which = rf"{group('which', words['which'])}\s+"
    which_day = rf"(?:{which})?{weekday}"
    before_day = rf"(?:{hours_of}|{part_of})?(?:{group('which', ['last', 'this', 'next'])}\s+)?(?:{weekday},?\s+)?"
    word = {name: group("word", words[name]) for name in ("from_today", "from_anchor", "holidays")}
    edge = rf"(?:{group('edge', words['edges'])}[\s-]+(?:in\s+)?(?:the\s+)?)?"
    cue = group("cue", words["before_month"])
    unit = rf"{group('unit', words['units'])}s?"
    into = rf"(?:\s+(?:in|on)?to\s+{group('into', words['weekdays'])})?"
    forms = [
        ("iso", rf"{year}-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ](?P<hour>\d\d):(?P<minute>\d\d))?"),
        ("numeric", r"(?P<first>\d{1,2})(?P<sign>[/.])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)"),
        ("range", rf"{month}\s+{day}{through}(?:{month_to}\s+)?{day_to}{of_year}"),
        ("range", rf"(?:(?:from|between)\s+)?{day}(?:\s+{month_to})?{through}{day_to}\s+(?:of\s+)?{month}{of_year}"),
        ("day", rf"{before_day}{month}\s+{day}(?!\d|:\d|\s?[ap]\.?m){of_year}(?:\s+{part})?"),
        ("day", rf"{before_day}(?:the\s+)?{day}\s+(?:of\s+)?{month}(?:,?\s+(?:of\s+)?{short_year})?(?:\s+{part})?"),
        ("month", rf"(?:{cue}\s+)?{edge}{month}{of_year}"),
        ("weekday", rf"{hours_of}{which_day}(?:\s+{part})?"),
        ("weekday", rf"(?:{early})?{which_day}(?:['’]s)?(?:\s+(?P<late>early|late))?(?:[\s-]+(?:in\s+the\s+)?{part})?"),
        ("weekday", rf"{part_of}{which_day}"),
        ("weekday", rf"(?P<part_before>overnight)\s+(?:on\s+|from\s+)?{weekday}{into}"),
        ("today", rf"{hours_of}{word['from_today']}"),
        ("today", rf"(?:{part_before}\s+)?(?:earlier\s+|later\s+)?(?:{early})?{word['from_today']}(?:\s+{part})?"),
        ("anchor", rf"{word['from_anchor']}(?!(?<=before|.after)\s+\w)"),  # not "the day before the vote"
        ("ago", rf"{number}[\s-]+{unit}\s+{group('way', words['ways'])}(?!\s+\d)"),
        ("unit", rf"{edge}{group('which', words['which_week'])}\s+(?P<unit>week(?:end)?)(?!\s+of)"),
        ("unit", rf"{edge}{group('which', words['which_month'])}\s+(?P<unit>month|year)"),
        ("year", rf"{group('cue', words['before_year'])}[\s-]+{year}(?!\s*[-–/]?\d|s\b)"),
        ("nth", r"on\s+the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)(?=\s*(?:[,.;)]|and\b|at\b|in\b|when\b|\Z))"),
        ("holiday", rf"(?:{group('which', ['last', 'this', 'next'])}\s+)?{word['holidays']}(?!\s+{_after_feast()})"),
        ("clock", rf"{hour}(?:\s+{zone})?"),
        (
            "clock",
            rf"(?:(?<=at )|(?<=about )|(?<=around ))(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s*{zone})?",
        ),
        ("clock", rf"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s+{zone}"),
        ("clock", r"(?P<named>noon|midnight|midday)"),
        ("clock", rf"(?:in|by|during)\s+the\s+(?:{early})?{part}"),
        ("clock", rf"by\s+{early}{part}"),
    ]
    return [(kind, re.compile(rf"(?<![\w/.:$€£-])(?:{form})(?![\w/]|-\d)", re.IGNORECASE)) for kind, form in forms]


def _after_feast():
    return lexicon.alternation(lexicon.table("when")["ambiguous"]["after_feast"])
