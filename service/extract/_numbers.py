"""Turns the counts of a text into ranges: "at least eight" is low 8, best 8; "more than 70" low 71; "dozens" low 24.

Counting is done on the words and not on the parse, since counts stand where parsers stumble ("and 30 injured").
Ages, times, dates, calibres, money, shares and road numbers count nobody and are left out.
"""

import re
from dataclasses import dataclass
from functools import cache

from schemas.parts import MOST
from service import lexicon

LONGEST = 15  # digits: a longer run is no count of anything
ROUND_FROM, ROUND = 100, 50  # "more than 54,000" is rounded: one more is not what it says; "more than 70" is 71 or more

DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:[   ]\d{3})+(?!\d)|\d+"
MODIFIER_REACH = 32  # characters before a number in which the words that bend it stand
YEAR = re.compile(r"1[89]\d\d|20\d\d")

Bounds = tuple[int | None, int | None, int | None]


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
        """As schemas.parts.Range has it.

        >>> counts("At least eight were hurt")[0].range()
        {'low': 8, 'best': 8, 'words': 'At least eight'}
        """
        bounds = {"low": self.low, "best": self.best, "high": self.high, "words": self.words}
        return {key: value for key, value in bounds.items() if value is not None}


def counts(text: str, start: int = 0, end: int | None = None) -> list[Count]:
    """The counts in text[start:end], in order, none inside another.

    >>> [(c.words, c.low, c.best, c.high) for c in counts("Up to 30 of about 40 aboard, a 9-year-old among them, died")]
    [('Up to 30', None, None, 30), ('about 40', None, 40, None)]
    """
    end = len(text) if end is None else end
    found = []
    at = start
    while match := _pattern("number").search(text, at, end):
        at = match.end()
        if match[0].lower() == "many" and re.search(
            r"(?i)\b(?:as|how|so|too)\s$", text[max(start, match.start() - 5) : match.start()]
        ):
            continue  # "how many died is not known"
        if match[0].lower() == "no" and _pattern("modifier").match(text, match.start(), end):
            continue  # the "no" of "no more than three"
        if (count := _count(text, match, start, end)) is not None:
            found.append(count)
            at = max(at, count.end)
    return found


def number_of(words: str) -> int:
    """The number of words or digits, 0 of any other words.

    >>> number_of("twenty-one"), number_of("34"), number_of("little")
    (21, 34, 0)
    """
    return _value(words.lower())


def _count(text, match, start, end):
    """The count that a number is, with its range and the words that bend it; None if it counts nothing."""
    first, last = match.span()
    bounds = _bounds(match[0])
    if (spread := _pattern("spread").match(text, first, end)) and spread.end() > last:
        bounds = _between(spread)
        last = spread.end()
        if text[max(start, first - 5) : first].lower() == "from ":
            first = spread.start("high")  # "rose from 12 to 15" is 15
            bounds = _bounds(spread["high"]) if bounds else None
    if bounds is None or max(bound or 0 for bound in bounds) >= MOST or _counts_nothing(text, match, last, start, end):
        return None
    opens, bounds = _bent(text, start, first, bounds)
    if odd := _pattern("odd").match(text, last, end):  # "70-odd people"
        last, bounds = odd.end(), (None, bounds[1], None)
    return Count(opens, last, *bounds, text[opens:last], first)


def _bounds(words: str) -> Bounds | None:
    words = " ".join(words.lower().split())
    if vague := lexicon.table("numbers")["vague"].get(words):
        return vague.get("low"), vague.get("best"), vague.get("high")
    value = _value(words)
    return value, value, value


def _value(words):
    """The number of words or digits: "1.2 million", "twenty-one", "a hundred and fifty", "two dozen"."""
    table = lexicon.table("numbers")
    if digits := re.match(rf"(?:{DIGITS})(?:\.\d+)?", words):
        value = float(re.sub(r"[,\s]", "", digits[0])[:LONGEST])
        for word in words[digits.end() :].split():
            value *= table["multipliers"].get(word, 1)
        return round(value)
    total = current = 0
    for word in re.findall(r"[a-z]+", words):
        if word in table["words"]:
            current += table["words"][word]
        elif word in table["multipliers"]:
            current = max(1, current) * table["multipliers"][word]
            if current >= 1000:
                total, current = total + current, 0
    return total + current


