"""The one shape of an error: problem details for HTTP APIs (RFC 9457)."""

from marshmallow import Schema, fields


class ProblemError(Schema):
    """One thing that is wrong, and where."""

    pointer = fields.String(metadata={"description": "JSON pointer into the body"})
    parameter = fields.String(metadata={"description": "Name of the query parameter"})
    detail = fields.String(required=True, metadata={"description": "What is wrong with it"})


class TombstoneSchema(Schema):
    """What is left of an event that has ended."""

    id = fields.String(required=True, metadata={"description": "Id of the event"})
    version = fields.Integer(required=True, metadata={"description": "The version that it ended with"})
    status = fields.String(required=True, metadata={"description": "retracted or merged"})
    published = fields.String(required=True, metadata={"description": "When the event was first published"})
    updated = fields.String(required=True, metadata={"description": "When it ended"})
    replaced_by = fields.String(metadata={"description": "The event that it was merged into"})


class ProblemSchema(Schema):
    """Answer of every request that fails (application/problem+json)."""

    type = fields.String(
        required=True, metadata={"description": "URI of the kind of problem", "example": "about:blank"}
    )
    title = fields.String(required=True, metadata={"description": "The kind of problem, in words"})
    status = fields.Integer(required=True, metadata={"description": "HTTP status"})
    detail = fields.String(metadata={"description": "What went wrong this time"})
    instance = fields.String(metadata={"description": "Path of the request"})
    errors = fields.List(fields.Nested(ProblemError), metadata={"description": "Each thing that is wrong"})
    event = fields.Nested(TombstoneSchema, metadata={"description": "Of an event that is gone: what is left of it"})
    request_id = fields.String(metadata={"description": "Of a fault of ours: what to report it by"})
