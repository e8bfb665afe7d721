"""Revisions as Atom, read back with feedparser: a reader learns what was corrected, what grew, what was withdrawn."""

import feedparser
import pytest

from service.formats import _changes
from tests.formats import BASE, HOSTILE, hostile


def revision(record, **more):
    told = {"version": 2, "updated": "2026-02-05T00:00:00.000002Z", "status": "active", "changes": [], "headline": ""}
    return {"record": record, **told, **more}


def read(revisions, feed):
    found = feedparser.parse(_changes.render(revisions, feed))
    assert not found.bozo
    return found


def test_each_version_is_an_entry_of_its_own(record, feed):
    first = revision(record, version=1, updated="2026-02-04T09:00:00.000000Z")
    found = read([revision(record, cause="article", headline="killed at least 2 -> at least 4"), first], feed)
    assert [entry.id for entry in found.entries] == [
        f"tag:feeds.example.org,2026:event:{record['id']}:v2",
        f"tag:feeds.example.org,2026:event:{record['id']}:v1",
    ]
    assert [entry.title for entry in found.entries] == [
        f"UPDATED: {record['title']} (killed at least 2 -> at least 4)",
        record["title"],
    ]
    assert found.feed.id == "tag:feeds.example.org,2026:feed:changes?country=SDN"
    assert found.feed.title.startswith("Dateline: changes")
    assert found.feed.updated == "2026-02-05T00:00:00.000002Z"


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ({"status": "corrected", "cause": "correct"}, "CORRECTED: "),
        ({"status": "corrected", "cause": "article"}, "UPDATED: "),
        ({"status": "active", "cause": "reprocess"}, "CORRECTED: "),
        ({"status": "retracted", "headline": "status: active -> retracted"}, "RETRACTED: "),
        ({"status": "merged"}, "MERGED: "),
    ],
)
def test_a_title_says_what_kind_of_change_it_is(more, start, record, feed):
    (entry,) = read([revision(record, **more)], feed).entries
    assert entry.title == start + record["title"]


def test_the_content_says_what_changed_who_decided_and_why(record, feed):
    changes = [{"field": "toll.killed", "from": "3", "to": "5", "text": "killed: 3 -> 5"}]
    told = revision(record, changes=changes, cause="correct", author="The <desk>", reason="misread")
    (entry,) = read([told], feed).entries
    content = entry.content[0].value
    assert "<li>killed: 3 -&gt; 5</li>" in content and "The &lt;desk&gt;: misread" in content
    assert f'href="{BASE}/events/evt_fffffffffffff"' in content


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_stops_it(text, record, feed):
    changes = [{"field": "title", "text": text}]
    told = revision(hostile(record, text), changes=changes, headline=text, author=text, reason=text)
    assert len(read([told], feed).entries) == 1
