"""Atom: read back with feedparser and lxml, held to what readers and the W3C validator were seen to stumble over."""

from dataclasses import replace

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from service.formats import Archive, atom
from tests.formats import BARE, BASE, FULL, HOSTILE, hostile, make_feed

NS = {
    "a": "http://www.w3.org/2005/Atom",
    "georss": "http://www.georss.org/georss",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
}


def tree(events, feed):
    return etree.fromstring(atom.render(events, feed))


def test_feedparser_reads_it(record, bare, feed):
    read = feedparser.parse(atom.render([record, bare], feed))
    assert not read.bozo
    assert [entry.title for entry in read.entries] == [record["title"], bare["title"]]
    first = read.entries[0]
    assert first.id == "tag:feeds.example.org,2026:event:evt_aaaaaaaaaaaaa"
    assert first.link == f"{BASE}/events/evt_aaaaaaaaaaaaa"
    assert first.updated == record["updated"] and first.published == record["published"]
    assert first.summary == record["summary"]
    assert first.content[0].type == "text/html" and "<blockquote" in first.content[0].value
    assert {(tag.term, tag.scheme) for tag in first.tags} == {
        ("armed-conflict", f"{BASE}/vocab/event-type"),
        ("drone-strike", f"{BASE}/vocab/event-type"),
        ("SDN", f"{BASE}/vocab/country"),
        ("drone", f"{BASE}/vocab/weapon"),
    }


def test_an_entry_has_one_alternate_and_names_its_sources(record, feed):
    links = tree([record], feed).findall("a:entry/a:link", NS)
    assert [(link.get("rel"), link.get("type"), link.get("href")) for link in links] == [
        ("alternate", "text/html", f"{BASE}/events/{record['id']}"),
        ("describedby", "application/ld+json", f"{BASE}/events/{record['id']}.jsonld"),
        ("via", "text/html", "https://news.example.com/kosti?a=1&b=2"),
        ("via", "text/html", "https://other.example.net/depot"),
    ]
    assert links[2].get("title") == 'Depot in "Kosti" hit'


def test_all_that_is_the_feeds_own_comes_before_the_first_entry(record, bare, feed):
    names = [etree.QName(child).localname for child in tree([record, bare], feed)]
    assert names[-2:] == ["entry", "entry"] and "entry" not in names[:-2]


def test_the_feed_names_itself(record, feed):
    root = tree([record], feed)
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", NS)}
    assert links == {
        "self": feed.url,
        "alternate": f"{BASE}/events?country=SDN",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "next": feed.next,
    }
    assert root.findtext("a:id", namespaces=NS) == "tag:feeds.example.org,2026:feed:events?country=SDN"
    assert root.findtext("a:generator", namespaces=NS) == "Dateline"
    assert root.findtext("a:updated", namespaces=NS) == record["updated"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_a_feed_without_entries_takes_its_moment_from_the_store(feed):
    root = tree([], feed)
    assert root.findtext("a:updated", namespaces=NS) == "2026-01-01T00:00:00.000000Z"


def links_of(root):
    return {link.get("rel"): link.get("href") for link in root.findall("a:link", NS)}


def test_what_ended_is_a_tombstone_before_the_first_entry(record, bare, feed):
    gone = {"id": "evt_ggggggggggggg", "when": "2026-03-01T00:00:00.000000Z", "comment": "withdrawn\x00 <b>"}
    record["status"] = "merged"
    root = tree([bare, record], replace(feed, tombstones=[gone]))
    assert [etree.QName(child).localname for child in root][-3:] == ["deleted-entry", "deleted-entry", "entry"]
    assert [(e.get("ref"), e.get("when")) for e in root.findall("at:deleted-entry", NS)] == [
        ("tag:feeds.example.org,2026:event:evt_ggggggggggggg", gone["when"]),
        ("tag:feeds.example.org,2026:event:evt_aaaaaaaaaaaaa", record["updated"]),
    ]
    assert [e.text for e in root.findall("at:deleted-entry/at:comment", NS)] == [
        "withdrawn <b>",
        f"merged into {BASE}/events/evt_fffffffffffff",
    ]
    assert root.findtext("a:updated", namespaces=NS) == gone["when"]
    assert feedparser.parse(etree.tostring(root)).entries[0].title == bare["title"]


def test_only_the_newest_tombstones_are_shown(feed):
    gone = [{"id": f"evt_{n:013}", "when": f"2026-03-01T00:00:00.{n:06}Z", "comment": ""} for n in range(120)]
    shown = tree([], replace(feed, tombstones=gone)).findall("at:deleted-entry", NS)
    assert len(shown) == 100 and shown[0].get("when") == gone[-1]["when"]


def test_an_archive_names_its_neighbours_and_no_next_page(record, feed):
    months = Archive(f"{BASE}/feeds/events.atom", f"{BASE}/feeds/archive/2026-01.atom")
    root = tree([record], replace(feed, archive=months))
    assert root.find("fh:archive", NS) is not None
    links = links_of(root)
    assert (links["current"], links["prev-archive"]) == (months.current, months.previous)
    assert "next-archive" not in links and "next" not in links
    later = tree([record], replace(feed, archive=Archive(months.current, following=months.previous)))
    assert links_of(later)["next-archive"] == months.previous and "prev-archive" not in links_of(later)


def test_a_hub_is_named_where_there_is_one(record, feed):
    assert "hub" not in links_of(tree([record], feed))
    assert links_of(tree([record], replace(feed, hub="https://hub.example.org/")))["hub"] == "https://hub.example.org/"


def test_the_point_is_latitude_blank_longitude(record, bare, feed):
    points = [e.findtext("georss:point", namespaces=NS) for e in tree([record, bare], feed).findall("a:entry", NS)]
    assert points == ["13.1629 32.66347", None]


def test_markup_in_an_article_stays_text(record, feed):
    record["evidence"][0]["quote"] = record["title"] = '<script>alert("x")</script> & <b>'
    record["sources"][0]["url"] = "javascript:alert(1)"
    root = tree([record], feed)
    assert root.findtext("a:entry/a:title", namespaces=NS) == record["title"]
    content = root.findtext("a:entry/a:content", namespaces=NS)
    assert "<script" not in content and "javascript:" not in etree.tostring(root).decode()
    assert root.find("a:entry/a:link[@rel='via']", NS).get("href") == f"{BASE}/articles/art_aaaaaaaaaaaaa"


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_that_feedgen_alone_would_choke_on(text):
    read = feedparser.parse(atom.render([hostile(FULL, text)], make_feed()))
    assert not read.bozo and len(read.entries) == 1


@given(text=st.text(st.characters(codec=None)))
def test_any_text_makes_a_feed_that_can_be_read(text):
    root = tree([hostile(FULL, text), BARE], make_feed())
    assert len(root.findall("a:entry", NS)) == 2
