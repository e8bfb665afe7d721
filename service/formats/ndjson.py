"""Records as NDJSON: one a line, just as they are; or, of chosen fields, the flat row that the CSV has."""

from collections.abc import Iterable, Iterator

from schemas.derive import ordered
from service.formats import csv_
from service.formats._feed import Feed
from service.formats._json import dumped

LABEL, MEDIA_TYPE = "NDJSON", "application/x-ndjson"


def render(events: Iterable[dict], feed: Feed) -> Iterator[bytes]:
    """The lines, one at a time."""
    columns = csv_.chosen(feed.fields)
    for record in events:
        row = csv_.flat(record, feed.public_url) if feed.fields else None
        yield dumped({name: row[name] for name in columns} if row else ordered(record)).encode() + b"\n"
