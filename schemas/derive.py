"""Walks the schema of an event: the terms of the JSON-LD context, the columns of the CSV, an event as one flat row.

    context("https://feeds.example.org")     every term, resolved; nothing remote
    COLUMNS                                  name -> whether it is text; their order is a promise: v1 only appends
    flatten(record)                          column -> value, None where nothing is known

A field that another vocabulary has a term for is listed in vocabulary/terms.toml; any other gets a term of our own.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType

from marshmallow import Schema, fields

from schemas.event import EventSchema, TollByKind
from schemas.parts import Actor
from schemas.vocabulary import FOLDER

OWN = "dl"  # the prefix of our terms
TYPES = (  # the first that fits
    (fields.Date, "xsd:date"),
    (fields.AwareDateTime, "xsd:dateTime"),
    (fields.Boolean, "xsd:boolean"),
    (fields.Integer, "xsd:integer"),
    (fields.Float, "xsd:double"),
)
TOLL_KINDS = tuple(TollByKind._declared_fields)
ROLES = tuple(sorted(Actor._declared_fields["role"].validate.choices))
COARSER = {"exact": 0, "district": 1, "city": 2, "admin2": 3, "admin1": 4, "country": 5}
DOERS, OTHERS = ("perpetrator", "speaker", "visitor", "party", "mediator"), ("target", "addressee", "host")

# -- JSON-LD


def context(base: str) -> dict:
    """The JSON-LD context of everything that a record can say, for the public URL of a service."""
    known = told()
    terms = {"@version": 1.1, "id": "@id", "type": "@type", **known["prefixes"], OWN: f"{base}/vocab/terms#"}
    for prefix, names in known["classes"].items():
        terms |= {name: f"{OWN if prefix == 'own' else prefix}:{name}" for name in names}
    terms |= {name: _definition(*parts) for name, parts in known["terms"].items()}
    terms |= {role: _definition(f"{OWN}:{role}", "", "@set") for role in ROLES}
    for name, field in walk(EventSchema):
        terms.setdefault(
            name, _definition(f"{OWN}:{name}", _type(field), "@set" if isinstance(field, fields.List) else "")
        )
    terms |= {name: _definition(f"{OWN}:{name}", *parts) for name, parts in known["own"].items()}
    return {"@context": terms}


@cache
def told() -> dict:
    """vocabulary/terms.toml as it is."""
    return tomllib.loads((FOLDER / "terms.toml").read_text(encoding="utf-8"))


def term(name: str, field: fields.Field) -> str:
    """The JSON-LD term of a field: the one it names, else its own name ("geonames_id" is "geonamesId").

    >>> term("geonames_id", fields.Integer())
    'geonamesId'
    """
    return field.metadata.get("term") or re.sub(r"_+(\w)", lambda found: found[1].upper(), name.rstrip("_"))


def walk(schema: type[Schema]) -> Iterator[tuple[str, fields.Field]]:
    """(term, field) of the schema and of all that is nested in it, in order."""
    for name, field in schema().fields.items():
        yield term(name, field), field
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from walk(inner.nested)


def _type(field):
    inner = field.inner if isinstance(field, fields.List) else field
    return next((kind for known, kind in TYPES if isinstance(inner, known)), "")


def _definition(iri, kind="", container=""):
    if not kind and not container:
        return iri
    return {"@id": iri} | ({"@type": kind} if kind else {}) | ({"@container": container} if container else {})


# -- the order of members


def ordered(record: dict) -> dict:
    """The record with its members in the order of the schema, the id first, however it came."""
    return {"id": record["id"], **_in_order(record, _ORDER)}


def _order_of(schema):
    """name -> the same of what is nested in it."""
    found = {}
    for name, field in schema().fields.items():
        inner = field.inner if isinstance(field, fields.List) else field
        found[field.data_key or name] = _order_of(inner.nested) if isinstance(inner, fields.Nested) else {}
    return found


def _in_order(value, order):
    if isinstance(value, list):
        return [_in_order(part, order) for part in value]
    if not isinstance(value, dict) or not order:
        return value
    known = {
        name: _in_order(value[name], inner) if inner else value[name] for name, inner in order.items() if name in value
    }
    return (
        known
        if len(known) == len(value)
        else known | {name: value[name] for name in sorted(value.keys() - known.keys())}
    )


_ORDER = _order_of(EventSchema)


# -- CSV

TEXT, NUMBER = True, False
BOUNDS = ("best", "low", "high")
COLUMNS = MappingProxyType(
    dict.fromkeys(("event_id", "event_date", "event_date_end", "date_precision", "event_type", "sub_event_type"), TEXT)
    | dict.fromkeys(("actor1", "actor1_role", "actor2", "actor2_role", "country", "iso3", "admin1", "location"), TEXT)
    | {"latitude": NUMBER, "longitude": NUMBER, "geo_precision": TEXT}
    | {f"{kind}_{bound}": NUMBER for kind in ("killed", "injured") for bound in BOUNDS}
    | dict.fromkeys(("weapons", "title", "notes", "quote", "source", "source_url"), TEXT)
    | {"source_count": NUMBER, "confidence": NUMBER, "status": TEXT, "version": NUMBER}
    | {"published_at": TEXT, "updated_at": TEXT, "modality": TEXT, "admin1_iso": TEXT, "geonames_id": NUMBER}
    | {f"{kind}_{bound}": NUMBER for kind in TOLL_KINDS[2:] for bound in BOUNDS}
)


_NOTHING = dict.fromkeys(COLUMNS)
_OF_PLACE = (
    *((name, name) for name in ("country", "admin1", "admin1_iso", "geonames_id", "latitude", "longitude")),
    *(("iso3", "country_iso3"), ("location", "name"), ("geo_precision", "precision")),
)
_MADE = ("event_date", "location", "actor1", "weapons", "quote", "source")  # of more than one value
_WHOLE = tuple(
    (field.metadata["column"], name)
    for name, field in EventSchema._declared_fields.items()
    if field.metadata.get("column") and field.metadata["column"] not in _MADE
)


def flatten(record: dict) -> dict[str, str | int | float | None]:
    """One row: every column of COLUMNS, in their order."""
    row = _NOTHING.copy()
    for column, name in _WHOLE:
        row[column] = record.get(name)
    place = main_place(record) or {}
    for column, name in _OF_PLACE:
        row[column] = place.get(name)
    for kind, count in record.get("toll", {}).items():
        for bound in BOUNDS:
            row[f"{kind}_{bound}"] = count.get(bound)
    row |= _when(record.get("when", {})) | _who(record.get("who", [])) | _sources(record.get("sources", []))
    row["weapons"] = "|".join(dict.fromkeys(weapon["kind"] for weapon in record.get("weapons", [])))
    row["quote"] = record["evidence"][0]["quote"] if record.get("evidence") else None
    return row


def main_place(record: dict) -> dict | None:
    """The first place. If it has no point, and is finer than a first-level division, the nearest place of the record
    that it lies in and that has one: with that place's precision, so that no point is finer than what is known."""
    first, *others = record.get("where") or [None]
    if first is None or _has_point(first) or COARSER[first["precision"]] >= COARSER["admin1"]:
        return first
    around = [place for place in others if _has_point(place) and _lies_in(first, place)]
    return min(around, key=lambda place: COARSER[place["precision"]], default=first)


def _has_point(place):
    return place.get("latitude") is not None and place.get("longitude") is not None


def _lies_in(place, other):
    if not place.get("country_iso3") or place["country_iso3"] != other.get("country_iso3"):
        return False
    if other["precision"] == "country":
        return True
    return (
        other["precision"] == "admin1"
        and bool(place.get("admin1_iso"))
        and place["admin1_iso"] == other.get("admin1_iso")
    )


def _when(when):
    return {
        "event_date": str(when["date"]) if when else None,
        "event_date_end": when.get("end", "")[:10] or None,
        "date_precision": when.get("precision"),
    }


def _who(who):
    """actor1 acts, actor2 is acted upon; of two mere parties the first and the second."""
    doers = [actor for role in DOERS for actor in who if actor["role"] == role]
    others = [actor for role in OTHERS for actor in who if actor["role"] == role] + doers[1:]
    row = {}
    for column, found in (("actor1", doers), ("actor2", others)):
        actor = found[0] if found else {}
        row |= {column: actor.get("name"), f"{column}_role": actor.get("role")}
    return row


def _sources(sources):
    first = sources[0] if sources else {}
    return {
        "source": first.get("publisher") or first.get("title"),
        "source_url": first.get("url"),
        "source_count": len(sources),
    }
