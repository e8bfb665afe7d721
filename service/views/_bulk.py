"""Many articles in one request, a line each (NDJSON): each is answered by a line as soon as it is in the store.

    {"line": 1, "status": 201, "article": {"id", "url"}, "events": ["evt_..."]}
    {"line": 1, "status": 202, "job": {"id", "url"}}                  where workers code it
    {"line": 2, "status": 422, "problem": {"type", "title", "status", "detail", ...}}

One line is held at a time, and what is wrong with one is told in its place: the others go on.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from flask import request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException

from service import access, intake, problems
from service.body import json_object
from service.errors import ServiceError, TooLong
from service.running import running
from service.text import decode
from service.views._answers import dumped

NEWLINE = b"\n"


def answers(stream: BinaryIO, complete: Callable[[dict], dict]) -> Iterator[str]:
    """A line for each that is not blank. `complete` adds to an article what was said of all of them."""
    for number, line in enumerate(_lines(stream, running().config.max_body_bytes), start=1):
        if line is None or line.strip():
            yield dumped({"line": number, **_answer(line, complete)}) + "\n"


def _answer(line, complete):
    try:
        if line is None:
            raise TooLong(f"the line is longer than {running().config.max_body_bytes:,} bytes")
        access.count_one_of_many(request)
        return _told(complete(json_object(decode(line))))
    except ServiceError as error:
        told = problems.of(error)
    except Exception as error:
        told = problems.of_defect(error)
    return {"status": told["status"], "problem": told}


def _told(members):
    app = running()
    today = datetime.now(UTC).date()
    article = intake.read(members, received=today, max_chars=app.config.max_article_chars)
    outcome = app.take(article, wait=0)
    if isinstance(outcome, str):
        return {"status": 202, "job": {"id": outcome, "url": app.address(f"/jobs/{outcome}")}}
    return {
        "status": 201 if outcome.created else 200,
        "article": {"id": outcome.article_id, "url": app.address(f"/articles/{outcome.article_id}")},
        "events": list(outcome.event_ids),
    }


def _lines(stream, most):
    """The lines, without their ends; None for one that is too long, of which no more is held than may be."""
    held, too_long = bytearray(), False
    for block in _blocks(stream):
        held += block
        if NEWLINE in block:
            *lines, held = held.split(NEWLINE)
            for line in lines:
                yield None if too_long or len(line) > most else bytes(line)
                too_long = False
        if len(held) > most:
            held, too_long = bytearray(), True
    if held or too_long:
        yield None if too_long else bytes(held)


def _blocks(stream):
    """What has come in so far, again and again. Somebody may wait for an answer before they send more."""
    try:
        while block := _arrived(stream):
            yield block
    except (HTTPException, OSError, ParseException):
        return  # whoever sent them has gone, or does not say where they end


def _arrived(stream):
    """gunicorn's stream waits for a kilobyte; below it is what is read from, and what was read with the first byte."""
    reader = getattr(stream, "reader", None)
    if reader is None:
        return stream.read(1)
    first = reader.read(1)
    ahead = reader.buf if hasattr(reader, "buf") else reader.unreader.buf
    size = ahead.tell()
    return first + reader.read(size) if first and size else first
