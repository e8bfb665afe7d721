"""A page of fifty entries as Atom that nobody asked for before, beside feedgen making a feed of the same entries.

Ours is the whole answer: the query, the records, the page. feedgen has the records already.
"""

import json
import time
from collections.abc import Iterator
from datetime import datetime

from feedgen.feed import FeedGenerator

from bench import filling, inside
from bench.table import Row, Setting, in_turns

PAGE = "/feeds/events.atom?limit=50"
BASE = "http://127.0.0.1:8000"


def rows(setting: Setting) -> Iterator[Row]:
    """One row."""
    asking = inside.client(filling.filled(setting.folder, setting.few))
    records = json.loads(asking.get("/events?limit=50").text)["events"]
    contents = _contents(asking.get(PAGE).text)

    def ours():
        return inside.seconds(asking, PAGE)

    def theirs():
        start = time.perf_counter()
        _made(records, contents)
        return time.perf_counter() - start

    found = in_turns(setting.rounds * 10, ours, theirs)[setting.rounds :]
    ratios = [mine / feedgen for mine, feedgen in found]
    milliseconds = 1000 * min(mine for mine, _ in found)
    yield Row("page of 50 as Atom, cold", "feedgen", ratios, 1.5, most=True, figures=f"{milliseconds:.0f} ms at best")


def _contents(feed):
    from lxml import etree

    names = {"a": "http://www.w3.org/2005/Atom"}
    return [content.text or "" for content in etree.fromstring(feed.encode()).iterfind("a:entry/a:content", names)]


def _made(records, contents):
    feed = FeedGenerator()
    feed.id(f"{BASE}/feeds/events.atom")
    feed.title("Events")
    feed.updated(datetime.fromisoformat(records[0]["updated"]))
    feed.link(href=f"{BASE}/feeds/events.atom", rel="self")
    for record, content in zip(records, contents, strict=True):
        entry = feed.add_entry(order="append")
        entry.id(record["id"])
        entry.title(record["title"])
        entry.summary(record["summary"])
        entry.content(content, type="html")
        entry.published(datetime.fromisoformat(record["published"]))
        entry.updated(datetime.fromisoformat(record["updated"]))
        entry.link(href=f"{BASE}/events/{record['id']}.html", rel="alternate", type="text/html")
        for source in record["sources"]:
            entry.link(href=source["url"], rel="via")
        for name in ("type", "category", "modality"):
            entry.category(term=record[name])
    return feed.atom_str()
