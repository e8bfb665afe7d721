"""The parts that a record is made of, each resting on evidence.

A value that the text gives carries a list of evidence: the words, and where they stand. Offsets are code points,
half-open, so that `text[start:end] == quote` for anybody who has the article.
"""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from schemas import vocabulary

MOST = 10**9  # of people or things, in one figure; whatever says more is no count, or a slip of the keyboard
COUNTED = validate.Range(min=0, max=MOST, error="Must be a whole number from {min} to {max}.")


def one_of(names):
    """Allow only the given names; the message lists them."""
    return validate.OneOf(sorted(names), error="Must be one of: {choices}.")


class Decimal(fields.Float):
    """A number of JSON; marshmallow would take "5" for one, and a record would have the string."""

    def _validated(self, value):
        if isinstance(value, str):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Flag(fields.Boolean):
    """True or false; marshmallow would take "yes" and 1 for it, and a record would have those."""

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Evidence(Schema):
    """The words a value rests on (a Web Annotation text quote and text position in one)."""

    quote = fields.String(required=True, metadata={"description": "The words, exactly as they stand in the article"})
    start = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=0), metadata={"description": "First code point"}
    )
    end = fields.Integer(required=True, strict=True, metadata={"description": "Code point after the last"})
    in_ = fields.String(
        required=True,
        data_key="in",
        attribute="in",
        validate=one_of({"text", "title"}),
        metadata={"description": "Which part of the article the offsets count in"},
    )
    source = fields.String(required=True, metadata={"description": "Id of the article"})

    @validates_schema
    def spans_something(self, data, **_):
        if data["end"] - data["start"] != len(data["quote"]):
            raise ValidationError("end - start must be the length of the quote", "end")


class Grounded(Schema):
    """Base of every value that was read from the text: at least one piece of evidence."""

    evidence = fields.List(
        fields.Nested(Evidence),
        required=True,
        validate=validate.Length(min=1),
        metadata={"description": "The words that this rests on"},
    )


class Range(Schema):
    """A count as the text gives it: "at least eight" is low 8, best 8, no high; "dozens" is low 24, no best."""

    low = fields.Integer(strict=True, validate=COUNTED, metadata={"description": "At least so many"})
    best = fields.Integer(
        strict=True, validate=COUNTED, metadata={"description": "The figure to use where one is needed"}
    )
    high = fields.Integer(strict=True, validate=COUNTED, metadata={"description": "At most so many; absent when open"})
    words = fields.String(metadata={"description": "The words of the count"})

    @validates_schema
    def in_order(self, data, **_):
        known = [data[key] for key in ("low", "best", "high") if data.get(key) is not None]
        if known != sorted(known):
            raise ValidationError("low, best and high must not decrease", "low")


class Group(Range):
    """Part of a count: how many of them are children, women, police ..."""

    group = fields.String(
        required=True, metadata={"description": "Who: children, women, civilians, soldiers, police, ..."}
    )


class Figure(Range, Grounded):
    """A count as one article gave it."""

    said_by = fields.String(metadata={"description": "Who gave the figure"})
    source = fields.String(required=True, metadata={"description": "Id of the article"})
    published = fields.String(metadata={"description": "When the article was published, as it was sent"})


class Toll(Range, Grounded):
    """How many people were harmed in one way."""

    of = fields.List(fields.Nested(Group), metadata={"description": "Those among them that the text tells apart"})
    said_by = fields.String(metadata={"description": "Who gave the figure"})
    figures = fields.List(
        fields.Nested(Figure),
        validate=validate.Length(min=2),
        metadata={"description": "Where articles differ: what each of them says, the oldest first", "term": "figures"},
    )


class When(Grounded):
    """When it happened, as precisely as the text says and no more."""

    date = fields.Date(required=True, format="iso", metadata={"description": "The day an analyst would file it under"})
    start = fields.String(required=True, metadata={"description": "First day, or first moment with its zone"})
    end = fields.String(required=True, metadata={"description": "Last day, or last moment with its zone"})
    precision = fields.String(
        required=True,
        validate=one_of({"minute", "hour", "day", "week", "month", "year"}),
        metadata={"description": "How precisely the text says it"},
    )
    time_of_day = fields.String(metadata={"description": 'In words: "overnight", "early hours", "evening", "21:40"'})
    basis = fields.String(required=True, metadata={"description": "How the words became this date"})


