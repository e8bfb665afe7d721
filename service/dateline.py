"""Finds the dateline of an article ("KYIV, April 24 (Agency) --") and the day that the text calls today.

A dateline stands at the head of a line, or after a headline and a copyright notice that layout has run together with
the text. What makes one, from strong to weak: a day with a dash, a colon or an agency in brackets; a place in capitals
with an agency or a dash; a place with something that can be an agency, and a dash. A sentence with a dash is none.
"""

import re
from datetime import date
from functools import cache

from service import lexicon
from service.records import Article, Dateline, Today

REACH = 1500  # characters at the head of the text in which a dateline may begin
RUN_ON = 500  # ... and in which it may begin within a line
LEAD = 500  # characters after the dateline in which a weekday is most likely the day of writing
HEADLINE = 5  # words in capitals before a dash: more are a headline
WEEK = 7  # days by which dateline and publication may differ
YEARS = 15  # how far back a weekday may choose the year of a day

BREAK = "\n\r\u2028\u2029"


def find(text: str, start: int) -> Dateline | None:
    """The dateline at the head of one of the first paragraphs.

    >>> find("LONDON, March 3 (Agency) - A bridge fell.", 0)
    Dateline(start=0, end=27, place=(0, 6), day=(8, 15), agency=(17, 23))
    """
    line_heads, within = _heads()
    breaks = re.finditer(rf"[{BREAK}]\s*", text[: start + REACH])
    for line in [start, *(found.end() for found in breaks if found.end() > start)]:
        for pattern in line_heads:
            if (head := pattern.match(text, line)) and _is_dateline(head, text):
                return _dateline(head)
    for pattern in within:
        for head in pattern.finditer(text, start, start + RUN_ON + 100):
            if head.start() <= start + RUN_ON and _is_dateline(head, text):
                return _dateline(head)
    return None


def today(article: Article, dateline: Dateline | None) -> Today | None:
    """The day that the text calls today: that of the dateline, else that of publication, else none.

    A dateline without a year takes it from the day of publication if the two are within a week of each other; without a
    day of publication, it takes the newest year, not after the day received, in which weekday and date agree.
    """
    published = article.published
    if published is not None and type(published) is not date:
        published = published.date()
    if dateline and dateline.day:
        text, span = article.reading, dateline.day
        words = " ".join(text[span[0] : span[1]].split())
        day, month, year = _parts(words, article.received)
        if year:
            if exact := _day(year, month, day):
                return Today(exact, f"dateline {words}", False, span)
        elif published:
            near = [d for y in (-1, 0, 1) if (d := _day(published.year + y, month, day))]
            best = min(near, key=lambda d: abs(d - published), default=None)
            if best and abs((best - published).days) <= WEEK:
                return Today(best, f"dateline {words}, year of publication", False, span)
        elif inferred := _newest(month, day, article.received, _weekday_of_writing(text, dateline)):
            return Today(inferred, f"dateline {words}, {inferred:%A} in {inferred.year}", True, span)
    return Today(published, "day of publication") if published else None


def _newest(month, day, received, weekday):
    """The newest year's day, not after the day received, that falls on the weekday; if none does, the newest at all."""
    days = [_day(year, month, day) for year in range(received.year, received.year - YEARS - 1, -1)]
    past = [d for d in days if d and d <= received]
    return next((d for d in past if weekday is None or d.weekday() == weekday), past[0] if past else None)


def _weekday_of_writing(text, dateline):
    """The weekday that the text calls today, if it names one.

    "killed four on Monday night, officials said on Tuesday" was written on Tuesday; without such a verb, the lead's
    weekday and "in the early hours of Thursday" are those of the day of writing.
    """
    said, named = _weekday_patterns()
    numbers = lexicon.table("when")["weekdays"]
    votes: dict[int, float] = {}
    for found in named.finditer(text):
        if found["other"]:
            continue
        number = numbers[found["weekday"].lower()]
        lead = found.start() < dateline.end + LEAD
        votes[number] = votes.get(number, 0.0) + (2.0 if lead else 0.5) + (1.0 if found["early"] else 0.0)
    for found in said.finditer(text):
        number = numbers[(found["after"] or found["before"]).lower()]
        votes[number] = votes.get(number, 0.0) + 1.5
    return max(votes, key=votes.__getitem__) if votes else None


@cache
def _weekday_patterns():
    words = lexicon.table("when")
    weekday = lexicon.alternation(word.capitalize() for word in words["weekdays"] if len(word) > 5)
    saying = lexicon.alternation(words["dateline"]["saying"])
    other = lexicon.alternation(words["dateline"]["other_days"])
    said = rf"{saying}(?:\s+on|\s+early|\s+late)?\s+(?P<after>{weekday})|(?P<before>{weekday}),?\s+{saying}"
    named = (
        rf"(?P<other>\b{other}\b[^.\n]{{0,40}}?\s)?"
        rf"(?P<early>\b(?:early\s+hours\s+of|before\s+dawn\s+on|early)\s+)?\b(?P<weekday>{weekday})\b"
    )
    return re.compile(rf"\b(?:{said})\b"), re.compile(named)


