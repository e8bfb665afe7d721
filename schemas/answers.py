"""What comes back over HTTP around the records: listings, and what became of an article."""

from marshmallow import Schema, fields, validate

from schemas.event import MODALITIES, STATUSES, EventSchema
from schemas.parts import Evidence, one_of


def address(description: str) -> fields.String:
    """An address, as OpenAPI shows it."""
    return fields.String(required=True, metadata={"description": description, "format": "uri"})


class ArticleRef(Schema):
    """An article of the store."""

    id = fields.String(required=True, metadata={"description": "Id of the article"})
    url = address("Where we tell what we know of it")


class KeptEventSchema(EventSchema):
    """A record as it is kept: where an article was withdrawn, the words that it rested on are gone."""

    evidence = fields.List(
        fields.Nested(Evidence), required=True, metadata={"description": "The words that tell of it"}
    )


class EventWithUrl(EventSchema):
    """A record, and where it stands."""

    url = address("Where the record stands")


class Quote(Evidence):
    """Words of an article."""

    class Meta:
        exclude = ("source",)


class NonEvent(Quote):
    """Words that look like an event and were not coded as one."""

    reason = fields.String(
        required=True,
        metadata={"description": "negated, historical, generic, or low-confidence: coded, but not sure enough"},
    )


class PostedSchema(Schema):
    """What became of an article that was posted."""

    article = fields.Nested(ArticleRef, required=True)
    events = fields.List(
        fields.Nested(EventWithUrl), required=True, metadata={"description": "Its events, the most salient first"}
    )
    non_events = fields.List(fields.Nested(NonEvent), required=True)


class EventRef(Schema):
    """An event of the store."""

    id = fields.String(required=True, metadata={"description": "Id of the event"})
    url = address("Where its record stands")


class JobSchema(Schema):
    """What becomes of an article that a worker codes."""

    id = fields.String(required=True, metadata={"description": "Id of the job"})
    url = address("Where it stands")
    status = fields.String(required=True, validate=one_of(("queued", "done", "failed")))
    attempts = fields.Integer(required=True, metadata={"description": "How often it was begun"})
    accepted = fields.AwareDateTime(required=True, format="iso", metadata={"description": "When the article came in"})
    article = fields.Nested(ArticleRef, metadata={"description": "Once it is done"})
    events = fields.List(fields.Nested(EventRef), metadata={"description": "Once it is done: its events as they are"})
    problem = fields.Dict(metadata={"description": "What went wrong the last time: title, status, detail"})


class AcceptedSchema(Schema):
    """An article that is in the store and will be coded."""

    job = fields.Nested(JobSchema, required=True)


class Glimpse(Schema):
    """An event of an article, in short."""

    id = fields.String(required=True, metadata={"description": "Id of the event"})
    url = address("Where its record stands")
    type = fields.String(required=True, metadata={"description": "Event type of the ontology"})
    modality = fields.String(required=True, validate=one_of(MODALITIES))
    status = fields.String(required=True, validate=one_of(STATUSES))
    title = fields.String(required=True, validate=validate.Length(1, 120))


class KnownArticleSchema(Schema):
    """What is known of an article: all but its text."""

    id = fields.String(required=True, metadata={"description": "Id of the article"})
    external_id = fields.String(metadata={"description": "What its sender calls it"})
    url = fields.String(metadata={"description": "Where it was published", "format": "uri"})
    title = fields.String(metadata={"description": "Its headline"})
    publisher = fields.String(metadata={"description": "Who published it"})
    published = fields.String(metadata={"description": "When it was published"})
    licence = fields.String(metadata={"description": "Its licence, in words or as a URL"})
    language = fields.String(metadata={"description": "BCP 47 tag"})
    text_basis = fields.String(
        validate=validate.OneOf(["extracted"]),
        metadata={"description": "`extracted` where a page was sent: offsets point into the text found in it"},
    )
    seen = fields.AwareDateTime(required=True, format="iso", metadata={"description": "When we got this version"})
    version = fields.Integer(required=True, metadata={"description": "How often it was sent with other words"})
    events = fields.List(fields.Nested(Glimpse), required=True)
    quotes = fields.List(
        fields.Nested(Quote), required=True, metadata={"description": "The words that records rest on"}
    )
    non_events = fields.List(fields.Nested(NonEvent), required=True)


class ListingSchema(Schema):
    """A page of records, the last changed first."""

    events = fields.List(
        fields.Nested(KeptEventSchema(partial=True)),
        required=True,
        metadata={"description": "Records; with `fields`, only so much of each, and columns of tables beside it"},
    )
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "Address of the next page, or null", "format": "uri"}
    )


class CountSchema(Schema):
    """How many records a listing has."""

    count = fields.Integer(required=True, metadata={"description": "How many there are"})
    maxAllowed = fields.Integer(required=True, metadata={"description": "How many a page may hold"})


class StatusSchema(Schema):
    """Whether the service is up."""

    status = fields.String(required=True, metadata={"description": "ok", "example": "ok"})
