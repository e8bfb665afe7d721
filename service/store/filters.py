"""Turns a record into the columns that it is filtered by, and filters into conditions on those columns.

The two sides of one table, so that what is written is what is asked for.
"""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from service.store.moments import micros
from service.store.tables import event_countries, events

LISTED_STATUSES = ("active", "corrected")
LISTED_MODALITIES = ("occurred", "ongoing")
LARGEST = 2**63 - 1  # what a column holds; "killed 10^30 demons" is kept in the record alone


def report_columns(report: dict) -> dict:
    """The columns of a report."""
    main = _main_place(report)
    return {
        "type": report["type"],
        "category": report["category"],
        "modality": report["modality"],
        "date_start": _day(report, "start"),
        "date_end": _day(report, "end"),
        "country": main.get("country_iso3"),
        "latitude": main.get("latitude"),
        "longitude": main.get("longitude"),
    }


def event_columns(record: dict) -> dict:
    """The columns of an event, but for its countries."""
    columns = report_columns(record)
    del columns["country"]
    counts = {kind: _count(record, kind) for kind in ("killed", "injured")}
    return {**columns, **counts, "confidence": record["confidence"]}


def countries(record: dict) -> list[str]:
    """The countries of all its places, by both codes, since either may be asked for."""
    codes = ("country_iso2", "country_iso3")
    return sorted({place[code] for place in record.get("where", []) for code in codes if place.get(code)})


def listed(asked: dict, threshold: float) -> list[ColumnElement]:
    """The conditions of a listing: what any listing shows, narrowed by the filters. An unknown filter is a KeyError."""
    given = {name: value for name, value in asked.items() if value is not None and value != []}
    modalities = given.pop("modality", LISTED_MODALITIES)
    threshold = max(threshold, given.pop("min_confidence", 0.0))
    return [
        events.c.status.in_(LISTED_STATUSES),
        events.c.type != "other",
        events.c.modality.in_(modalities),
        events.c.confidence >= threshold,
        *(FILTERS[name](value) for name, value in given.items()),
    ]


def _in_countries(codes):
    return events.c.id.in_(select(event_countries.c.event_id).where(event_countries.c.country.in_(codes)))


def _in_box(box):
    """West, south, east, north; a box whose west lies east of its east goes over the date line."""
    west, south, east, north = box
    across = events.c.longitude.between(west, east)
    if west > east:
        across = or_(events.c.longitude >= west, events.c.longitude <= east)
    return events.c.latitude.between(south, north) & across


FILTERS = {
    "event_type": events.c.category.in_,
    "sub_event_type": events.c.type.in_,
    "country": _in_countries,
    "starttime": lambda day: events.c.date_end >= _as_day(day),
    "endtime": lambda day: events.c.date_start <= _as_day(day),
    "updatedafter": lambda moment: events.c.updated > micros(moment),
    "min_killed": lambda number: events.c.killed >= min(number, LARGEST),
    "min_injured": lambda number: events.c.injured >= min(number, LARGEST),
    "bbox": _in_box,
}


def _as_day(value):
    return value.date() if isinstance(value, datetime) else value


def _main_place(report):
    places = report.get("where")
    return places[0] if places else {}


def _day(report, edge):
    """A day, or a moment with its zone, is filed under the day that it names."""
    when = report.get("when")
    return date.fromisoformat(when[edge][:10]) if when else None


def _count(record, kind):
    """The figure to use, else what is sure: "dozens" have no best figure but are at least 24."""
    toll = record.get("toll", {}).get(kind, {})
    known = [toll[key] for key in ("best", "low") if toll.get(key) is not None]
    return min(known[0], LARGEST) if known else None
