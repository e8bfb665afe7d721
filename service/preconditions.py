"""On what whoever asks for a change makes it conditional: that it is still as they read it (RFC 9110, 13.1.1, 13.1.4).

An ETag changes with every write to the store, but says of which state it is; a change is refused only where the event
or the article itself is newer than that. So two people who correct one event hear of each other, and of nobody else.
"""

import re
from collections.abc import Iterable

from flask import request

from service import encoding
from service.conditional import tag_of
from service.errors import Changed
from service.running import running
from service.store.moments import micros

TAG = re.compile(r"([0-9a-f]{1,15})-([0-9a-f]{1,15})-[0-9a-f]{32}")
SECOND = 1_000_000  # microseconds


def read_at(given: Iterable[tuple[str, str]]) -> int | None:
    """When the caller read what they want to change, in microseconds since 1970; None if they do not say.

    `given` are the paths and media types that it can be read as. Raises Changed if If-Match names no ETag of these.
    """
    if "If-Match" not in request.headers:
        day = request.if_unmodified_since  # None if it is no date: then it is to be ignored
        return micros(day) + SECOND - 1 if day else None
    if request.if_match.star_tag:
        return None
    state, given = running().store.meta(), list(given)
    # A proxy that compresses makes a tag weak. Which state it is of it still says. Of "" Werkzeug makes None.
    named = (TAG.fullmatch(tag or "") for tag in request.if_match.as_set(include_weak=True))
    numbers = [(match[0], int(match[1], 16), int(match[2], 16)) for match in named if match]
    moments = [moment for tag, revision, moment in numbers if tag in _tags(state.birth, revision, moment, given)]
    if not moments:
        raise Changed("If-Match names no ETag that this had: read it again")
    return max(moments)


def _tags(birth, revision, moment, given):
    codings = (*encoding.CODINGS, encoding.IDENTITY)
    return {
        tag_of(birth, revision, moment, path=path, query="", media_type=media_type, coding=coding)
        for path, media_type in given
        for coding in codings
    }
