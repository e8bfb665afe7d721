"""What a person may say of an event, and what is told of it: corrections, retractions, merges, splits and undoing."""

from marshmallow import INCLUDE, RAISE, Schema, fields, validate

from schemas.answers import KeptEventSchema
from schemas.event import STATUSES, EventSchema
from schemas.parts import one_of

EVENT_ID = validate.Regexp(r"evt_[a-z2-7]{13}\Z", error="Must be the id of an event.")
ARTICLE_ID = validate.Regexp(r"art_[a-z2-7]{13}\Z", error="Must be the id of an article.")
DECISION_ID = validate.Regexp(r"cor_[a-z2-7]{13}\Z", error="Must be the id of a decision.")

BLANK = r"\s\x00-\x1f\x7f-\x9f\ufffe\uffff"
PRINTED = validate.Regexp(rf"[^\x00]*[^{BLANK}][^\x00]*\Z", error="Must not be blank, and have no NUL.")


class DecisionSchema(Schema):
    """The body of a retraction; every decision has these members."""

    class Meta:
        unknown = RAISE

    reason = fields.String(
        required=True,
        validate=[validate.Length(1, 1000), PRINTED],
        metadata={"description": "Why; it is published", "example": "The ministry has withdrawn the figure."},
    )
    author = fields.String(
        validate=[validate.Length(1, 200), PRINTED],
        metadata={"description": "Who decides, as it is to be published; the name of the token if absent"},
    )


class CorrectionSchema(DecisionSchema):
    """The body of PATCH /events/{id}: reason and author, and a merge patch (RFC 7396) of the record.

    Null takes a value away. A toll is set kind by kind; any other field is set as a whole.
    """

    class Meta:
        unknown = INCLUDE


class MergeSchema(DecisionSchema):
    """The body of POST /events/{id}/merge."""

    other = fields.String(
        required=True,
        data_key="with",
        validate=EVENT_ID,
        metadata={"description": "The event that is the same one; the older id stays"},
    )


class SplitSchema(DecisionSchema):
    """The body of POST /events/{id}/split."""

    articles = fields.List(
        fields.String(validate=ARTICLE_ID),
        required=True,
        validate=validate.Length(1, 1000),
        metadata={"description": "The articles that tell of another event"},
    )


class UndoSchema(DecisionSchema):
    """The body of POST /events/{id}/undo."""

    decision = fields.String(
        validate=DECISION_ID, metadata={"description": "Which to take back; the last one on this event if absent"}
    )


class Change(Schema):
    """One thing that a version changed."""

    field = fields.String(required=True, metadata={"description": "Path of the field", "example": "toll.killed"})
    before = fields.String(
        data_key="from", allow_none=True, metadata={"description": "What it said", "example": "at least 8"}
    )
    after = fields.String(data_key="to", allow_none=True, metadata={"description": "What it says", "example": "12"})
    text = fields.String(
        required=True, metadata={"description": "Both in words", "example": "killed: at least 8 -> 12"}
    )


class VersionSchema(Schema):
    """A version of a record, what it changed and why it is there."""

    version = fields.Integer(required=True)
    updated = fields.AwareDateTime(required=True, format="iso")
    status = fields.String(required=True, validate=one_of(STATUSES))
    headline = fields.String(required=True, metadata={"description": "The most important changes in one line"})
    changes = fields.List(fields.Nested(Change), required=True)
    cause = fields.String(
        validate=one_of(
            {"article", "version", "withdrawal", "reprocess", "correct", "retract", "merge", "split", "undo"}
        ),
        metadata={"description": "An article came, or came anew; it was withdrawn; better rules; or a person's word"},
    )
    article = fields.String(metadata={"description": "The article that caused it"})
    author = fields.String(metadata={"description": "Who decided it"})
    reason = fields.String(metadata={"description": "Why"})
    decision = fields.String(metadata={"description": "Id of the decision; see /decisions/{id}"})
    record = fields.Nested(KeptEventSchema, required=True)


class VersionsSchema(Schema):
    """All versions of an event, the present one first."""

    versions = fields.List(fields.Nested(VersionSchema), required=True)


class SplitAnswerSchema(Schema):
    """What became of an event that was split."""

    event = fields.Nested(EventSchema, required=True)
    others = fields.List(fields.Nested(EventSchema), required=True)


class KnownDecisionSchema(Schema):
    """A decision, as it is kept."""

    id = fields.String(required=True, validate=DECISION_ID)
    event = fields.String(required=True, validate=EVENT_ID)
    kind = fields.String(required=True, validate=one_of({"correct", "retract", "merge", "split", "undo"}))
    author = fields.String(required=True)
    reason = fields.String(required=True)
    moment = fields.AwareDateTime(required=True, format="iso")
    undone = fields.AwareDateTime(format="iso", metadata={"description": "When it was taken back"})
    sets = fields.Dict(metadata={"description": "Of a correction: each value that it sets"})
    other = fields.String(data_key="with", metadata={"description": "Of a merge: the other event"})
    articles = fields.List(fields.String(), metadata={"description": "Of a split: the articles that were taken out"})
