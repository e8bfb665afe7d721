"""Sees every request from outside the app: gives it an id, and when it was answered tells the log, in one line.

What the front answers never reaches Flask, so this is a WSGI app around all others. A line has the path and never the
query, in which an article may be, nor any header.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

import structlog

from service import headers, logs

if TYPE_CHECKING:
    from service.metrics import Meters

LONGEST = 500  # characters of a path
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")
BROKEN = "application/problem+json"
log = logging.getLogger(__name__)
lines = structlog.get_logger()


class Watch:
    """A WSGI app around another. The id that a request comes with is taken from a proxy that is trusted, else not."""

    def __init__(self, app: Callable, meters: "Meters | None" = None, *, trusting: bool = False):
        self.app, self.meters, self.trusting = app, meters, trusting
        self._by_proxy = trusting  # whether somebody was told that there is one

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Let the app answer."""
        if not self._by_proxy and any(name in environ for name in FORWARDED):
            self._by_proxy = True
            log.warning("requests come through a proxy, and all are taken for its own: set TRUSTED_PROXIES")
        request_id = headers.new_request_id(environ.get("HTTP_X_REQUEST_ID") if self.trusting else None)
        seen = _Seen(environ, start_response, request_id, self.meters)
        logs.begin(request_id=request_id, method=environ["REQUEST_METHOD"], path=_path(environ))
        try:
            pieces = self.app(environ, seen.start)
        except Exception:
            pieces = seen.broken()
        if isinstance(pieces, list):
            seen.done()
            return pieces
        return _Closing(pieces, seen)


class _Seen:
    """One request, and how it was answered."""

    __slots__ = ("begun", "environ", "meters", "request_id", "start_response", "status")

    def __init__(self, environ, start_response, request_id, meters):
        self.environ, self.start_response, self.request_id = environ, start_response, request_id
        if meters:
            meters.open.inc()
        self.meters = meters
        self.begun, self.status = time.perf_counter(), 0

    def start(self, status, sent, *failure):
        self.status = int(status[:3])
        named = [pair for pair in sent if pair[0] != "X-Request-Id"]  # an answer that is given again has another's
        return self.start_response(status, [*named, ("X-Request-Id", self.request_id)], *failure)

    def broken(self):
        """What the app itself could not make an answer of."""
        log.exception("the app broke")
        body = b'{"type": "about:blank", "title": "Internal Server Error", "status": 500}'
        sent = [("Content-Type", BROKEN), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        self.start(f"500 {HTTPStatus(500).phrase}", sent)
        return [body]

    def done(self):
        """The line of the request; then it is over."""
        took = round(time.perf_counter() - self.begun, 6)
        if self.meters:
            self.meters.open.dec()
            self.meters.answered(self.environ, self.status, took)
        if structlog.is_configured():  # else nobody has said where to
            tell = lines.info if self.status < 500 else lines.error
            tell("request", status=self.status, seconds=took)
        logs.end()


class _Closing:
    """The pieces of an answer that is still being made; it is over when the server closes them."""

    def __init__(self, pieces, seen):
        self.pieces, self.seen = pieces, seen

    def __iter__(self):
        try:
            yield from self.pieces
        except Exception:
            log.exception("the answer broke off")
            raise

    def close(self):
        try:
            getattr(self.pieces, "close", lambda: None)()
        finally:
            self.seen.done()


def _path(environ):
    path = environ.get("PATH_INFO", "")[:LONGEST].encode("latin-1", "replace").decode("utf-8", "replace")
    return CONTROL.sub(lambda found: quote(found[0]), path)  # as it was sent: a terminal would obey
