"""A page of fifty entries as Atom that nobody asked for before, beside feedgen making a feed of the same entries.

Ours is the whole answer: the query, the records, the page. feedgen has all that it writes at hand, parsed.
"""

import time
from collections.abc import Iterator

from feedgen.feed import FeedGenerator

from bench import filling, inside
from bench.table import Row, Setting, in_turns

PAGE = "/feeds/events.atom?limit=50"
ATOM, GEORSS = "{http://www.w3.org/2005/Atom}", "{http://www.georss.org/georss}"
TEXTS = ("id", "title", "published", "updated", "summary", "content")
KNOWN = {"describedby": "related"}  # feedgen takes no others than those of RFC 4287
BASE = "http://127.0.0.1:8000"


def rows(setting: Setting) -> Iterator[Row]:
    """One row."""
    asking = inside.client(filling.filled(setting.folder, setting.few))
    parts = _parts(asking.get(PAGE).text)

    def ours():
        return inside.seconds(asking, PAGE)

    def theirs():
        start = time.perf_counter()
        _made(parts)
        return time.perf_counter() - start

    found = in_turns(setting.rounds * 10, ours, theirs)[setting.rounds :]
    ratios = [mine / feedgen for mine, feedgen in found]
    milliseconds = 1000 * min(mine for mine, _ in found)
    yield Row("page of 50 as Atom, cold", "feedgen", ratios, 1.5, most=True, figures=f"{milliseconds:.0f} ms at best")


def _parts(feed):
    """What each entry of our feed has, for feedgen to write again."""
    from lxml import etree

    return [_part(entry) for entry in etree.fromstring(feed.encode()).iterfind(f"{ATOM}entry")]


def _part(entry):
    texts = {name: entry.findtext(ATOM + name) for name in TEXTS}
    links, categories = ([dict(each.attrib) for each in entry.iterfind(ATOM + name)] for name in ("link", "category"))
    for link in links:
        link["rel"] = KNOWN.get(link["rel"], link["rel"])
    return {**texts, "links": links, "categories": categories, "point": entry.findtext(f"{GEORSS}point")}


def _made(parts):
    feed = FeedGenerator()
    feed.load_extension("geo", atom=True, rss=False)
    feed.id(f"{BASE}/feeds/events.atom")
    feed.title("Events")
    feed.link(href=f"{BASE}/feeds/events.atom", rel="self")
    for part in parts:
        entry = feed.add_entry(order="append")
        entry.id(part["id"])
        entry.title(part["title"])
        entry.summary(part["summary"])
        entry.content(part["content"], type="html")
        entry.published(part["published"])
        entry.updated(part["updated"])
        for link in part["links"]:
            entry.link(**link)
        entry.category(part["categories"])
        if part["point"]:
            entry.geo.point(part["point"])
    return feed.atom_str()
