"""Stands before the app and gives again what it gave: the same question, while the store is as it was, has the same
answer. What the app has marked (conditional.py) is kept as the bytes it was sent as, as far as there is room.

A 304 and a feed that was asked for before thus cost one small read and touch neither Flask nor a renderer. Nothing here
decides what an answer is: an address, the headers it is chosen by and the state of the store make it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from werkzeug.http import parse_date, parse_etags

from service.conditional import STATE
from service.errors import ServiceError
from service.store import Meta

ROOM = 32 * 2**20  # bytes of bodies
LARGEST = 2 * 2**20  # bytes of one of them
MOST = 4000  # answers
LONGEST = 2000  # characters of a question
CHOSEN_BY = ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING")
OF_A_BODY = {"content-type", "content-length", "content-encoding", "link"}  # which a 304 is without


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer. Of one that was sent without a body, `body` is None: it serves for a 304."""

    state: tuple
    headers: list[tuple[str, str]]
    named: dict[str, str]
    body: bytes | None


class Front:
    """A WSGI app around another. `state` reads the store's own row."""

    def __init__(self, app: Callable, state: Callable[[], Meta]):
        self.app, self.state = app, state
        self._kept: OrderedDict[tuple, Kept] = OrderedDict()
        self._size, self._lock = 0, threading.Lock()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer from what is kept, or else let the app answer."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self.app(environ, start_response)
        question = tuple(environ.get(name, "") for name in CHOSEN_BY)
        kept = self._kept.get(question)
        if kept is not None and self._holds(kept):
            if _same(environ, kept):
                start_response("304 NOT MODIFIED", [pair for pair in kept.headers if pair[0].lower() not in OF_A_BODY])
                return []
            if kept.body is not None:
                start_response("200 OK", list(kept.headers))
                return [kept.body] if method == "GET" else []
        return self._ask(environ, start_response, question)

    def _holds(self, kept):
        if not kept.state:
            return True
        try:
            state = self.state()
        except ServiceError:
            return False  # the app says what is wrong
        return kept.state == (state.birth, state.revision)

    def _ask(self, environ, start_response, question):
        """Let the app answer, and keep it, if it says of what state of the store it is."""
        told = []

        def start(status, headers, *failure):
            told[:] = [status, headers]
            return start_response(status, headers, *failure)

        pieces = self.app(environ, start)
        if STATE not in environ or sum(map(len, question)) > LONGEST:
            return pieces
        try:
            body = b"".join(pieces)  # which is in memory anyway
        finally:
            getattr(pieces, "close", lambda: None)()
        if len(body) <= LARGEST:
            self._keep(environ, question, told, body)
        return [body]

    def _keep(self, environ, question, told, body):
        status, headers = told
        if not status.startswith(("200", "304")):
            return
        whole = status.startswith("200") and environ["REQUEST_METHOD"] == "GET"
        named = {name.lower(): value for name, value in headers}
        self._put(question, Kept(environ[STATE], list(headers), named, body if whole else None))

    def _put(self, question, kept):
        with self._lock:
            before = self._kept.pop(question, None)
            if kept.body is None and before is not None and before.state == kept.state:
                kept = before  # which has more
            else:
                self._size += _size(kept) - _size(before)
            self._kept[question] = kept
            while self._size > ROOM or len(self._kept) > MOST:
                _, oldest = self._kept.popitem(last=False)
                self._size -= _size(oldest)


def _size(kept):
    return len(kept.body or b"") if kept else 0


def _same(environ, kept):
    """Whether the caller has it, by the rules of RFC 9110, 13.2.2."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        mine = kept.named["etag"]
        return tags == mine or parse_etags(tags).contains_weak(mine.strip('"')) or tags.strip() == "*"
    since, modified = environ.get("HTTP_IF_MODIFIED_SINCE"), kept.named.get("last-modified")
    if not since or not modified:
        return False
    asked = parse_date(since)
    return asked is not None and parse_date(modified) <= asked
