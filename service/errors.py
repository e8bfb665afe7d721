"""The one family of errors that a caller can see. The class gives the HTTP status, the message says what is wrong."""


class ServiceError(Exception):
    """Something that the caller can mend. `status` is the HTTP status, `title` the kind, str(error) this case."""

    status = 400
    title = "Bad request"

    def __init__(self, detail: str, *, status: int | None = None, errors: list[dict] | None = None):
        super().__init__(detail)
        self.status = status or self.status
        self.errors = errors or []


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
        return cls(f"{member}: {detail}", errors=[{"pointer": f"/{member}", "detail": detail}])

    @classmethod
    def from_messages(cls, messages: dict) -> "BadArticle":
        """From marshmallow's messages: {member: [what is wrong, ...]}."""
        errors = [
            {"pointer": "" if member == "_schema" else f"/{member}", "detail": " ".join(map(str, details))}
            for member, details in messages.items()
        ]
        return cls("; ".join(f"{error['pointer'][1:]}: {error['detail']}" for error in errors), errors=errors)


class TooLong(ServiceError):
    """An article longer than MAX_ARTICLE_CHARS, or a body longer than can hold one."""

    status = 413
    title = "Too long"


class BadCursor(ServiceError):
    """A `cursor` that no page of ours gave."""

    title = "Bad cursor"


class StoreUnavailable(ServiceError):
    """The database is locked, gone, or not migrated: the same request may succeed later."""

    status = 503
    title = "Store unavailable"


class StoreFull(StoreUnavailable):
    """No room left for the database."""

    status = 507
    title = "Store full"
