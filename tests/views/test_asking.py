"""What a listing can be had as, counted, cut to some fields; and what has ended."""

import csv
import io

import pytest
from feedparser import parse

from service.formats import FORMATS
from tests.store.conftest import LOM
from tests.views.conftest import problem

BUS = "A bus overturned near Lom, killing three."
HTML = {"Accept": "text/html"}


@pytest.fixture
def bus(put):
    """The id of an event."""
    fields = {"places": [LOM], "day": "2026-03-01", "killed": {"low": 3, "best": 3, "high": 3}}
    return put(BUS, ("road-crash", BUS, fields), url="https://news.example/bus").event_ids[0]


@pytest.fixture
def ferry(put):
    """The id of another."""
    text = "A ferry capsized off Apia."
    return put(text, ("maritime-accident", text)).event_ids[0]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_at_its_address_and_by_name_and_by_accept(client, bus, suffix):
    from service.views._kinds import name_of

    feed = client.get(f"/feeds/events.{suffix}")
    assert feed.status_code == 200
    named = client.get(f"/events?format={name_of(suffix)}", headers=HTML)
    assert named.status_code == 200
    assert named.content_type == feed.content_type
    accepted = client.get("/events", headers={"Accept": feed.mimetype})
    assert accepted.mimetype == feed.mimetype


def test_a_format_by_name_beats_the_accept_header(client, bus):
    assert client.get("/events?format=json", headers=HTML).json["events"]
    assert client.get("/events?format=html").mimetype == "text/html"


@pytest.mark.parametrize("path", ["/events?format=pdf", "/feeds/events.csv?format=atom", "/events/count?format=csv"])
def test_a_format_that_cannot_be_is_400(client, path):
    assert problem(client.get(path), 400)["errors"][0]["parameter"] == "format"


def test_the_next_page_keeps_the_format(client, bus, ferry):
    link = client.get("/events?format=csv&limit=1").headers["Link"]
    following = link.partition("<")[2].partition(">")[0]
    assert "format=csv" in following
    assert b"bus" in client.get(following).data or b"ferry" in client.get(following).data


def test_some_fields(client, bus):
    (event,) = client.get("/events?fields=id,title,location").json["events"]
    assert event == {"id": bus, "title": event["title"], "location": "Lom"}
    rows = list(csv.reader(io.StringIO(client.get("/feeds/events.csv?fields=title,event_id,killed_best").text)))
    assert rows == [["event_id", "killed_best", "title"], [bus, "3", event["title"]]]


def test_what_is_no_column_is_400_where_there_are_only_columns(client):
    told = problem(client.get("/feeds/events.csv?fields=event_id,toll"), 400)
    assert told["errors"] == [{"parameter": "fields", "detail": "Columns are needed here, and toll are none."}]
    assert problem(client.get("/feeds/events.atom?bom=1"), 400)["errors"][0]["parameter"] == "bom"


@pytest.mark.parametrize("name", ["raw", "bom"])
@pytest.mark.parametrize("path", ["/events?", "/events?format=html&", "/events/deleted?", "/events/count?"])
def test_what_only_csv_has_a_use_for_is_400_elsewhere(client, path, name):
    told = problem(client.get(f"{path}{name}=1"), 400)
    assert told["errors"] == [{"parameter": name, "detail": "Is for CSV only."}]
    assert client.get(f"{path}{name}=0").status_code == 200


def test_the_next_page_of_a_table_is_asked_for_as_the_first_was(client, bus, ferry):
    link = client.get("/events?raw=1&limit=1", headers={"Accept": "text/csv"}).headers["Link"]
    following = link.partition("<")[2].partition(">")[0]
    assert "raw=1" in following
    assert client.get(following, headers={"Accept": "text/csv"}).status_code == 200
    assert "raw" not in link.partition(">")[2]


def test_bom_and_raw_are_of_the_csv(client, put):
    text = "=1+1 is what the bus said."
    put(text, ("road-crash", text), title="=1+1")
    plain, raw = (client.get(f"/feeds/events.csv?fields=quote{more}") for more in ("", "&raw=1"))
    assert plain.text.splitlines()[1] == "'" + raw.text.splitlines()[1]
    assert client.get("/feeds/events.csv?bom=1").data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("query", "expected"), [("", 2), ("?country=BG", 1), ("?q=no+such&limit=1", 0)])
def test_counting(client, bus, ferry, query, expected):
    response = client.get(f"/events/count{query}")
    assert response.json == {"count": expected, "maxAllowed": 1000}
    assert response.headers["ETag"]


def test_counting_takes_no_other_parameters(client):
    assert problem(client.get("/events/count?colour=red"), 400)["errors"][0]["parameter"] == "colour"


@pytest.fixture
def retracted(store, bus):
    store.retract(bus, author="desk", reason="mistaken")
    return bus


@pytest.fixture
def merged(store, bus, ferry):
    """The id that leads to another, and that other."""
    kept = store.merge(bus, ferry, author="desk", reason="one event")["id"]
    return ({bus, ferry} - {kept}).pop(), kept


@pytest.mark.parametrize("suffix", ["", ".json", ".jsonld"])
def test_a_retracted_event_is_gone_and_leaves_a_tombstone(client, retracted, suffix):
    told = problem(client.get(f"/events/{retracted}{suffix}"), 410)
    assert told["type"].endswith("/problems#gone")
    assert told["event"]["id"] == retracted
    assert (told["event"]["status"], told["event"]["version"]) == ("retracted", 2)
    assert "replaced_by" not in told["event"]


def test_a_browser_gets_a_page(client, retracted):
    response = client.get(f"/events/{retracted}", headers=HTML)
    assert (response.status_code, response.mimetype) == (410, "text/html")
    assert "Retracted" in response.text


def test_nothing_is_unchanged_where_it_has_gone(client, retracted):
    for headers in ({"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}):
        assert client.get(f"/events/{retracted}", headers=headers).status_code == 410


@pytest.mark.parametrize("suffix", ["", ".json", ".html"])
def test_a_merged_event_leads_to_the_other(client, merged, suffix):
    lost, kept = merged
    response = client.get(f"/events/{lost}{suffix}")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/events/{kept}{suffix}"
    assert response.json["replaced_by"] == kept
    assert client.get(f"/events/{lost}{suffix}", follow_redirects=True).status_code == 200


def test_what_has_ended_is_listed_on_request(client, retracted, ferry):
    def ids(path):
        return {record["id"] for record in client.get(path).json["events"]}

    assert ids("/events") == {ferry}
    assert ids("/events?includedeleted=true") == {retracted, ferry}
    assert ids("/events?includedeleted=only") == ids("/events/deleted") == {retracted}
    assert ids("/events/deleted?includedeleted=only&country=BG") == {retracted}
    told = problem(client.get("/events/deleted?includedeleted=true"), 400)
    assert told["errors"][0]["parameter"] == "includedeleted"


def test_staying_in_step(client, store, bus, ferry):
    """Whoever asks for what changed after the newest moment known hears of an end, too."""
    newest = max(record["updated"] for record in client.get("/events").json["events"])
    store.retract(bus, author="desk", reason="mistaken")
    news = client.get(f"/events?updatedafter={newest}&includedeleted=true").json["events"]
    assert [(record["id"], record["status"]) for record in news] == [(bus, "retracted")]


def test_the_atom_feed_has_tombstones(client, retracted, ferry):
    response = client.get("/feeds/events.atom")
    assert len(parse(response.data).entries) == 1
    assert f"event:{retracted}".encode() in response.data
    assert b"deleted-entry" in response.data
    assert b"deleted-entry" not in client.get("/feeds/events.atom?country=WS").data
