"""Records as an Atom feed (RFC 4287), made with feedgen, past the traps that it has.

feedgen would stamp the present moment, its own name, and link types that readers trip over; links, points and the form
of dates are therefore written by extensions, and everything else is always given.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from schemas import vocabulary
from schemas.derive import main_place
from service import VERSION
from service.formats import _content
from service.formats._feed import LICENCE, NAME, Feed, event_url, one_line, source_url, stamp

MEDIA_TYPE = "application/atom+xml"
GEORSS = "http://www.georss.org/georss"
RIGHTS = "Records: CC BY 4.0. Places: GeoNames, CC BY 4.0. Quotes belong to their publishers."


def render(events: Iterable[dict], feed: Feed) -> bytes:
    """The feed, its entries in the order of the records."""
    events = list(events)
    atom = _head(feed, max((record["updated"] for record in events), default=stamp(feed.updated)))
    for record in events:
        _entry(atom.add_entry(order="append"), record, feed)
    return atom.atom_str(pretty=True)


class _FeedParts(BaseExtension):
    """Links of the feed, before its first entry."""

    def __init__(self):
        self.links: list[dict] = []

    def extend_ns(self):
        return {"georss": GEORSS}

    def extend_atom(self, feed):
        _finish(feed, self.links)
        return feed


class _EntryParts(BaseEntryExtension):
    """Links and the point of an entry."""

    def __init__(self):
        self.links: list[dict] = []
        self.point = ""

    def extend_atom(self, entry):
        _finish(entry, self.links)
        if self.point:
            etree.SubElement(entry, f"{{{GEORSS}}}point").text = self.point
        return entry


def _finish(element, links):
    for link in links:
        etree.SubElement(element, "link", link)
    for moment in (*element.findall("published"), *element.findall("updated")):
        moment.text = stamp(datetime.fromisoformat(moment.text))


def _head(feed, updated):
    atom = FeedGenerator()
    atom.register_extension("parts", _FeedParts, _EntryParts, atom=True, rss=False)
    atom.id(feed.tag("feed:events" + (f"?{feed.filters}" if feed.filters else "")))
    atom.title(one_line(feed.title) + (f" ({one_line(feed.filters)})" if feed.filters else ""))
    atom.subtitle("News events, each value with the words that it was read from")
    atom.updated(_moment(updated))
    atom.author({"name": NAME, "uri": f"{feed.public_url}/"})
    atom.generator(NAME, version=VERSION, uri=f"{feed.public_url}/")
    atom.icon(f"{feed.public_url}/static/icon.svg")
    atom.rights(RIGHTS)
    atom.language("en")
    atom.parts.links += [
        {"rel": "self", "type": MEDIA_TYPE, "href": feed.url},
        {"rel": "alternate", "type": "text/html", "href": feed.page},
        {"rel": "license", "href": LICENCE},
    ]
    if feed.next:
        atom.parts.links.append({"rel": "next", "type": MEDIA_TYPE, "href": feed.next})
    return atom


def _entry(entry, record, feed):
    address = event_url(record, feed.public_url)
    entry.id(feed.tag(f"event:{record['id']}"))
    entry.title(one_line(record["title"]) or "Event")
    entry.published(_moment(record["published"]))
    entry.updated(_moment(record["updated"]))
    entry.summary(one_line(record["summary"]))
    entry.content(_content.html(record, feed.public_url), type="html")
    for category in _categories(record, feed.public_url):
        entry.category(category)
    # Of two alternates some readers open the first and some the last: there is one.
    entry.parts.links += [
        {"rel": "alternate", "type": "text/html", "href": address},
        {"rel": "describedby", "type": "application/ld+json", "href": f"{address}.jsonld"},
    ]
    for source in record.get("sources", []):
        title = one_line(source.get("title") or source.get("publisher") or "")
        via = {"rel": "via", "type": "text/html", "href": source_url(source, feed.public_url)}
        entry.parts.links.append(via | ({"title": title} if title else {}))
    place = main_place(record) or {}
    if place.get("latitude") is not None and place.get("longitude") is not None:
        entry.parts.point = f"{_degrees(place['latitude'])} {_degrees(place['longitude'])}"


def _categories(record, base):
    """Event type, finer type, countries and weapons, each with the scheme that the term is from."""
    found = [
        ("event-type", record["category"], vocabulary.category_labels().get(record["category"])),
        ("event-type", record["type"], getattr(vocabulary.event_types().get(record["type"]), "label", None)),
        *(("country", place.get("country_iso3"), place.get("country")) for place in record.get("where", [])),
        *(
            ("weapon", weapon["kind"], getattr(vocabulary.terms("weapons").get(weapon["kind"]), "label", None))
            for weapon in record.get("weapons", [])
        ),
    ]
    for scheme, term, label in dict.fromkeys(found):
        if term:
            yield {
                "term": one_line(term),
                "scheme": f"{base}/vocab/{scheme}",
                "label": one_line(label or term),
            }


def _degrees(value):
    return f"{float(value):.5f}".rstrip("0").rstrip(".")


def _moment(text):
    return datetime.fromisoformat(text).astimezone(UTC)
