"""Kinds of query parameters: each is read strictly from the one string that it is, and loaded as what it stands for."""

import re
from datetime import UTC, date, datetime

from marshmallow import ValidationError, fields, validate

from schemas.countries import named

MOST_VALUES = 100
LONGEST_NAMED = 60  # characters of a value that an error names
WEST, SOUTH, EAST, NORTH = WORLD = (-180.0, -90.0, 180.0, 90.0)


def shown(value: str) -> str:
    """A value as an error names it: in quotes, and not longer than a line."""
    return f'"{value}"' if len(value) <= LONGEST_NAMED else f'"{value[:LONGEST_NAMED]}..."'


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
    """A whole number in plain digits, from one to another: int() would take "1_000" and " 7", too."""

    def __init__(self, low: int, high: int, description: str, **options):
        self.bounds = low, high
        super().__init__(validate=validate.Range(low, high), metadata={"description": description}, **options)

    def _deserialize(self, value, attr, data, **kwargs):
        low, high = self.bounds
        if not re.fullmatch(r"\d{1,18}", value, re.ASCII) or not low <= int(value) <= high:
            raise ValidationError(f"Must be a whole number from {low} to {high}, in digits; {shown(value)} is none.")
        return super()._deserialize(value, attr, data, **kwargs)


class Number(fields.Float):
    """A number in plain digits, from one number to another."""

    def __init__(self, low: float, high: float, description: str):
        self.bounds = low, high
        super().__init__(validate=validate.Range(low, high), metadata={"description": description})

    def _deserialize(self, value, attr, data, **kwargs):
        low, high = self.bounds
        if not re.fullmatch(r"-?\d{1,9}(?:\.\d{1,15})?", value, re.ASCII) or not low <= float(value) <= high:
            raise ValidationError(f"Must be a number from {low} to {high}, in digits; {shown(value)} is none.")
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
            raise ValidationError(f"Must be an ISO 8601 date or date-time; {shown(value)} is none.") from None


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
        told = super()._deserialize(value, attr, data, **kwargs)
        if not (code := named(told)):
            raise ValidationError(
                f"{shown(told.strip())} is no country known here: give ISO 3166-1 codes of two or three letters, "
                "as in UA or UKR, or English names, as in Ukraine."
            )
        return code
