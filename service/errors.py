"""The one family of errors that a caller can see. The class gives the HTTP status, the message says what is wrong.

The docstring of each is what /problems tells a caller about it.
"""

import json
from collections.abc import Iterable
from typing import ClassVar

LONGEST_NAMED = 60  # characters of a value that an error names


class ServiceError(Exception):
    """Something that the caller can mend. `status` is the HTTP status, `title` the kind, str(error) this case."""

    status = 400
    title = "Bad request"
    headers: ClassVar[dict[str, str]] = {}  # of the answer

    def __init__(
        self,
        detail: str,
        *,
        status: int | None = None,
        errors: list[dict] | None = None,
        members: dict | None = None,
        headers: dict[str, str] | None = None,
    ):
        super().__init__(detail)
        self.headers = {**type(self).headers, **(headers or {})}
        self.status = status or self.status
        self.errors = errors or []
        self.members = members or {}  # more of the problem, by the names that the schema has for it


class BadText(ServiceError):
    """A text that cannot be read: not UTF-8, empty, not English, or with characters that no format can carry."""

    status = 422
    title = "Text that cannot be read"


class BadArticle(ServiceError):
    """Members of an article that do not fit the schema, each with a JSON pointer."""

    status = 422
    title = "Not an article"

    @classmethod
    def of(cls, member: str, detail: str) -> "BadArticle":
        return cls(f"{member}: {detail}", errors=[{"pointer": _pointer(member), "detail": detail}])

    @classmethod
    def from_messages(cls, messages: dict) -> "BadArticle":
        """From marshmallow's messages: {member: [what is wrong, ...]}."""
        errors = [
            {
                "pointer": "" if member == "_schema" else _pointer(member),
                "detail": " ".join(dict.fromkeys(map(str, details))),
            }
            for member, details in messages.items()
        ]
        return cls("; ".join(f"{error['pointer'][1:]}: {error['detail']}" for error in errors), errors=errors)


class TooLong(ServiceError):
    """An article longer than MAX_ARTICLE_CHARS, a body longer than can hold one, or a page of more than is read."""

    status = 413
    title = "Too long"


class BadCursor(ServiceError):
    """A `cursor` that no page of ours gave."""

    title = "Bad cursor"


class StoreUnavailable(ServiceError):
    """The database is locked, gone, or not migrated: the same request may succeed later."""

    status = 503
    title = "Store unavailable"
    headers: ClassVar = {"Retry-After": "5"}


class NotReady(StoreUnavailable):
    """Something that every request needs is not there, or not up to date; the detail says what."""

    title = "Not ready"


class StoreFull(StoreUnavailable):
    """No room left for the database."""

    status = 507
    title = "Store full"


class BadSetting(ServiceError):
    """A setting that makes no sense: the service does not start."""

    status = 500
    title = "Bad setting"


class BadBackup(ServiceError):
    """A copy of the store that cannot be made, or cannot be put in place."""

    status = 500
    title = "No backup"


class BadBody(ServiceError):
    """A body that is not JSON at all, or JSON that is nested too deep or says one thing twice."""

    title = "Bad body"


class BadParameter(ServiceError):
    """A query parameter that is unknown, given twice, or out of range; each is named."""

    title = "Bad parameter"

    @classmethod
    def of(cls, messages: dict[str, str]) -> "BadParameter":
        """From {parameter: what is wrong}."""
        errors = [{"parameter": name, "detail": detail} for name, detail in messages.items()]
        return cls("; ".join(f"{name}: {detail}" for name, detail in messages.items()), errors=errors)

    @classmethod
    def unknown(cls, names: Iterable[str]) -> "BadParameter":
        """For parameters that nothing is known of."""
        return cls.of(dict.fromkeys(names, "Is not known here."))


class Unauthorized(ServiceError):
    """A write without a token, or with one that is not known."""

    status = 401
    title = "Token needed"
    headers: ClassVar = {"WWW-Authenticate": 'Bearer realm="dateline"'}


class Forbidden(ServiceError):
    """A write that comes from a page of another site."""

    status = 403
    title = "Not from there"


class TooOften(ServiceError):
    """More writes, or more tries to be let in, than RATE_LIMIT allows; Retry-After says when to come again."""

    status = 429
    title = "Too often"


class NotFound(ServiceError):
    """Nothing is known under this address."""

    status = 404
    title = "Not found"


class Gone(ServiceError):
    """What was under this address is there no more: retracted, merged into another, or withdrawn."""

    status = 410
    title = "Gone"


class Conflict(ServiceError):
    """A change that what is there does not allow: it was retracted, merged or withdrawn, or is no such thing."""

    status = 409
    title = "Conflict"


class Changed(ServiceError):
    """A change to what is no longer as whoever asks for it has read it (If-Match, If-Unmodified-Since)."""

    status = 412
    title = "Changed meanwhile"


class BadCorrection(ServiceError):
    """A correction that would make no record; each member that does not fit is named by a JSON pointer."""

    status = 422
    title = "Not a correction"

    @classmethod
    def of(cls, messages: dict[str, str]) -> "BadCorrection":
        """From {member: what is wrong}."""
        errors = [{"pointer": _pointer(name), "detail": detail} for name, detail in messages.items()]
        return cls("; ".join(f"{name}: {detail}" for name, detail in messages.items()), errors=errors)

    @classmethod
    def from_messages(cls, messages: dict, said: dict | None = None) -> "BadCorrection":
        """From marshmallow's messages, however deep; of what was `said`, the value that is wrong is named, too."""
        found = {"".join(map(_pointer, path)): _named(said, path) + detail for path, detail in _walk(messages)}
        errors = [{"pointer": pointer, "detail": detail} for pointer, detail in found.items()]
        return cls("; ".join(f"{pointer[1:]}: {detail}" for pointer, detail in found.items()), errors=errors)


class NotAcceptable(ServiceError):
    """None of the media types that the Accept header allows is one that this can be had as."""

    status = 406
    title = "Not to be had as that"
    headers: ClassVar = {"Vary": "Accept"}


class BadMediaType(ServiceError):
    """A body in a media type, a charset or a content coding that is not read here."""

    status = 415
    title = "Media type that is not read"
    headers: ClassVar = {"Accept-Encoding": "identity"}


def _walk(messages, path=()):
    """(path, message) of each message in a tree of marshmallow's."""
    if not isinstance(messages, dict):
        yield path, " ".join(map(str, messages))
        return
    for name, inner in messages.items():
        yield from _walk(inner, path if name == "_schema" else (*path, str(name)))


def _named(said, path):
    """Which value is meant, if it is one that fits in a line."""
    for name in path:
        if isinstance(said, dict):
            said = said.get(name)
        elif isinstance(said, list) and name.isdecimal():
            said = said[int(name)]
        else:
            return ""
    if said is None or isinstance(said, dict | list):
        return ""
    written = json.dumps(said, ensure_ascii=False)
    return f"{written if len(written) <= LONGEST_NAMED else written[:LONGEST_NAMED] + '...'}: "


def _pointer(member):
    """A JSON pointer (RFC 6901) to a member of the body."""
    return "/" + str(member).replace("~", "~0").replace("/", "~1")
