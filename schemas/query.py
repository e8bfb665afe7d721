"""What may be asked of a listing: filters and paging. Every listing and every feed takes the same.

`canonical` writes a loaded query in the one way that stands for all ways to ask the same thing.
"""

import re
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from schemas import vocabulary
from schemas.countries import codes
from schemas.event import MODALITIES
from schemas.parts import one_of

PAGING = ("limit", "cursor")
DEFAULT_LIMIT, MOST = 50, 1000


class Listed(fields.List):
    """Values with commas between them; any of them will do."""

    def __init__(self, value: fields.Field, description: str, **metadata):
        metadata = {"description": description, **metadata}
        super().__init__(value, validate=validate.Length(min=1), metadata=metadata)

    def _deserialize(self, value, attr, data, **kwargs):
        return sorted(set(super()._deserialize(value.split(","), attr, data, **kwargs)))


class Whole(fields.Integer):
    """A whole number in plain digits: int() would take "1_000" and " 7", too."""

    def _deserialize(self, value, attr, data, **kwargs):
        if not re.fullmatch(r"\d{1,18}", value, re.ASCII):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Moment(fields.Field):
    """An ISO 8601 date or date-time, in UTC if no zone is said.

    A blank stands for the plus sign of a zone, since that is what an unescaped one arrives as.
    """

    def _deserialize(self, value, attr, data, **kwargs):
        try:
            if len(value) == 10:
                return datetime.combine(date.fromisoformat(value), datetime.min.time(), UTC)
            moment = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d\Z)", "+", value.upper()))
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError("Must be an ISO 8601 date or date-time.") from None


class CountryCode(fields.String):
    """ISO 3166-1, two letters or three, in capitals or not; loaded as three."""

    def _deserialize(self, value, attr, data, **kwargs):
        code = super()._deserialize(value, attr, data, **kwargs).upper()
        if code not in codes():
            raise ValidationError("Must be ISO 3166-1 codes of two or three letters.")
        return codes()[code]


def moment(description: str) -> Moment:
    """A moment, and how OpenAPI shows it."""
    iso = [{"format": "date"}, {"format": "date-time"}]
    return Moment(metadata={"description": description, "type": "string", "anyOf": iso, "example": "2026-03-05"})


class EventQuerySchema(Schema):
    """Filters narrow a listing, all of them together; a comma means or."""

    class Meta:
        unknown = RAISE

    event_type = Listed(fields.String(validate=one_of(vocabulary.categories())), "Categories of the ontology")
    sub_event_type = Listed(fields.String(validate=one_of(vocabulary.names("event_types"))), "Types of the ontology")
    country = Listed(
        CountryCode(metadata={"enum": sorted(codes())}),
        "Countries of any of its places, ISO 3166-1 alpha-2 or alpha-3",
        example=["UKR"],
    )
    modality = Listed(fields.String(validate=one_of(MODALITIES)), "occurred,ongoing if not said")
    starttime = moment("The event ended on this day or later")
    endtime = moment("The event began on this day or earlier")
    updatedafter = moment("The record changed after this moment: what to ask for to stay in step")
    min_killed = Whole(metadata={"description": "At least so many killed", "minimum": 0})
    min_confidence = fields.Float(validate=validate.Range(0, 1), metadata={"description": "At least so sure"})
    limit = Whole(
        load_default=DEFAULT_LIMIT, validate=validate.Range(1, MOST), metadata={"description": "Records on a page"}
    )
    cursor = fields.String(
        validate=validate.Regexp(r"[\w.~-]{1,200}\Z", re.ASCII, error="Not a cursor that a page of ours gave."),
        metadata={"description": "Where the next page begins, as the page before says; opaque"},
    )


def canonical(query: dict) -> str:
    """A loaded query as a query string: sorted, without what is the default anyway.

    >>> canonical({"limit": 50, "country": ["IND", "NPL"], "min_killed": 3})
    'country=IND,NPL&min_killed=3'
    """
    asked = {name: value for name, value in query.items() if (name, value) != ("limit", DEFAULT_LIMIT)}
    return urlencode([(name, _written(asked[name])) for name in sorted(asked)], safe=",:")


def _written(value):
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value