class Where(Grounded):
    """A place of the event, resolved against GeoNames; never a point finer than the text."""

    role = fields.String(
        required=True,
        validate=one_of({"site", "affected", "origin", "destination"}),
        metadata={"description": "What the place is to the event"},
    )
    name = fields.String(required=True, metadata={"description": "English display name"})
    precision = fields.String(
        required=True,
        validate=one_of({"exact", "district", "city", "admin2", "admin1", "country"}),
        metadata={"description": "How fine the place is"},
    )
    country = fields.String(metadata={"description": "English short name of the country"})
    country_iso2 = fields.String(validate=validate.Length(equal=2), metadata={"description": "ISO 3166-1 alpha-2"})
    country_iso3 = fields.String(validate=validate.Length(equal=3), metadata={"description": "ISO 3166-1 alpha-3"})
    admin1 = fields.String(metadata={"description": "First-level division"})
    admin1_iso = fields.String(metadata={"description": "ISO 3166-2 code of it"})
    geonames_id = fields.Integer(strict=True, validate=COUNTED, metadata={"description": "GeoNames id"})
    latitude = Decimal(validate=validate.Range(-90, 90), metadata={"description": "WGS84, degrees"})
    longitude = Decimal(validate=validate.Range(-180, 180), metadata={"description": "WGS84, degrees"})


class Actor(Grounded):
    """Who took part, and on which side of it."""

    role = fields.String(
        required=True,
        validate=one_of({"perpetrator", "target", "party", "speaker", "addressee", "mediator", "visitor", "host"}),
        metadata={"description": "What they are to the event"},
    )
    name = fields.String(required=True, metadata={"description": "As an index would list them"})
    country_iso3 = fields.String(validate=validate.Length(equal=3), metadata={"description": "ISO 3166-1 alpha-3"})
    sector = fields.String(
        validate=one_of(vocabulary.names("sectors")), metadata={"description": "PLOVER sector: GOV, MIL, REB, CVL, ..."}
    )


class Weapon(Grounded):
    """A kind of weapon; those launched, those intercepted and those that hit are three numbers."""

    kind = fields.String(
        required=True, validate=one_of(vocabulary.names("weapons")), metadata={"description": "Kind of weapon"}
    )
    subkinds = fields.List(fields.String(), metadata={"description": "Finer kinds that the text names"})
    used = fields.Nested(Range, metadata={"description": "How many were launched"})
    intercepted = fields.Nested(Range, metadata={"description": "How many were shot down or stopped"})
    hit = fields.Nested(Range, metadata={"description": "How many got through"})
    said_by = fields.String(metadata={"description": "Who says so"})


class Damage(Grounded):
    """A kind of thing that was destroyed, damaged, burning or hit."""

    kind = fields.String(
        required=True, validate=one_of(vocabulary.names("damage")), metadata={"description": "Kind of thing"}
    )
    status = fields.String(
        required=True,
        validate=one_of({"destroyed", "damaged", "burning", "hit"}),
        metadata={"description": "What became of it"},
    )
    count = fields.Nested(Range, metadata={"description": "How many"})
    said_by = fields.String(metadata={"description": "Who says so"})


class Attribution(Grounded):
    """Somebody the text names as the source of what it says of the event."""

    name = fields.String(required=True, metadata={"description": "Who says it"})
    country_iso3 = fields.String(validate=validate.Length(equal=3), metadata={"description": "ISO 3166-1 alpha-3"})
    sector = fields.String(validate=one_of(vocabulary.names("sectors")), metadata={"description": "PLOVER sector"})
    verb = fields.String(metadata={"description": "said, claimed, reported, ..."})
    channel = fields.String(metadata={"description": 'Where it was said: "post on X", "statement", ...'})
    certainty = fields.String(
        validate=one_of({"confirmed", "said", "claimed", "believed", "estimated"}),
        metadata={"description": "How sure the speaker is made out to be"},
    )


class Link(Schema):
    """How this event stands to another."""

    rel = fields.String(
        required=True,
        validate=one_of({"part_of", "caused_by", "about", "same_as"}),
        metadata={"description": "The relation"},
    )
    to = fields.String(
        required=True,
        validate=validate.Regexp(r"\w{1,40}\Z", error="Must be the id of an event."),
        metadata={"description": "A report's key, or an event's id in the store"},
    )


class Source(Schema):
    """An article that an event rests on."""

    id = fields.String(required=True, metadata={"description": "Id of the article"})
    url = fields.String(required=True, metadata={"description": "Where it stands; ours, if none was sent"})
    title = fields.String(metadata={"description": "Its headline"})
    publisher = fields.String(metadata={"description": "Who published it"})
    published = fields.String(metadata={"description": "When, as it was sent"})
    licence = fields.String(metadata={"description": "Its licence, as it was sent"})
    language = fields.String(metadata={"description": "BCP 47 tag"})
    seen = fields.AwareDateTime(required=True, format="iso", metadata={"description": "When we got it"})
    copy_of = fields.String(metadata={"description": "Id of the article of which it is a syndicated copy"})