def _between(spread) -> Bounds | None:
    """ "between 12 and 15", "12-15", "three to five"; two numbers that fall are a score or a date, no range."""
    low, high = (_value((spread[name] or spread[f"{name}2"]).lower()) for name in ("low", "high"))
    return (low, None, high) if low < high else None


def _counts_nothing(text, match, last, start, end):
    """Whether a number is an age, a time, a date, a price, a road ... and not so many of anything."""
    first = match.start()
    before, after = text[max(start, first - 24) : first], text[last : min(end, last + 24)]
    if _pattern("after").match(after) or _pattern("before").search(before):
        return True
    if match[0][0].isdigit():
        if _pattern("address").match(text, last, end):
            return True
        year = YEAR.fullmatch(match[0]) and not _pattern("people").match(after)
        age = len(match[0]) < 3 and (
            (
                re.search(r"[\w.],\s+(?:both\s+|each\s+|all\s+)?$", before)
                and re.match(r"\s?(?:,|and\s\d+\b|\)|$|\.|;)", after)
            )
            or re.search(r",\s\d\d?,?\sand\s$", before)
            or (re.search(r"[A-Z][a-z]+\s[A-Z][a-z]+\s$", before) and re.match(r",\s(?:was|were|of|who|is)\b", after))
        )
        pieces = re.match(r"[.:/]\d|['’]\d|[a-zA-Z]", after) or re.search(r"[\d.:/'’_]$|/\s$|[A-Za-z]-$", before)
        return bool(year or age or pieces)
    return False


def _bent(text, start, first, bounds: Bounds) -> tuple[int, Bounds]:
    """(where the modifier begins, bounds) of a number after "at least", "more than", "up to" ..."""
    modifier = None
    for found in _pattern("modifier").finditer(text, max(start, first - MODIFIER_REACH), first):
        if found.end() == first:
            modifier = found
            break
    low, best, high = bounds
    number = best if best is not None else low
    if modifier is None or number is None or number == 0:
        return first, bounds
    kind = _modifiers()[" ".join(modifier[1].lower().split())]
    is_round = number >= ROUND_FROM and number % ROUND == 0
    bent = {
        "at_least": (low if low is not None else best, best, None),
        "more_than": (
            number + (best is not None and not is_round),
            number + (not is_round) if best is not None else None,
            None,
        ),
        "at_most": (None, None, high or number),
        "less_than": (None, None, (high or number) - 1),
        "about": (None, best, None) if best is not None else bounds,
        "exactly": bounds,
    }[kind]
    return modifier.start(), bent


@cache
def _modifiers():
    table = lexicon.table("numbers")["modifiers"]
    return {phrase: kind for kind, phrases in reversed(table.items()) for phrase in phrases}


@cache
def _pattern(name):
    table = lexicon.table("numbers")
    unit = lexicon.alternation([*table["words"], *table["multipliers"]])
    vague = lexicon.alternation(table["vague"])
    times = lexicon.alternation(table["multipliers"])
    words = rf"(?:an?\s(?={times}\b))?{unit}(?:[\s-](?:and\s(?!one\b|two\b|three\b))?{unit})*"
    digits = rf"(?:{DIGITS})(?:\.\d+(?=\s{times}\b))?(?:\s{times})?"
    number = rf"(?:{digits}|{words})"
    rules = table["not_counts"]
    patterns = {
        "number": rf"(?<![\w$£€#])(?:{vague}|{number})(?!\w)",
        "spread": rf"(?P<low>{number})(?:\s?[-–]\s?|\s(?:to|or)\s)(?P<high>{number})(?!\w)"
        rf"|(?<=between\s)(?P<low2>{number})\sand\s(?P<high2>{number})(?!\w)",
        "modifier": rf"(?<!\w)({lexicon.alternation(_modifiers())})\s+(?:the\s+|an?\s+)?",
        "after": rf"[\s-]?(?:{'|'.join(rules['after'])})(?!\w)",
        "before": rf"(?<![^\W\d_])(?:{'|'.join(rules['before'])})\s?$",
        "people": rf"\s+{lexicon.alternation(rules['counted'])}\b",
        "odd": r"-(?:odd|some|plus)(?!\w)",
    }
    if name == "address":  # "at 524 Elm Street"
        return re.compile(
            rf"\s(?:(?:\d+(?:st|nd|rd|th)|[A-Z][\w'’.]*)\s){{1,3}}{lexicon.alternation(rules['streets'])}\b"
        )
    return re.compile(patterns[name], re.IGNORECASE)
