"""The body of a request that writes: its media type, charset, coding and bytes, within the same bounds for all."""

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from service.errors import BadMediaType, TooLong
from service.running import running

CHARSETS = ("utf-8", "utf8", "us-ascii", "ascii")


def media_type(taken: tuple[str, ...], what: str) -> str:
    """Which of the media types that are taken here the body has. Raises BadMediaType (415), also for one that is not
    in UTF-8 or is compressed."""
    told = {f"Accept-{request.method.title()}": ", ".join(taken)}  # RFC 5789, and Linked Data Platform
    sent = request.mimetype
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if sent not in taken:
        raise BadMediaType(
            f"{sent or 'a body without a Content-Type'} is not read here: {what} comes as {' or '.join(taken)}",
            headers=told,
        )
    if charset not in CHARSETS:
        raise BadMediaType(f"charset {charset}: send UTF-8", headers=told)
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise BadMediaType("a compressed body is not read here", headers=told)
    return sent


def data() -> bytes:
    """The body. Werkzeug cuts one off that comes in chunks and never says how long it is, and so we count."""
    most = running().config.max_body_bytes
    try:
        sent = request.get_data(cache=False)
    except RequestEntityTooLarge:
        sent = None
    if sent is None or len(sent) >= most:
        raise TooLong(f"the body is longer than {most:,} bytes")
    return sent
