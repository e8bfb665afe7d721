"""Turns the counts of a text into ranges: "at least eight" is low 8, best 8; "more than 70" low 71; "dozens" low 24.

Counting is done on the words and not on the parse, since counts stand where parsers stumble ("and 30 injured").
Ages, dates, calibres, money and road numbers count nobody and are left out.
"""

import re
from dataclasses import dataclass
from functools import cache

from service import lexicon

DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
SPAN = re.compile(rf"({DIGITS})\s?(?:-|–|to)\s?({DIGITS})")


@dataclass(frozen=True, slots=True)
class Count:
    """A count: characters of the text (with the words that bend it), and its range. Unknown bounds are None."""

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    words: str
    number: int  # where the number itself begins, without "at least"

    def range(self) -> dict:
        """As schemas.parts.Range has it."""
        bounds = {"low": self.low, "best": self.best, "high": self.high, "words": self.words}
        return {key: value for key, value in bounds.items() if value is not None}


def counts(text: str, start: int = 0, end: int | None = None) -> list[Count]:
    """The counts in text[start:end], in order, none inside another."""
    end = len(text) if end is None else end
    found = []
    at = start
    while match := _patterns()["number"].search(text, at, end):
        at = match.end()
        if (count := _count(text, match, start, end)) is not None:
            found.append(count)
            at = max(at, count.end)
    return found


def _count(text, match, start, end):
    """The count that a number is, with its range and the words that bend it; None if it counts nothing."""
    first, last = match.span()
    low = best = high = _value(match)
    if vague := _vague(match):
        low, best, high = (vague.get(key) for key in ("low", "best", "high"))
    elif spread := SPAN.match(text, first, end):
        low, high = (int(part.replace(",", "")) for part in spread.groups())
        last, best = spread.end(), (low + high) // 2
        if not low < high:
            return None
    if _patterns()["after"].match(text, last, end) or _patterns()["before"].search(text[max(start, first - 12) : first]):
        return None
    if "," not in match[0] and re.fullmatch(r"(?:1[89]|20)\d\d", match[0]) and not re.match(r"\s+(?:people|others|men|of)\b", text[last:end]):
        return None  # a year
    if text[max(start, first - 2) : first] == ", " and text[last : last + 1] == "," and (low or 0) < 100:
        return None  # "John Smith, 34, was"
    if re.match(r"[.:/]\d", text[last:end]) or re.search(r"[\d.:/]$", text[start:first]):
        return None  # 7.2, 10:30, 3/4
    bent = _bent(text, start, first, low, best, high)
    opens, low, best, high = bent
    return Count(opens, last, low, best, high, text[opens:last], first)


def _value(match):
    """The number of the words or digits matched; None for vague ones."""
    words = match[0].lower().replace("-", " ")
    if re.fullmatch(DIGITS, words.split()[0]):
        parts = words.split()
        value = int(parts[0].replace(",", ""))
        for part in parts[1:]:
            value *= lexicon.table("numbers")["multipliers"].get(part, 1)
        return value
    table = lexicon.table("numbers")
    total = current = 0
    for word in words.split():
        if word in table["words"]:
            current += table["words"][word]
        elif word in table["multipliers"]:
            current = max(1, current) * table["multipliers"][word]
            if current >= 1000:
                total, current = total + current, 0
    return total + current


def _vague(match):
    return lexicon.table("numbers")["vague"].get(" ".join(match[0].lower().split()))


def _bent(text, start, first, low, best, high):
    """(start with the modifier, low, best, high) of a number after "at least", "more than", "up to" ..."""
    modifier = _patterns()["modifier"].search(text, max(start, first - 30), first)
    while modifier and modifier.end() != first:
        modifier = _patterns()["modifier"].search(text, modifier.start() + 1, first)
    if modifier is None or low is None:
        return first, low, best, high
    kind = _modifiers()[" ".join(modifier[1].lower().split())]
    if kind == "at_least":
        return modifier.start(), low, best if best is not None else low, None
    if kind == "more_than":
        more = low + 1 if best is not None else low
        return modifier.start(), more, more if best is not None else None, None
    if kind == "at_most":
        return modifier.start(), None, high or best, high or best
    if kind == "less_than":
        return modifier.start(), None, best, best
    return modifier.start(), low, best, None


@cache
def _modifiers():
    table = lexicon.table("numbers")["modifiers"]
    return {phrase: kind for kind, phrases in reversed(table.items()) for phrase in phrases}


@cache
def _patterns():
    table = lexicon.table("numbers")
    unit = lexicon.alternation([*table["words"], *table["multipliers"]])
    vague = lexicon.alternation(table["vague"])
    words = rf"{unit}(?:[\s-](?:and\s)?{unit})*"
    digits = rf"(?:{DIGITS})(?:\s{lexicon.alternation(table['multipliers'])})?"
    not_counts = table["not_counts"]
    return {
        "number": re.compile(rf"(?<![\w$£€#])(?:{vague}|{digits}|{words})(?![\w])", re.IGNORECASE),
        "modifier": re.compile(rf"(?<!\w)({lexicon.alternation(_modifiers())})\s+", re.IGNORECASE),
        "after": re.compile(rf"[\s-]?(?:{'|'.join(not_counts['after'])})(?!\w)", re.IGNORECASE),
        "before": re.compile(rf"(?:^|(?<=\W))(?:{'|'.join(not_counts['before'][:-1])})$", re.IGNORECASE),
    }
