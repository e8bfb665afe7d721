"""Records as JSON Feed 1.1: an item for each event, with its flat row under `_event`."""

from collections.abc import Iterable, Iterator

from service.formats import _content, csv_
from service.formats._feed import NAME, Feed, event_url, one_line, source_url
from service.formats._json import dumped

LABEL, MEDIA_TYPE = "JSON Feed", "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def render(events: Iterable[dict], feed: Feed) -> Iterator[bytes]:
    """The feed, an item at a time."""
    columns = csv_.chosen(feed.fields)
    yield dumped(_head(feed))[:-1].encode() + b',"items":['
    before = b"\n"
    for record in events:
        yield before + dumped(_item(record, feed, columns)).encode()
        before = b",\n"
    yield b"\n]}\n"


def _head(feed):
    head = {
        "version": VERSION,
        "title": one_line(feed.title) + (f" ({one_line(feed.filters)})" if feed.filters else ""),
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "icon": f"{feed.public_url}/static/icon.svg",
        "authors": [{"name": NAME, "url": f"{feed.public_url}/"}],
        "language": "en",
    }
    if feed.next and feed.next != feed.url:
        head["next_url"] = feed.next
    if feed.hub:
        head["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    return head


def _item(record, feed, columns):
    base = feed.public_url
    sources = [source_url(source, base) for source in record["sources"]]
    elsewhere = next((url for url in sources if not url.startswith(f"{base}/")), None)
    row = csv_.flat(record, base)
    return {
        "id": feed.tag(f"event:{record['id']}"),
        "url": event_url(record, base),
        **({"external_url": elsewhere} if elsewhere else {}),
        "title": one_line(record["title"]) or "Event",
        "content_html": _content.html(record, base),
        "content_text": _content.text(record, base),
        "summary": one_line(record["summary"]),
        "date_published": record["published"],
        "date_modified": record["updated"],
        "tags": _tags(record),
        "_event": {
            "about": f"{base}/docs",
            **{name: row[name] for name in columns if row[name] is not None and row[name] != ""},
        },
    }


def _tags(record):
    """Family, type, countries and weapons, each once."""
    countries = [place.get("country_iso3") for place in record.get("where", [])]
    weapons = [weapon["kind"] for weapon in record.get("weapons", [])]
    return [tag for tag in dict.fromkeys([record["category"], record["type"], *countries, *weapons]) if tag]
