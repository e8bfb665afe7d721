"""What may be asked of a listing: filters, order, paging. Every listing and every feed takes the same.

`canonical` writes a loaded query in the one way that stands for all ways to ask the same thing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from schemas import vocabulary
from schemas.countries import codes
from schemas.derive import COLUMNS
from schemas.event import MODALITIES, EventSchema
from schemas.parameters import WORLD, Box, CountryCode, Interval, Listed, Moment, Named, Number, Whole, checked_box

PAGING = ("limit", "cursor")
SHOWING = ("format", "fields", "raw", "bom")
DEFAULT_LIMIT, MOST = 50, 1000
ORDERS = ("updated", "updated-asc", "time", "time-asc", "killed")
DEFAULTS = {"limit": DEFAULT_LIMIT, "orderby": ORDERS[0], "includedeleted": "false", "raw": "0", "bom": "0"}
EDGES = ("minlongitude", "minlatitude", "maxlongitude", "maxlatitude")  # as in WORLD
CIRCLE = ("latitude", "longitude", "maxradiuskm")
HALF_ROUND = 20038  # km: nothing is farther away


def moment(description: str) -> Moment:
    """A moment, and how OpenAPI shows it."""
    iso = [{"format": "date"}, {"format": "date-time"}]
    return Moment(metadata={"description": description, "type": "string", "anyOf": iso, "example": "2026-03-05"})


def number(description: str) -> Whole:
    """How many."""
    return Whole(0, 10**18 - 1, description)


def among(names: Iterable[str]) -> validate.OneOf:
    """One of these names; the error has the one that is none, and these."""
    return validate.OneOf(sorted(names), error='"{input}" is none of: {choices}.')


def flag(description: str) -> fields.String:
    """Yes or no."""
    return fields.String(validate=among(("0", "1")), metadata={"description": description})


class EventQuerySchema(Schema):
    """Filters narrow a listing, all of them together; a comma means or.

    Loaded, a place is `bbox` or `circle` and a range of days `starttime` and `endtime`, however they were asked for.
    """

    class Meta:
        unknown = RAISE

    error_messages: ClassVar = {"unknown": "Is not known here."}

    event_type = Listed(fields.String(validate=among(vocabulary.categories())), "Categories of the ontology")
    sub_event_type = Listed(fields.String(validate=among(vocabulary.names("event_types"))), "Types of the ontology")
    country = Listed(
        CountryCode(metadata={"enum": sorted(codes())}),
        "Countries of any of its places: ISO 3166-1 alpha-2 or alpha-3, or names",
        example=["UKR"],
    )
    admin1 = Listed(Named(), "First-level divisions of any of its places: names, or codes of ISO 3166-2")
    location = Listed(Named(), "Names of any of its places")
    actor = Listed(Named(), "Names of who took part, or whole words of them")
    weapon = Listed(Named(), "Kinds of weapon, or finer kinds, as records have them")
    source = Listed(Named(), "Publishers of its articles, or the hosts of their addresses without www.")
    language = Listed(Named(), "Languages of its articles: BCP 47 tags, or the first part of one")
    modality = Listed(fields.String(validate=among(MODALITIES)), "occurred,ongoing if not said")
    starttime = moment("The event ended on this day or later")
    endtime = moment("The event began on this day or earlier")
    datetime = Interval(
        metadata={
            "description": "starttime/endtime in one; `..` for an open end",
            "type": "string",
            "example": "2026-03-01/..",
        }
    )
    updatedafter = moment("The record changed after this moment: what to ask for, with includedeleted, to stay in step")
    includedeleted = fields.String(
        validate=among(("false", "true", "only")),
        metadata={"description": "Events that were retracted, or merged into others, too, or only those"},
    )
    minlatitude = Number(-90, 90, "Southern edge of where it was")
    maxlatitude = Number(-90, 90, "Northern edge")
    minlongitude = Number(-180, 180, "Western edge; where it lies east of the eastern edge, the date line is crossed")
    maxlongitude = Number(-180, 180, "Eastern edge")
    bbox = Box(
        metadata={
            "description": "The four edges in one: minlongitude,minlatitude,maxlongitude,maxlatitude",
            "type": "string",
            "example": "22.1,44.3,40.2,52.4",
        }
    )
    latitude = Number(-90, 90, "With longitude and maxradiuskm: a circle that it was in")
    longitude = Number(-180, 180, "With latitude and maxradiuskm")
    maxradiuskm = Number(0, HALF_ROUND, "With latitude and longitude")
    min_killed = number("At least so many killed")
    max_killed = number("At most so many killed, and it is known how many")
    min_injured = number("At least so many injured")
    min_confidence = Number(0, 1, "At least so sure")
    q = Named(metadata={"description": "Words that stand, just so, in title, summary or quotes"})
    orderby = fields.String(
        validate=among(ORDERS),
        metadata={
            "description": "updated: the last changed first (if not said); time: by the day of the event, the newest "
            "first; -asc: the other way round; killed: the most first"
        },
    )
    limit = Whole(1, MOST, "Records on a page", load_default=DEFAULT_LIMIT)
    cursor = fields.String(
        validate=validate.Regexp(r"[\w.~-]{1,200}\Z", error="Not a cursor that a page of ours gave."),
        metadata={"description": "Where the next page begins, as the page before says; opaque"},
    )
    fields_ = Listed(
        fields.String(validate=among({*EventSchema().fields, *COLUMNS})),
        "Only these members of records, or columns of tables",
        example=["id", "title"],
    )
    raw = flag("CSV: leave cells as they are, whatever a spreadsheet takes them for")
    bom = flag("CSV: begin with a byte-order mark, for old Excel")
    format = fields.String(
        validate=validate.Regexp(r"[a-z.]{1,20}\Z", error="Not a format."),
        metadata={"description": "The format, whatever the Accept header says", "example": "json"},
    )

    @post_load
    def _in_one_way(self, query, **_):
        query = {name: value for name, value in query.items() if DEFAULTS.get(name) != value or name == "limit"}
        _one_range(query)
        _one_box(query)
        _one_circle(query)
        return query


# "fields" is marshmallow's word, too.
EventQuerySchema._declared_fields["fields"] = EventQuerySchema._declared_fields.pop("fields_")


def _one_range(query):
    if "datetime" not in query:
        return
    if "starttime" in query or "endtime" in query:
        raise ValidationError("Is either this, or starttime and endtime.", "datetime")
    ends = zip(("starttime", "endtime"), query.pop("datetime"), strict=True)
    query |= {name: end for name, end in ends if end}


def _one_box(query):
    edges = [query.pop(name, None) for name in EDGES]
    if edges == [None] * 4:
        return
    if "bbox" in query:
        raise ValidationError("Is either this, or the edges one by one.", "bbox")
    box = tuple(world if edge is None else edge for edge, world in zip(edges, WORLD, strict=True))
    try:
        query["bbox"] = checked_box(box)
    except ValidationError as error:
        raise ValidationError(error.messages, "minlatitude") from None


def _one_circle(query):
    given = {name: query.pop(name) for name in CIRCLE if name in query}
    if 0 < len(given) < len(CIRCLE):
        missing = next(name for name in CIRCLE if name not in given)
        raise ValidationError("Is needed, too: latitude, longitude and maxradiuskm make a circle.", missing)
    if given:
        query["circle"] = tuple(given[name] for name in CIRCLE)


def canonical(query: dict) -> str:
    """A loaded query as a query string: sorted, without what is the default anyway.

    >>> canonical({"limit": 50, "country": ["IND", "NPL"], "min_killed": 3})
    'country=IND,NPL&min_killed=3'
    """
    asked = {name: value for name, value in query.items() if DEFAULTS.get(name) != value}
    if "circle" in asked:
        asked |= dict(zip(CIRCLE, asked.pop("circle"), strict=True))
    return "&".join(f"{name}={_written(asked[name])}" for name in sorted(asked))


def _written(value):
    if isinstance(value, list | tuple):
        return ",".join(_written(part) for part in value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return f"{value:.15g}" if isinstance(value, float) else quote(str(value), safe=":")