def _parts(words, received):
    """(day, month, year or None) of the words of a dateline's day. A year of two figures is never in the future."""
    months = lexicon.table("when")["months"]
    month = next(months[word] for word in re.findall(r"[a-z]+", words.lower()) if word in months)
    numbers = re.findall(r"\d+", words)
    year = int(numbers[1]) if len(numbers) > 1 else None
    if year is not None and year < 100:
        century = received.year - received.year % 100
        year += century if century + year <= received.year else century - 100
    return int(numbers[0]), month, year


def _day(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_dateline(head, text):
    """Whether what matched is one: a sentence begins after it, and place and agency can be what they seem."""
    following = text[head.end() : head.end() + 1]
    if following.islower() and "[" not in head[0]:
        return False
    groups = head.groupdict()
    words = lexicon.table("when")["dateline"]
    place = re.findall(r"[\w'’]+", groups.get("place") or "")
    if not place:
        return bool(groups.get("day") or _is_agency(groups.get("agency"), words))
    if place[0] in words["not_places"] or place[-1] in words["not_places"]:
        return False
    if groups.get("day") or (place[0].isupper() and (groups.get("agency") or len(place) <= HEADLINE)):
        return True
    return _is_agency(groups.get("agency"), words)


def _is_agency(name, words):
    if not name:
        return False
    letters = re.sub(r"[^A-Za-z]", "", name)
    acronym = letters.isupper() and 2 <= len(letters) <= 8
    return acronym or any(part.lower() in words["agency_words"] for part in re.findall(r"\w+", name))


def _dateline(head):
    groups = head.groupdict()
    span = lambda name: head.span(name) if groups.get(name) else None  # noqa: E731
    return Dateline(head.start(), head.end(), span("place"), span("day"), span("agency"))


@cache
def _heads():
    """Patterns of a dateline at the head of a line, the strongest first, and of one within a line."""
    words = lexicon.table("when")
    month = rf"(?i:{lexicon.alternation(words['months'])})\b\.?"
    weekday = rf"(?i:{lexicon.alternation(words['weekdays'])})\b\.?"
    ordinal = r"\d{1,2}(?:st|nd|rd|th)?"
    day = (
        rf"(?:{weekday},?\s+)?(?P<day>{month}\s+{ordinal}(?:[.,]?\s+\d{{4}})?\b"
        rf"|{ordinal}\s+{month}(?:,?\s+(?:\d{{4}}|\d\d)\b)?)(?:\s+{weekday})?"
    )
    small = r"(?:(?:de|del|la|las|el|al|di|da|do|dos|the|of|and|wa)\s)"
    name = rf"[A-ZÀ-Þ][\w.'’-]*(?:[ /]{small}*[A-ZÀ-Þ][\w.'’-]*){{0,4}}"
    region = rf"(?:\s?\([A-Z][\w .]{{1,30}}\)|,\s+(?!{weekday}){name}){{0,2}}"
    place = rf"(?P<place>{name}(?:\s+city)?{region})"
    capitals = rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{{2,}}(?:[ /]+[A-ZÀ-Þ.'’-]{{2,}}){{0,4}}{region})"
    agency = r"\((?P<agency>[A-Z][^()\n]{1,58}?)\s?\)"
    station = r"\((?P<agency>[^()\n]{2,60}?)\s?\)"  # where a day stands, anything in brackets is the source
    dash = r"\s*(?:--+|—|–|>>|[-_](?=\s))\s*"
    notes = r"(?:\[[^\]\n]{1,80}\]\s*)*"
    gap = r"[^\S\n]{0,3}"
    line_heads = (
        rf"(?:{place},?\s+)?(?:{day}|no\s+date){gap}{station}(?:{dash}|:?\s+){notes}",  # LONDON, March 3 (Agency) -
        rf"{place},?\s+{day}(?:{dash}|\s*:\s){notes}",  # LONDON, March 3 -
        rf"{place}\s?\({day}\)(?:{dash}|\s*[:.]?\s*)",  # Kabul, Afghanistan (Mar. 5, 2012) –
        rf"{capitals}\s?{agency}(?:{dash}|\s+){notes}",  # ATLANTA (AP)
        rf"{capitals}{dash}{notes}",  # MEXICO CITY —
        rf"(?:{place}\s?)?{agency}{dash}{notes}",  # Hanoi (VNA) –
    )
    before = r"(?:(?<=[.!?\"”)]\s)|(?<=[.!?]\s\s)|(?<=[A-Za-z]\s)|(?<=\s\s))"
    within = (
        rf"{before}{capitals}(?:,?\s+{day})?{gap}{agency}{dash}{notes}",
        rf"{before}{capitals}\s?\({day}\)(?:{dash}|\s+)",
    )
    return [re.compile(pattern) for pattern in line_heads], [re.compile(pattern) for pattern in within]
