"""Records as GeoJSON (RFC 7946) in an envelope as earthquake feeds have it: a feature for each event, flat properties.

A point is [longitude, latitude]; an event that nobody placed has no geometry. Properties are named as the columns
of the CSV are, and unknown is null. What is only known at the end (dates, counts, bounds) stands at the end.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from service.formats import csv_
from service.formats._feed import Feed, event_url, stamp
from service.formats._json import dumped

LABEL, MEDIA_TYPE = "GeoJSON", "application/geo+json"


def render(events: Iterable[dict], feed: Feed) -> Iterator[bytes]:
    """A FeatureCollection, a feature at a time."""
    columns, bounds, modified, count = csv_.chosen(feed.fields), Bounds(), "", 0
    yield dumped({"type": "FeatureCollection", "links": _links(feed)})[:-1].encode() + b',"features":['
    for record in events:
        row = csv_.flat(record, feed.public_url)
        point = _point(row)
        bounds.take_in(point)
        yield (",\n" if count else "\n").encode() + dumped(_feature(record, row, point, columns, feed)).encode()
        modified, count = max(modified, record["updated"]), count + 1
    yield b"\n]," + dumped(_tail(feed, modified or stamp(feed.updated), count, bounds))[1:].encode() + b"\n"


class Bounds:
    """The box round all points: west, south, east, north."""

    def __init__(self):
        self.box: list[float] = []

    def take_in(self, point: list[float] | None) -> None:
        """Make it wide enough for a point."""
        if point:
            (x, y), (west, south, east, north) = point, self.box or point * 2
            self.box = [min(west, x), min(south, y), max(east, x), max(north, y)]


def _feature(record, row, point, columns, feed):
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": {"type": "Point", "coordinates": point} if point else None,
        "properties": {"url": event_url(record, feed.public_url), **{name: row[name] for name in columns}},
    }


def _point(row):
    point = [row["longitude"], row["latitude"]]
    return None if None in point else [round(degrees, 5) + 0.0 for degrees in point]


def _links(feed):
    links = [("self", MEDIA_TYPE, feed.url), ("alternate", "text/html", feed.page)]
    links += [("next", MEDIA_TYPE, feed.next)] if feed.next else []
    return [{"rel": rel, "type": kind, "href": href} for rel, kind, href in links]


def _tail(feed, modified, count, bounds):
    """`generated` is when an event last changed, so that the same events are the same bytes at any hour."""
    generated = int(datetime.fromisoformat(modified).timestamp() * 1000)
    return {
        "metadata": {"generated": generated, "url": feed.url, "title": feed.title, "count": count},
        **({"bbox": bounds.box} if bounds.box else {}),
        **({"numberMatched": feed.matched} if feed.matched is not None else {}),
        "numberReturned": count,
        "timeStamp": modified,
    }
