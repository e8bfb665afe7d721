"""Turns a record into the columns that it is filtered by, and filters into conditions on those columns.

The two sides of one table, so that what is written is what is asked for. A filter that goes by terms (terms.py) is also
a way to find events; what a term is too coarse for, a condition settles.
"""

from datetime import date
from math import asin, cos, degrees, floor, radians, sin

from sqlalchemy import ColumnElement, or_

from schemas.derive import main_place
from schemas.event import ENDED, LISTED, REAL
from service.store import terms
from service.store.moments import micros
from service.store.tables import events

STATUSES = {"false": LISTED, "true": LISTED + ENDED, "only": ENDED}  # by includedeleted
LARGEST = 2**63 - 1  # what a column holds; "killed 10^30 demons" is kept in the record alone
UNDATED = date(1, 1, 1)
EARTH = 6371.0088  # km, its mean radius
MOST_VALUES = 40  # of a term that events are found by: each is a range of the index to read
MOST_CELLS = 400  # of the largest size; a box that has more is most of the world
SHORTEST = 3  # letters of a text that is found by an index (migration 0005)
MOST_LETTERS = 16  # threes of letters that it is found by, of a longer one


def report_columns(report: dict) -> dict:
    """The columns of a report."""
    places = report.get("where")
    main = places[0] if places else {}
    first, last = terms.days(report) or (None, None)
    return {
        "type": report["type"],
        "category": report["category"],
        "modality": report["modality"],
        "date_start": first,
        "date_end": last,
        "country": main.get("country_iso3"),
        "latitude": main.get("latitude"),
        "longitude": main.get("longitude"),
    }


def event_columns(record: dict) -> dict:
    """The columns of an event. Its point is the one that is published."""
    columns = report_columns(record)
    del columns["country"]
    place = main_place(record) or {}
    point = {name: place.get(name) for name in ("latitude", "longitude")}
    counts = {kind: _count(record, kind) for kind in ("killed", "injured")}
    when = record.get("when")
    return {
        **columns,
        **point,
        **dict(zip("xyz", _vector(**point), strict=True)),
        **counts,
        "deaths": -1 if counts["killed"] is None else counts["killed"],
        "filed": terms.day_of(when["date"]) if when else UNDATED,
        "confidence": record["confidence"],
        "words": _words(record),
    }


def listed(asked: dict, threshold: float) -> list[ColumnElement]:
    """The conditions of a listing: what any listing shows, narrowed by the filters. An unknown filter is a KeyError."""
    given = {name: value for name, value in asked.items() if value is not None and value != []}
    modalities = given.pop("modality", REAL)
    statuses = STATUSES[given.pop("includedeleted", "false")]
    threshold = max(threshold, given.pop("min_confidence", 0.0))
    found = [CONDITIONS[name](value) for name, value in given.items() if name not in TERMS]
    return [
        events.c.status.in_(statuses),
        events.c.type != "other",
        events.c.modality.in_(modalities),
        events.c.confidence >= threshold,
        *(condition for condition in found if condition is not None),
    ]


def ways(asked: dict, known_days: tuple[date, date] | None) -> list[tuple[str, list[str]]]:
    """(field, values) of each term filter: every event that is asked for has one of the values in that field.

    `known_days`: no event is in a month before the first or after the last; a range that is open stops there.
    """
    given = {name: value for name, value in asked.items() if value is not None and value != []}
    found = [(name, [terms.fold(value) for value in given[name]]) for name in TERMS if name in given]
    if "modality" in given:
        found.append(("modality", given["modality"]))
    if given.get("includedeleted") == "only":
        found.append(("status", ENDED))
    if ("starttime" in given or "endtime" in given) and known_days:
        first = max(terms.day_of(given.get("starttime", known_days[0])), known_days[0])
        last = min(terms.day_of(given.get("endtime", known_days[1])), known_days[1])
        found.append(("month", [*terms.months(first, last), terms.LONG]))
    for kind in ("killed", "injured"):
        if f"min_{kind}" in given:
            found.append((kind, [terms.step(given[f"min_{kind}"])]))
    boxes = [given["bbox"]] if "bbox" in given else []
    boxes += [around(*given["circle"])] if "circle" in given else []
    found += [("cell", cells) for cells in map(_cells, boxes) if cells]
    return found


