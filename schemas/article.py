"""What a caller may send us: an article as it was published, and what is known about it."""

from typing import ClassVar
from urllib.parse import urlsplit

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate


def _without_user(url):
    """A password in an address would be published with the record."""
    try:
        named = "@" in urlsplit(url).netloc
    except ValueError:  # a bracket that is not closed
        raise ValidationError("Not a valid URL.") from None
    if named:
        raise ValidationError("Must not have a user or a password.")


class ArticleSchema(Schema):
    """The body of POST /articles. Only `text` is needed; null or empty is the same as absent."""

    class Meta:
        unknown = RAISE

    error_messages: ClassVar = {"unknown": "Is not known here: see /openapi.json for what an article has."}

    id = fields.String(
        validate=validate.Length(max=200),
        metadata={"description": "Your own name for it, kept as `external_id`"},
    )
    text = fields.String(
        required=True,
        metadata={"description": "The article in plain text, in English", "example": "A ferry capsized ..."},
    )
    title = fields.String(validate=validate.Length(max=1000), metadata={"description": "The headline"})
    url = fields.Url(
        schemes={"http", "https"},
        validate=[
            validate.Length(max=2000),
            _without_user,
        ],
        metadata={"description": "Where it was published", "format": "uri"},
    )
    published = fields.String(
        metadata={
            "description": "When it was published: an ISO 8601 date, or a time with its zone",
            "example": "2026-03-05",
        }
    )
    publisher = fields.String(validate=validate.Length(max=200), metadata={"description": "Who published it"})
    licence = fields.String(
        validate=validate.Length(max=500), metadata={"description": "Its licence, in words or as a URL"}
    )
    language = fields.String(
        validate=validate.Regexp(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", error="Must be a BCP 47 language tag."),
        metadata={"description": "BCP 47 tag; detected if absent. Only English is read", "example": "en"},
    )

    @pre_load
    def empty_is_absent(self, data, **_):
        """A null or empty member means the same as none (but an empty text is told apart from a missing one later)."""
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if key == "text" or value not in (None, "")}
