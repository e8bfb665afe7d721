"""Turns a record into the terms that it is found by: rows of one table, each of which lists events in the order of
`updated`, so that a page narrowed by any of them is read from its index, however many events there are.

What is no word is filed in steps, coarse enough to be few and fine enough to leave little to look through: a range of
days by its months, a point by its cells of one and of ten degrees, a toll by the powers of ten that it reaches.
"""

from collections.abc import Iterator
from datetime import date, datetime
from math import floor
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert

from schemas.derive import main_place
from service.store.prepared import Prepared
from service.store.tables import IDS, event_terms

FORMER = Prepared(delete(event_terms).where(event_terms.c.event_id.in_(IDS)))
NEW = Prepared(insert(event_terms))
LONGEST = 100  # characters of a term
RUN = 5  # words of an actor's name that are looked up together
MANY_MONTHS = 36  # an event that lasts longer is filed under LONG
LONG = "long"
CELLS = (1, 10)  # degrees
STEPS = (0, 1, 10, 100, 1000, 10_000, 100_000)


def file(connection: Connection, records: list[tuple[dict, int]]) -> None:
    """Write the terms of events anew: (record, updated) of each."""
    FORMER.run(connection, {"ids": [record["id"] for record, _ in records]})
    rows = [
        {"field": field, "value": value, "updated": updated, "event_id": record["id"]}
        for record, updated in records
        for field, value in sorted(set(of(record)))
    ]
    NEW.run(connection, *rows)


def of(record: dict) -> Iterator[tuple[str, str]]:
    """(field, value) of each term of a record; some come twice."""
    yield "event_type", record["category"]
    yield "sub_event_type", record["type"]
    yield "modality", record["modality"]
    yield "status", record.get("status", "active")
    for place in record.get("where", []):
        for field, name in PLACES:
            if place.get(name):
                yield field, fold(place[name])
    for actor in record.get("who", []):
        for words in runs(actor["name"]):
            yield "actor", words
    for weapon in record.get("weapons", []):
        for name in (weapon["kind"], *weapon.get("subkinds", [])):
            yield "weapon", fold(name)
    for source in record.get("sources", []):
        yield from _source(source)
    yield from _steps(record)


PLACES = (
    ("country", "country_iso2"),
    ("country", "country_iso3"),
    ("admin1", "admin1"),
    ("admin1", "admin1_iso"),
    ("location", "name"),
)


def fold(text: str) -> str:
    """A name as it is compared: without its case, on one line, no longer than a term may be.

    >>> fold("  Northern\\nFront ")
    'northern front'
    """
    return " ".join(text.replace("\x00", " ").split()).casefold()[:LONGEST].rstrip()


def runs(name: str) -> Iterator[str]:
    """The name and every run of whole words in it, since "army" and "Sudanese army" are asked for alike.

    >>> sorted(runs("Northern Front fighters"))
    ['fighters', 'front', 'front fighters', 'northern', 'northern front', 'northern front fighters']
    """
    words = fold(name).split()
    yield " ".join(words)
    for first in range(len(words)):
        for last in range(first + 1, min(first + RUN, len(words)) + 1):
            yield " ".join(words[first:last])


def months(first: date, last: date) -> list[str]:
    """The months from a day to a day.

    >>> months(date(2025, 12, 31), date(2026, 1, 1))
    ['2025-12', '2026-01']
    """
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in span]


def cell(latitude: float, longitude: float, size: int) -> str:
    """The cell of so many degrees that a point lies in, by its south-west corner."""
    return f"{size}:{floor(latitude / size) * size}:{floor(longitude / size) * size}"


def step(count: int) -> str:
    """The highest step that a count reaches."""
    return str(max(number for number in STEPS if number <= count))


def count(record: dict, kind: str) -> int | None:
    """The figure to use, else what is sure: "dozens" have no best figure but are at least 24."""
    toll = record.get("toll", {}).get(kind, {})
    return next((toll[key] for key in ("best", "low") if toll.get(key) is not None), None)


def days(record: dict) -> tuple[date, date] | None:
    """The first day and the last. A moment with its zone is filed under the day that it names."""
    when = record.get("when")
    return (day_of(when["start"]), day_of(when["end"])) if when else None


def day_of(value: str | date) -> date:
    """The day of a date or a moment, be it written or not."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def _source(source):
    if source.get("publisher"):
        yield "source", fold(source["publisher"])
    if source.get("url"):
        yield "source", fold(_host(source["url"]))
    if source.get("language"):
        yield "language", fold(source["language"])
        yield "language", fold(source["language"]).partition("-")[0]


def _host(url):
    """The host of an address, without "www."."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _steps(record):
    if span := days(record):
        found = months(*span)
        yield from (("month", month) for month in (found if len(found) <= MANY_MONTHS else [LONG]))
    place = main_place(record) or {}
    if place.get("latitude") is not None and place.get("longitude") is not None:
        for size in CELLS:
            yield "cell", cell(place["latitude"], place["longitude"], size)
    for kind in ("killed", "injured"):
        harmed = count(record, kind)
        if harmed is not None:
            yield from ((kind, str(number)) for number in STEPS if number <= harmed)