def letters(text: str) -> str:
    """What the index of words is asked for a text: events that have all its threes of letters in a row; "" if it is too
    short. Of a long text some will do: a condition settles the rest.

    >>> letters("Lom  fire")
    '"lom" "om " "m f" " fi" "fir" "ire"'
    """
    flat = _flat(text)
    threes = list(dict.fromkeys(flat[at : at + SHORTEST] for at in range(len(flat) - SHORTEST + 1)))
    apart = max(1, len(threes) // MOST_LETTERS)
    return " ".join('"' + three.replace('"', '""') + '"' for three in threes[::apart])


def around(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """The smallest box that holds all points within a distance: west, south, east, north.

    >>> [round(edge, 2) for edge in around(-18.0, 179.5, 111.2)]
    [178.45, -19.0, -179.45, -17.0]
    """
    angle = min(km / EARTH, radians(180)) + 1e-9
    south, north = latitude - degrees(angle), latitude + degrees(angle)
    if south <= -90 or north >= 90:
        return -180.0, max(south, -90.0), 180.0, min(north, 90.0)
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(latitude)))))
    return _turned(longitude - wide), south, _turned(longitude + wide), north


def _turned(longitude):
    return (longitude + 180) % 360 - 180 if not -180 <= longitude <= 180 else longitude


def _in_box(box):
    """A box whose west lies east of its east goes over the date line."""
    west, south, east, north = box
    across = events.c.longitude.between(west, east)
    if west > east:
        across = or_(events.c.longitude >= west, events.c.longitude <= east)
    return events.c.latitude.between(south, north) & across


def _in_circle(circle):
    """By the straight line through the Earth, which needs no functions that a database may not have."""
    latitude, longitude, km = circle
    x, y, z = _vector(latitude, longitude)
    most = (2 * sin(min(km / EARTH, radians(180)) / 2)) ** 2
    e = events.c
    return (e.x - x) * (e.x - x) + (e.y - y) * (e.y - y) + (e.z - z) * (e.z - z) <= most + 1e-15


def _in_words(text):
    return events.c.words.contains(_flat(text), autoescape=True)


def _cells(box):
    """The cells of a box, of the finer size if they are few; none if it is most of the world."""
    west, south, east, north = box
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    for size in terms.CELLS:
        rows = range(floor(south / size), floor(north / size) + 1)
        columns = {column for first, last in spans for column in range(floor(first / size), floor(last / size) + 1)}
        if len(rows) * len(columns) <= (MOST_CELLS if size == terms.CELLS[-1] else MOST_VALUES):
            return [f"{size}:{row * size}:{column * size}" for row in rows for column in sorted(columns)]
    return []


TERMS = (
    *("event_type", "sub_event_type", "country", "admin1", "location"),
    *("actor", "weapon", "source", "language"),
)
CONDITIONS = {
    "starttime": lambda day: events.c.date_end >= terms.day_of(day),
    "endtime": lambda day: events.c.date_start <= terms.day_of(day),
    "updatedafter": lambda moment: events.c.updated > micros(moment),
    "min_killed": lambda number: events.c.killed >= min(number, LARGEST),
    "max_killed": lambda number: events.c.killed <= min(number, LARGEST),
    "min_injured": lambda number: events.c.injured >= min(number, LARGEST),
    "bbox": _in_box,
    "circle": _in_circle,
    "q": _in_words,
}


def _vector(latitude, longitude):
    if latitude is None or longitude is None:
        return None, None, None
    up, along = radians(latitude), radians(longitude)
    return cos(up) * cos(along), cos(up) * sin(along), sin(up)


def _count(record, kind):
    number = terms.count(record, kind)
    return None if number is None else min(number, LARGEST)


def _words(record):
    quotes = [part["quote"] for part in record.get("evidence", [])]
    return "\n".join(_flat(text) for text in dict.fromkeys((record["title"], record["summary"], *quotes)))


def _flat(text):
    return " ".join(text.replace("\x00", " ").split()).casefold()
