"""THE list of fields. A report is what one article says of one event; an event is what its reports make together.

Each field carries what everything else is derived from: `description` (OpenAPI), `term` (JSON-LD), `merge` (the policy
by which reports are fused) and, where it has one, `column` (CSV). Absent means unknown.
"""

from marshmallow import Schema, fields, validate

from schemas import vocabulary
from schemas.parts import (
    Actor,
    Attribution,
    Damage,
    Decimal,
    Evidence,
    Flag,
    Link,
    Source,
    Toll,
    Weapon,
    When,
    Where,
    one_of,
)


def about(description, term, merge, **extra):
    """The metadata of a field: what it says, its JSON-LD term, how reports are fused on it."""
    return {"description": description, "term": term, "merge": merge, **extra}


class TollByKind(Schema):
    """People harmed, by what became of them."""

    killed = fields.Nested(Toll, metadata={"description": "Dead", "term": "killed"})
    injured = fields.Nested(Toll, metadata={"description": "Wounded, hurt, taken to hospital", "term": "injured"})
    missing = fields.Nested(Toll, metadata={"description": "Unaccounted for", "term": "missing"})
    detained = fields.Nested(Toll, metadata={"description": "Arrested or captured", "term": "detained"})
    abducted = fields.Nested(Toll, metadata={"description": "Kidnapped or taken hostage", "term": "abducted"})
    displaced = fields.Nested(Toll, metadata={"description": "Driven from home", "term": "displaced"})
    evacuated = fields.Nested(
        Toll, metadata={"description": "Brought to safety beforehand or after", "term": "evacuated"}
    )
    rescued = fields.Nested(Toll, metadata={"description": "Saved alive", "term": "rescued"})
    affected = fields.Nested(Toll, metadata={"description": "Affected in another way", "term": "affected"})


class Codes(Schema):
    """The one code of each scheme that fits the event. Every code is a string."""

    acled = fields.String(metadata={"description": "ACLED event type > sub-event type"})
    cameo = fields.String(metadata={"description": "CAMEO"})
    plover = fields.String(metadata={"description": "PLOVER event/mode"})
    ucdp = fields.String(metadata={"description": "UCDP type of violence: 1 state-based, 2 non-state, 3 one-sided"})
    glide = fields.String(metadata={"description": "GLIDE"})
    emdat = fields.String(metadata={"description": "EM-DAT"})
    cap = fields.String(metadata={"description": "CAP category"})
    iptc = fields.String(metadata={"description": "IPTC media topic"})
    wikidata = fields.String(metadata={"description": "Wikidata item of the type"})


REAL = ("occurred", "ongoing")  # it took place: what feeds show unless they are asked for more
MODALITIES = (*REAL, "planned", "threatened", "claimed", "denied", "hypothetical")
LISTED, ENDED = ("active", "corrected"), ("merged", "retracted")  # in force; of the rest there is but a tombstone
STATUSES = (*LISTED, *ENDED)


class ReportSchema(Schema):
    """What one article says of one event."""

    key = fields.String(required=True, metadata=about("r1, r2, ... within the article", "key", "drop"))
    type = fields.String(
        required=True,
        validate=one_of(vocabulary.names("event_types")),
        metadata=about("Event type of the ontology", "additionalType", "finest", column="sub_event_type"),
    )
    category = fields.String(
        required=True,
        validate=one_of(vocabulary.categories()),
        metadata=about("Family of the type", "additionalType", "finest", column="event_type"),
    )
    codes = fields.Nested(Codes, metadata=about("The type in other schemes", "code", "finest"))
    modality = fields.String(
        required=True,
        validate=one_of(MODALITIES),
        metadata=about(
            "Did it happen? Only occurred and ongoing are in the feeds", "modality", "firmest", column="modality"
        ),
    )
    title = fields.String(
        required=True,
        validate=validate.Length(1, 120),
        metadata=about("One line made from the fields", "name", "compose", column="title"),
    )
    summary = fields.String(
        required=True,
        metadata=about("Two or three sentences made from the fields", "description", "compose", column="notes"),
    )
    when = fields.Nested(When, metadata=about("When it happened", "startDate", "most_precise", column="event_date"))
    where = fields.List(
        fields.Nested(Where), metadata=about("Where, the main place first", "location", "places", column="location")
    )
    who = fields.List(fields.Nested(Actor), metadata=about("Who took part", "involvedAgent", "named", column="actor1"))
    toll = fields.Nested(TollByKind, metadata=about("People harmed", "toll", "toll"))
    weapons = fields.List(fields.Nested(Weapon), metadata=about("Weapons used", "weapon", "weapons", column="weapons"))
    damage = fields.List(fields.Nested(Damage), metadata=about("Things destroyed or damaged", "damage", "damage"))
    said_by = fields.List(fields.Nested(Attribution), metadata=about("Who says so", "attribution", "named"))
    links = fields.List(fields.Nested(Link), metadata=about("Other events it belongs to", "link", "union"))
    confidence = Decimal(
        required=True,
        validate=validate.Range(0, 1),
        metadata=about("How likely the main facts are right, 0 to 1", "confidence", "noisy_or", column="confidence"),
    )
    confidence_reasons = fields.List(
        fields.String(), metadata=about("What raised or lowered it", "confidenceReason", "reasons")
    )
    year_inferred = Flag(
        metadata=about("The year is not in the article: it was worked out from weekday and date", "yearInferred", "any")
    )
    evidence = fields.List(
        fields.Nested(Evidence),
        required=True,
        validate=validate.Length(min=1),
        metadata=about("The words that tell of the event", "evidence", "quotes", column="quote"),
    )


class EventSchema(ReportSchema):
    """A record of the store: what its reports make together, and its life."""

    class Meta:
        exclude = ("key",)

    id = fields.String(
        required=True,
        validate=validate.Regexp(r"evt_[a-z2-7]{13}\Z"),
        metadata=about("Stable, never reused", "identifier", "oldest", column="event_id"),
    )
    version = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1),
        metadata=about("Raised by each change", "version", "store", column="version"),
    )
    status = fields.String(
        required=True,
        validate=one_of(STATUSES),
        metadata=about("Life of the record", "status", "store", column="status"),
    )
    published = fields.AwareDateTime(
        required=True,
        format="iso",
        metadata=about("When the record was first published", "datePublished", "store", column="published_at"),
    )
    updated = fields.AwareDateTime(
        required=True,
        format="iso",
        metadata=about("When it last changed; unique in the store", "dateModified", "store", column="updated_at"),
    )
    sources = fields.List(
        fields.Nested(Source),
        required=True,
        metadata=about("The articles it rests on", "subjectOf", "articles", column="source"),
    )
    replaced_by = fields.String(metadata=about("The event that this one was merged into", "replacedBy", "store"))


# What the store adds to what reports say, and what is left of a record that has ended.
LIFE = tuple(
    name for name, field in EventSchema._declared_fields.items() if field.metadata["merge"] in ("oldest", "store")
)
