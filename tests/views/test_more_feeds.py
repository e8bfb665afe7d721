"""What describes the CSV, the archives, the feed of changes, the vocabularies; the hub that feeds name."""

from datetime import UTC, datetime

import pytest
from feedparser import parse
from rdflib import Graph

from service.formats import _vocabulary
from tests.views.conftest import problem

BUS, FERRY = "A bus overturned near Lom", "A ferry capsized off Apia"
HTML = {"Accept": "text/html"}


@pytest.fixture
def bus(put):
    """The id of an event."""
    return put(BUS, ("road-crash", BUS), url="https://news.example/bus").event_ids[0]


def links(feed):
    return {link["rel"]: link["href"] for link in feed.feed.links}


@pytest.mark.parametrize("query", ["", "?country=BG&fields=title,event_id"])
def test_the_csv_is_described(client, bus, query):
    link = client.get(f"/feeds/events.csv{query}").headers["Link"]
    address = f"http://127.0.0.1:8000/feeds/events.csv-metadata.json{query}"
    assert f'<{address}>; rel="describedby"; type="application/csvm+json"' in link
    response = client.get(address)
    assert response.content_type == "application/csvm+json"
    assert response.json["url"] == f"http://127.0.0.1:8000/feeds/events.csv{query}"
    names = [column["name"] for column in response.json["tableSchema"]["columns"]]
    assert names == client.get(response.json["url"]).text.splitlines()[0].split(",")


def test_changes_tell_of_each_version(client, store, bus):
    store.correct(bus, {"title": "Bus crash near Lom"}, author="desk", reason="a better title")
    store.retract(bus, author="desk", reason="mistaken")
    feed = parse(client.get("/feeds/changes.atom").data)
    assert [entry.id.rpartition(":")[2] for entry in feed.entries] == ["v3", "v2", "v1"]
    assert feed.entries[0].title.startswith("RETRACTED: ")
    assert feed.feed.id.endswith(":feed:changes")


def test_changes_come_in_pages(client, bus, put):
    put(FERRY, ("maritime-accident", FERRY))
    first = client.get("/feeds/changes.atom?limit=1")
    following = links(parse(first.data))["next"]
    assert f'<{following}>; rel="next"' in first.headers["Link"]
    second = parse(client.get(following).data)
    assert second.entries[0].id != parse(first.data).entries[0].id
    assert "next" not in links(second)
    for query in ("cursor=zzz", "limit=0", "country=BG"):
        problem(client.get(f"/feeds/changes.atom?{query}"), 400)


def test_a_month_of_the_archive(client, bus):
    month = datetime.now(UTC).strftime("%Y-%m")
    response = client.get(f"/feeds/archive/{month}.atom")
    feed = parse(response.data)
    assert len(feed.entries) == 1
    found = links(feed)
    assert found["self"] == f"http://127.0.0.1:8000/feeds/archive/{month}.atom"
    assert found["current"] == "http://127.0.0.1:8000/feeds/events.atom"
    assert "next" not in found
    before = client.get(found["prev-archive"])
    assert links(parse(before.data))["next-archive"] == found["self"]
    assert parse(before.data).entries == []
    assert (response.headers["Cache-Control"], before.headers["Cache-Control"]) == (
        "public, max-age=60",
        "public, max-age=86400",
    )
    assert feed.feed.id == parse(before.data).feed.id


@pytest.mark.parametrize("month", ["1999-01", "2999-01", "2026-13", "2026-1", "x"])
def test_no_month_of_the_archive(client, month):
    problem(client.get(f"/feeds/archive/{month}.atom"), 404)


def test_an_archive_takes_no_parameters(client, bus):
    problem(client.get(f"/feeds/archive/{datetime.now(UTC):%Y-%m}.atom?limit=3"), 400)


@pytest.mark.parametrize("name", _vocabulary.LISTS)
def test_vocabularies(client, name):
    told = client.get(f"/vocab/{name}")
    assert told.content_type == "application/ld+json"
    assert len(Graph().parse(data=told.data, format="json-ld")) > 20
    assert client.get(f"/vocab/{name}.jsonld").data == told.data
    page = client.get(f"/vocab/{name}", headers=HTML)
    for row in _vocabulary.rows(name)[:3]:
        assert f'id="{row["id"]}"' in page.text
    assert f"/vocab/{name}" in client.get("/vocab", headers=HTML).text


def test_what_is_no_vocabulary(client):
    assert "weapon" in problem(client.get("/vocab/colours"), 404)["detail"]
    problem(client.get("/vocab/weapon", headers={"Accept": "image/png"}), 406)


def test_a_hub_is_named_where_there_is_one(make_app, bus):
    plain = make_app().test_client()
    assert "hub" not in links(parse(plain.get("/feeds/events.atom").data))
    client = make_app(hub_url="https://hub.example/").test_client()
    response = client.get("/feeds/events.atom")
    assert links(parse(response.data))["hub"] == "https://hub.example/"
    assert '<https://hub.example/>; rel="hub"' in response.headers["Link"]
    assert client.get("/feeds/events.json").json["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert "hub" not in links(parse(client.get("/feeds/events.atom?country=BG").data))
    assert 'rel="hub"' not in client.get("/feeds/events.csv").headers["Link"]
    assert links(parse(client.get("/feeds/changes.atom").data))["hub"] == "https://hub.example/"
