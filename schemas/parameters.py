"""Kinds of query parameters: each is read strictly from the one string that it is, and loaded as what it stands for."""

import re
from datetime import UTC, date, datetime

from marshmallow import ValidationError, fields, validate

from schemas.countries import codes, names

MOST_VALUES = 100
WEST, SOUTH, EAST, NORTH = WORLD = (-180.0, -90.0, 180.0, 90.0)


class Listed(fields.List):
    """Values with commas between them; any of them will do."""

    def __init__(self, value: fields.Field, description: str, **metadata):
        metadata = {"description": description, "maxItems": MOST_VALUES, **metadata}
        super().__init__(value, validate=validate.Length(1), metadata=metadata)

    def _deserialize(self, value, attr, data, **kwargs):
        values = value.split(",")
        if len(values) > MOST_VALUES:
            raise ValidationError(f"Must be at most {MOST_VALUES} values.")
        return sorted(set(super()._deserialize(values, attr, data, **kwargs)))


class Named(fields.String):
    """A name, in capitals or not, on one line. It is loaded in lower case."""

    def _deserialize(self, value, attr, data, **kwargs):
        name = " ".join(super()._deserialize(value, attr, data, **kwargs).split()).casefold()
        if not 1 <= len(name) <= 100 or "\x00" in name:
            raise ValidationError("Must have 1 to 100 characters.")
        return name


class Whole(fields.Integer):
    """A whole number in plain digits: int() would take "1_000" and " 7", too."""

    def _deserialize(self, value, attr, data, **kwargs):
        if not re.fullmatch(r"\d{1,18}", value, re.ASCII):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Number(fields.Float):
    """A number in plain digits, from one number to another."""

    def __init__(self, low: float, high: float, description: str):
        super().__init__(validate=validate.Range(low, high), metadata={"description": description})

    def _deserialize(self, value, attr, data, **kwargs):
        if not re.fullmatch(r"-?\d{1,9}(?:\.\d{1,15})?", value, re.ASCII):
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


class Interval(Moment):
    """A moment, or two with a slash between them of which one may be open: loaded as a pair."""

    def _deserialize(self, value, attr, data, **kwargs):
        first, slash, last = value.partition("/")
        ends = [
            None if end in ("", "..") and slash else super(Interval, self)._deserialize(end, attr, data, **kwargs)
            for end in (first, last if slash else first)
        ]
        if ends == [None, None] or (None not in ends and ends[0] > ends[1]):
            raise ValidationError("Must begin before it ends, and not be open at both ends.")
        return tuple(ends)


class Box(fields.Field):
    """West, south, east, north in degrees. A box whose west lies east of its east goes over the date line."""

    def _deserialize(self, value, attr, data, **kwargs):
        parts = value.split(",")
        if len(parts) != 4 or not all(re.fullmatch(r"-?\d{1,3}(?:\.\d{1,15})?", part, re.ASCII) for part in parts):
            raise ValidationError("Must be minlongitude,minlatitude,maxlongitude,maxlatitude.")
        return checked_box(tuple(map(float, parts)))


def checked_box(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The box, if there is one. Raises ValidationError."""
    west, south, east, north = box
    if not (WEST <= west <= EAST and WEST <= east <= EAST and SOUTH <= south <= north <= NORTH):
        raise ValidationError("Must be longitudes of -180 to 180, and latitudes of -90 to 90 from south to north.")
    return box


class CountryCode(fields.String):
    """ISO 3166-1, two letters or three, or the name, in capitals or not; loaded as three letters."""

    def _deserialize(self, value, attr, data, **kwargs):
        told = " ".join(super()._deserialize(value, attr, data, **kwargs).split())
        code = codes().get(told.upper()) or names().get(told.casefold())
        if not code:
            raise ValidationError("Must be ISO 3166-1 codes of two or three letters, or names of countries.")
        return code
