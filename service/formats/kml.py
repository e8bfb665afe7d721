"""Records as KML 2.2, for globes and maps: a placemark for each event, with its days, its point and the CSV columns."""

from collections.abc import Iterable, Iterator
from html import escape

from service.formats import _content, csv_
from service.formats._feed import Feed, decimal, event_url, one_line

LABEL, MEDIA_TYPE = "KML", "application/vnd.google-earth.kml+xml"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">\n<Document>\n'
)


def render(events: Iterable[dict], feed: Feed) -> Iterator[bytes]:
    """A document, a placemark at a time."""
    columns = csv_.chosen(feed.fields)
    link = f'<atom:link rel="self" href="{escape(feed.url)}"/>'
    yield f"{HEAD}<name>{escape(one_line(feed.title))}</name>\n{link}\n".encode()
    for record in events:
        yield "\n".join(_placemark(record, feed.public_url, columns)).encode() + b"\n"
    yield b"</Document>\n</kml>\n"


def _placemark(record, base, columns):
    """Parts in the order that the schema of KML demands."""
    row = csv_.flat(record, base)
    yield f'<Placemark id="{record["id"]}">'
    yield f"<name>{escape(one_line(record['title']))}</name>"
    yield f'<atom:link rel="alternate" href="{escape(event_url(record, base))}"/>'
    yield f"<description>{escape(_content.html(record, base), quote=False)}</description>"
    if row["event_date"]:
        last = row["event_date_end"] or row["event_date"]
        yield f"<TimeSpan><begin>{row['event_date']}</begin><end>{last}</end></TimeSpan>"
    yield "<ExtendedData>"
    for name in columns:
        if row[name] not in (None, ""):
            yield f'<Data name="{name}"><value>{escape(one_line(row[name]))}</value></Data>'
    yield "</ExtendedData>"
    if row["latitude"] is not None and row["longitude"] is not None:
        yield f"<Point><coordinates>{decimal(row['longitude'])},{decimal(row['latitude'])}</coordinates></Point>"
    yield "</Placemark>"
