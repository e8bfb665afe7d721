"""The shell of an Atom feed (RFC 4287): all that stands before its entries, made with feedgen, past the traps it has.

feedgen would stamp the present moment, its own name, and link types that readers trip over. Links, tombstones
(RFC 6721) and marks of an archive (RFC 5005) are therefore written by an extension, and everything else is always
given. Entries are text that is put into the shell: as trees they would take as long as all the rest of a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from service import VERSION
from service.formats._feed import LICENCE, NAME, Feed, one_line, stamp

MEDIA_TYPE = "application/atom+xml"
GEORSS, HISTORY = "http://www.georss.org/georss", "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
NEWEST = 100  # tombstones that a feed shows
RIGHTS = "Records: CC BY 4.0. Places: GeoNames, CC BY 4.0. Quotes belong to their publishers."
END = "</feed>"
SUBTITLE = "News events, each value with the words that it was read from"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as XML, and when it last changed."""

    xml: str
    updated: str


def shell(entries: Iterable[Entry], feed: Feed, dead: list[dict], *, page: str) -> bytes:
    """The feed with these entries; `dead` are its tombstones, `page` is where a browser reads it."""
    entries, dead = list(entries), dead[:NEWEST]
    moments = [entry.updated for entry in entries] + [canonical(one["when"]) for one in dead]
    head = _head(feed, dead, max(moments, default=stamp(feed.updated)), page).decode()
    head = head.removesuffix("\n").removesuffix(END)
    return "".join([head, *[entry.xml for entry in entries], END, "\n"]).encode()


def canonical(moment: str) -> str:
    """A moment of a record as feeds write it; the store keeps it so."""
    return moment if moment.endswith("Z") else stamp(datetime.fromisoformat(moment))


def _head(feed, dead, updated, page):
    """The feed without entries."""
    atom = FeedGenerator()
    atom.register_extension("parts", _Parts, None, atom=True, rss=False)
    atom.id(feed.tag(feed.name + (f"?{feed.filters}" if feed.filters else "")))
    atom.title(one_line(feed.title) + (f" ({one_line(feed.filters)})" if feed.filters else ""))
    atom.subtitle(SUBTITLE)
    atom.updated(datetime.fromisoformat(updated))
    atom.author({"name": NAME, "uri": f"{feed.public_url}/"})
    atom.generator(NAME, version=VERSION, uri=f"{feed.public_url}/")
    atom.icon(f"{feed.public_url}/static/icon.svg")
    atom.rights(RIGHTS)
    atom.language("en")
    parts = atom.parts
    parts.updated, parts.links, parts.archived = updated, _links(feed, page), bool(feed.archive)
    parts.dead = [(feed.tag(f"event:{one['id']}"), one) for one in dead]
    return atom.atom_str(pretty=True)


class _Parts(BaseExtension):
    """Links of the feed, its tombstones and what it is in an archive, before the first entry."""

    updated, archived = "", False

    def __init__(self):
        self.links: list[dict] = []
        self.dead: list[tuple[str, dict]] = []

    def extend_ns(self):
        """Those that are used."""
        used = {"georss": GEORSS, "at": TOMBSTONES if self.dead else "", "fh": HISTORY if self.archived else ""}
        return {prefix: name for prefix, name in used.items() if name}

    def extend_atom(self, feed):
        """feedgen writes a moment without its microseconds when there are none."""
        feed.find("updated").text = self.updated
        for link in self.links:
            etree.SubElement(feed, "link", link)
        if self.archived:
            etree.SubElement(feed, f"{{{HISTORY}}}archive")
        for name, one in self.dead:
            element = etree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", ref=name, when=canonical(one["when"]))
            if one.get("comment"):
                etree.SubElement(element, f"{{{TOMBSTONES}}}comment").text = one_line(one["comment"])
        return feed


def _links(feed, page):
    """An archive has its neighbours, any other feed the page after it; never both."""
    links = [
        {"rel": "self", "type": MEDIA_TYPE, "href": feed.url},
        {"rel": "alternate", "type": "text/html", "href": page},
        {"rel": "license", "href": LICENCE},
    ]
    if feed.hub:
        links.append({"rel": "hub", "href": feed.hub})
    archive = feed.archive
    ways = (
        {"current": archive.current, "prev-archive": archive.previous, "next-archive": archive.following}
        if archive
        else {"next": feed.next}
    )
    return links + [{"rel": rel, "type": MEDIA_TYPE, "href": href} for rel, href in ways.items() if href]
