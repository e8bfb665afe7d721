"""JSON Feed 1.1: held to the specification's own demands, and no larger than it advises."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from service.formats import json_
from tests.formats import BARE, BASE, FULL, HOSTILE, hostile, make_feed

URL = {"type": "string", "pattern": "^https?://"}
TEXT, MOMENT = {"type": "string"}, {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
ITEM = {
    "type": "object",
    "properties": {
        **{name: {"type": "string", "minLength": 1} for name in ("id", "title", "content_html", "content_text")},
        **dict.fromkeys(("url", "external_url"), URL),
        "summary": TEXT,
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "tags": {"type": "array", "items": TEXT, "uniqueItems": True},
    },
    "patternProperties": {"^_[A-Za-z]+$": {"type": "object", "propertyNames": {"pattern": r"^[^.]+$"}}},
    "required": ["id", "content_html", "content_text"],
    "additionalProperties": False,
}
FEED = {
    "type": "object",
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon"), URL),
        "language": {"const": "en"},
        "authors": {"type": "array", "items": {"properties": {"name": TEXT, "url": URL}, "minProperties": 1}},
        "hubs": {"type": "array", "items": {"required": ["type", "url"], "properties": {"url": URL}}},
        "items": {"type": "array", "items": ITEM},
    },
    "required": ["version", "title", "items"],
    "additionalProperties": False,
}


def read(events, feed):
    document = json.loads(b"".join(json_.render(events, feed)))
    Draft202012Validator(FEED).validate(document)
    return document


def test_items_come_back(record, bare, feed):
    first, second = read([record, bare], feed)["items"]
    assert first["id"] == "tag:feeds.example.org,2026:event:evt_aaaaaaaaaaaaa"
    assert (first["url"], first["external_url"]) == (
        f"{BASE}/events/{record['id']}",
        "https://news.example.com/kosti?a=1&b=2",
    )
    assert first["tags"] == ["armed-conflict", "drone-strike", "SDN", "drone"]
    assert first["_event"]["killed_low"] == 4 and first["_event"]["missing_low"] == 0
    assert "killed_high" not in first["_event"]
    assert "Where: Kosti, White Nile, Sudan (site)" in first["content_text"]
    assert (
        "at least 4 killed, among them 3 guards, said the governor (articles say 2–5, then at least 4)"
        in first["content_text"]
    )
    assert f"“{record['evidence'][0]['quote']}”" in first["content_text"]
    assert "external_url" not in second  # its only article stands nowhere else


def test_a_page_names_itself_and_the_next(feed):
    told = read([], replace(feed, hub="https://hub.example.org/"))
    assert (told["feed_url"], told["next_url"]) == (feed.url, feed.next)
    assert told["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
    assert "next_url" not in read([], replace(feed, next=feed.url))


def test_a_page_is_no_larger_than_the_specification_advises(record, feed):
    size = len(b"".join(json_.render([record] * 50, feed)))
    assert size < 250_000, size


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read(text, feed):
    assert len(read([hostile(FULL, text), BARE], feed)["items"]) == 2


@given(text=st.text(st.characters(codec=None)))
def test_any_text_is_read(text):
    assert len(read([hostile(FULL, text)], make_feed())["items"]) == 1
