"""Records as an Atom feed (RFC 4287): an entry for each event, a tombstone for each that ended.

Of two alternates some readers open the first and some the last, so an entry has one, and the sources are `via`.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from schemas import vocabulary
from schemas.derive import main_place
from schemas.event import ENDED
from service.formats import _atom, _content
from service.formats._atom import MEDIA_TYPE
from service.formats._feed import Feed, decimal, event_url, one_line, source_url

LABEL = "Atom"

__all__ = ["LABEL", "MEDIA_TYPE", "entry", "render"]


def render(events: Iterable[dict], feed: Feed) -> bytes:
    """The feed, its entries in the order of the records. Of a record that ended there is but a tombstone."""
    entries, dead = [], {one["id"]: one for one in feed.tombstones}
    for record in events:
        if record["status"] in ENDED:
            dead.setdefault(record["id"], _tombstone(record, feed.public_url))
        else:
            dead.pop(record["id"], None)
            entries.append(_entry(record, feed))
    newest = sorted(dead.values(), key=lambda one: one["when"], reverse=True)
    return _atom.shell(entries, feed, newest, page=feed.page)


def entry(name: str, title: str, published: str, updated: str, record: dict, content: str, feed: Feed) -> _atom.Entry:
    """An entry on a record, whatever it is called and whatever it tells of it. `content` is HTML."""
    updated = _atom.canonical(updated)
    parts = [
        f"<id>{escape(feed.tag(name))}</id>",
        f"<title>{escape(one_line(title)) or 'Event'}</title>",
        f"<published>{_atom.canonical(published)}</published>",
        f"<updated>{updated}</updated>",
        *_links(record, feed.public_url),
        *_summary(record),
        *_categories(record, escape(feed.public_url)),
        *_point(record),
        f'<content type="html">{escape(content, quote=False)}</content>',
    ]
    return _atom.Entry("  <entry>\n    " + "\n    ".join(parts) + "\n  </entry>\n", updated)


def _entry(record, feed):
    content = _content.html(record, feed.public_url)
    return entry(
        f"event:{record['id']}", record["title"], record["published"], record["updated"], record, content, feed
    )


def _tombstone(record, base):
    into = record.get("replaced_by")
    comment = f"merged into {base}/events/{into}" if into else record["status"]
    return {"id": record["id"], "when": record["updated"], "comment": comment}


def _summary(record):
    if text := escape(one_line(record["summary"])):
        yield f"<summary>{text}</summary>"


def _links(record, base):
    address = escape(event_url(record, base))
    yield f'<link rel="alternate" type="text/html" href="{address}"/>'
    yield f'<link rel="describedby" type="application/ld+json" href="{address}.jsonld"/>'
    named: dict[str, str] = {}
    for source in record.get("sources", []):
        named.setdefault(source_url(source, base), one_line(source.get("title") or source.get("publisher") or ""))
    for href, title in named.items():
        titled = f' title="{escape(title)}"' if title else ""
        yield f'<link rel="via" type="text/html" href="{escape(href)}"{titled}/>'


def _categories(record, base):
    """Family, type, countries and weapons, each with the scheme that the term is from."""
    for name in (record["category"], record["type"]):
        yield _category("event-type", name, _labels("event-type").get(name, name), base)
    countries = {place.get("country_iso3"): place.get("country") for place in record.get("where", [])}
    for code, name in countries.items():
        if code:
            yield _category("country", code, escape(one_line(name or "")) or code, base)
    for name in dict.fromkeys(weapon["kind"] for weapon in record.get("weapons", [])):
        yield _category("weapon", name, _labels("weapon").get(name, name), base)


def _category(scheme, term, label, base):
    return f'<category term="{term}" scheme="{base}/vocab/{scheme}" label="{label}"/>'


@cache
def _labels(scheme):
    if scheme == "weapon":
        return {name: escape(term.label) for name, term in vocabulary.terms("weapons").items()}
    kinds = vocabulary.event_types()
    labels = {**vocabulary.category_labels(), **{name: kind.label for name, kind in kinds.items()}}
    return {name: escape(label) for name, label in labels.items()}


def _point(record):
    place = main_place(record) or {}
    if place.get("latitude") is not None and place.get("longitude") is not None:
        yield f"<georss:point>{decimal(place['latitude'])} {decimal(place['longitude'])}</georss:point>"
