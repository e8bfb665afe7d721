"""Many articles in one request, a line each (NDJSON): each is answered by a line as soon as it is in the store.

    {"line": 1, "status": 201, "article": {"id", "url"}, "events": ["evt_..."]}
    {"line": 1, "status": 202, "job": {"id", "url"}}                  where workers code it
    {"line": 2, "status": 422, "problem": {"type", "title", "status", "detail", ...}}

Lines that have come in at one time are coded together, some pages of text at most. What is wrong with one is told in
its place, and the others go on.
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
from service.running import LENGTH, running
from service.text import decode
from service.views._answers import dumped

NEWLINE = b"\n"


def answers(stream: BinaryIO, complete: Callable[[dict], dict]) -> Iterator[str]:
    """A line for each that is not blank. `complete` adds to an article what was said of all of them."""
    number = 1
    for lines in _parcels(_lines(stream, running().config.max_body_bytes)):
        for place, told in _answered(lines, complete):
            yield dumped({"line": number + place, **told}) + "\n"
        number += len(lines)


def _answered(lines, complete):
    """What is answered to lines by their places, in order."""
    told, articles = {}, {}
    for place, line in enumerate(lines):
        if line is None or line.strip():
            try:
                articles[place] = _article(line, complete)
            except Exception as error:
                told[place] = _wrong(error)
    for place, outcome in zip(articles, running().take_all([*articles.values()]), strict=True):
        told[place] = _wrong(outcome) if isinstance(outcome, Exception) else _taken(outcome)
    return sorted(told.items())


def _article(line, complete):
    app = running()
    if line is None:
        raise TooLong(f"the line is longer than {app.config.max_body_bytes:,} bytes")
    access.count_one_of_many(request)
    today = datetime.now(UTC).date()
    return intake.read(complete(json_object(decode(line))), received=today, max_chars=app.config.max_article_chars)


def _wrong(error):
    told = problems.of(error) if isinstance(error, ServiceError) else problems.of_defect(error)
    return {"status": told["status"], "problem": told}


def _taken(outcome):
    app = running()
    if isinstance(outcome, str):
        return {"status": 202, "job": {"id": outcome, "url": app.address(f"/jobs/{outcome}")}}
    return {
        "status": 201 if outcome.created else 200,
        "article": {"id": outcome.article_id, "url": app.address(f"/articles/{outcome.article_id}")},
        "events": list(outcome.event_ids),
    }


def _parcels(arrived):
    """What came in together, in parts that are coded together: nobody waits for an answer longer than that takes."""
    for lines in arrived:
        parcel, size = [], 0
        for line in lines:
            if parcel and size + len(line or b"") > LENGTH:
                yield parcel
                parcel, size = [], 0
            parcel.append(line)
            size += len(line or b"")
        if parcel:
            yield parcel


def _lines(stream, most):
    """The lines that have come in together, without their ends; None for one that is too long, of which no more is held
    than may be."""
    held, too_long = bytearray(), False
    for block in _blocks(stream):
        held += block
        if NEWLINE in block:
            *lines, held = held.split(NEWLINE)
            yield [
                None if (too_long and not place) or len(line) > most else bytes(line)
                for place, line in enumerate(lines)
            ]
            too_long = False
        if len(held) > most:
            held, too_long = bytearray(), True
    if held or too_long:
        yield [None if too_long else bytes(held)]


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
