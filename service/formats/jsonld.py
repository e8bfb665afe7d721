"""Records as JSON-LD 1.1: schema.org where it has a word for it, PROV-O and Web Annotation, and terms of our own.

The context is served by us (schemas/derive.py makes it), so that nothing is fetched from elsewhere. `embedded` is the
plain schema.org part of a record, for the pages.
"""

from collections.abc import Iterable, Iterator

from schemas.derive import context as derived
from service.formats import _node
from service.formats._feed import LICENCE, NAME, Feed, event_url, stamp
from service.formats._json import dumped

LABEL, MEDIA_TYPE = "JSON-LD", "application/ld+json"


def render(events: Iterable[dict], feed: Feed) -> Iterator[bytes]:
    """A DataFeed, an event at a time. Its date is that of the event that changed last, so it comes at the end."""
    head = {
        "@context": f"{feed.public_url}/contexts/event.jsonld",
        "id": feed.url,
        "type": "DataFeed",
        "name": feed.title,
        "url": feed.page,
        "license": LICENCE,
        "publisher": {"type": "Organization", "name": NAME, "url": f"{feed.public_url}/"},
    }
    if feed.next:
        head["next"] = feed.next
    yield dumped(head)[:-1].encode() + b',"dataFeedElement":['
    modified, before = "", b"\n"
    for record in events:
        yield before + dumped(_node.event(record, feed.public_url)).encode()
        modified, before = max(modified, record["updated"]), b",\n"
    yield b"\n]," + dumped({"dateModified": modified or stamp(feed.updated)})[1:].encode() + b"\n"


def document(record: dict, base: str) -> bytes:
    """One event."""
    node = {"@context": f"{base}/contexts/event.jsonld", **_node.event(record, base)}
    return dumped(node).encode() + b"\n"


def context(base: str) -> dict:
    """The context that documents refer to."""
    return derived(base)


def embedded(record: dict, base: str) -> str:
    """The schema.org part of an event, for a script element: no "<" is left that could end it."""
    full = _node.event(record, base)
    about = [{"@type": "Thing", "name": actor["name"]} for actor in record.get("who", [])]
    plain = {
        "@context": "https://schema.org/",
        "@type": "Event",
        "@id": event_url(record, base),
        "identifier": record["id"],
        **{name: full[name] for name in ("name", "description", "inLanguage", "url") if name in full},
        "startDate": full.get("startDate", full.get("startDateTime")),
        "endDate": full.get("endDate", full.get("endDateTime")),
        "location": _schema_org(full["location"]) if "location" in full else None,
        "about": about,
        "subjectOf": [_schema_org(told) for told in full.get("subjectOf", [])],
    }
    return dumped({name: value for name, value in plain.items() if value}).replace("<", "\\u003c")


PLAIN = (
    *("name", "sameAs", "address", "addressCountry", "addressRegion", "geo", "latitude", "longitude"),
    *("headline", "datePublished", "publisher", "inLanguage", "url"),
)


def _schema_org(node):
    """A node with the keywords and the terms of schema.org only."""
    if isinstance(node, list):
        return [_schema_org(part) for part in node]
    if not isinstance(node, dict):
        return node
    if "@value" in node:
        return node["@value"]
    kept = {name: _schema_org(value) for name, value in node.items() if name in PLAIN}
    return {f"@{name}": node[name] for name in ("type", "id") if name in node} | kept
