"""Answers with an ETag, or with 304 where the caller has it already (RFC 9110, 13).

What an answer looks like follows from the edition (code and settings), the state of the store, the path, the query, the
media type and the coding: their hash is the strong ETag, so that a 304 costs one small read and nothing is rendered.
Each answer is marked with the state that it holds for, by which front.py may give it again.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from flask import Response, request
from werkzeug.http import http_date

from service import encoding
from service.running import running
from service.store import Meta
from service.store.moments import micros

MINUTE = "public, max-age=60"
DAY = "public, max-age=86400"
STATE = "dateline.state"  # of an answer's environ: (birth, revision), or () of what no write can change


def answer(
    media_type: str,
    make: Callable[[Meta], tuple[bytes | str, str]],
    *,
    query: str = "",
    found: Callable[[], object] | None = None,
    cache: str = MINUTE,
) -> Response:
    """The answer of this request in a media type.

    `make` gives its body and its Link header; `found` raises NotFound where nothing is there. The state is read before
    what is rendered: a write in between makes an answer newer than its ETag, which costs the caller one more request;
    the other way round it would keep what is out of date.
    """
    state = running().store.meta()
    coding = encoding.choose(request.accept_encodings)
    moment = micros(state.last_commit)
    said = {"path": request.path, "query": query, "media_type": media_type, "coding": coding}
    tag = tag_of(state.birth, state.revision, moment, **said)
    headers = {"Last-Modified": http_date(state.last_commit), "Cache-Control": cache}
    request.environ[STATE] = (state.birth, state.revision)
    if _has(tag):
        return _labelled(_NotModified(status=304), tag, headers)
    if _unchanged(state):
        if found:
            found()
        return _labelled(_NotModified(status=304), tag, headers)
    body, links = make(state)
    response = _encoded(body, media_type, coding)
    if links:
        response.headers["Link"] = links
    return _labelled(response, tag, headers)


def fixed(media_type: str, make: Callable[[], bytes | str], links: str = "") -> Response:
    """The answer of what only another edition can change, such as a JSON-LD context."""
    coding = encoding.choose(request.accept_encodings)
    tag = _tag(running().edition, request.full_path, media_type, coding)
    request.environ[STATE] = ()
    if _has(tag) or request.if_none_match.star_tag:
        return _labelled(_NotModified(status=304), tag, {"Cache-Control": DAY})
    response = _encoded(make(), media_type, coding)
    if links:
        response.headers["Link"] = links
    return _labelled(response, tag, {"Cache-Control": DAY})


def tag_of(birth: datetime, revision: int, moment: int, *, path: str, query: str, media_type: str, coding: str) -> str:
    """The ETag of an answer. It can be read from it as of which state it is, for preconditions.py."""
    parts = _tag(running().edition, birth, revision, moment, path, query, media_type, coding)
    return f"{revision:x}-{moment:x}-{parts}"


def with_charset(media_type: str) -> str:
    """Its Content-Type: text says its charset; the JSON family has none, being UTF-8 always."""
    bare = media_type.partition(";")[0]
    return media_type if ";" in media_type or not bare.startswith("text/") else f"{bare}; charset=utf-8"


class _NotModified(Response):
    """Werkzeug drops Last-Modified from a 304; a caller who keeps it should hear of the newer one."""

    def get_wsgi_headers(self, environ):
        headers = super().get_wsgi_headers(environ)
        headers.extend((name, value) for name, value in self.headers if name == "Last-Modified")
        return headers


def _encoded(body, media_type, coding):
    body, coding = encoding.encoded(body.encode() if isinstance(body, str) else body, coding)
    response = Response(body, content_type=with_charset(media_type))
    if coding != encoding.IDENTITY:
        response.headers["Content-Encoding"] = coding
    return response


def _has(tag):
    """Whether the caller names this very tag. A proxy that compresses makes it weak, so weak ones count."""
    return not request.if_none_match.star_tag and request.if_none_match.contains_weak(tag)


def _unchanged(state):
    """`If-None-Match: *` asks whether anything is there; If-Modified-Since counts only where the other is not sent."""
    if "If-None-Match" in request.headers:
        return request.if_none_match.star_tag
    since = request.if_modified_since
    return since is not None and state.last_commit.replace(microsecond=0) <= since


def _labelled(response, tag, headers):
    if response.status_code == 304:
        response.headers.remove("Content-Type")
    response.set_etag(tag)
    response.headers.update(headers)
    response.headers["Vary"] = "Accept, Accept-Encoding"
    return response


def _tag(*parts):
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]
