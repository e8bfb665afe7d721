"""Events over HTTP: the listing with its filters and pages, and each record in every format."""

import json
from html.parser import HTMLParser

import pytest

from schemas import EventSchema
from schemas.answers import ListingSchema
from tests.store.conftest import APIA, LOM, VIDIN
from tests.views.conftest import problem

HTML = {"Accept": "text/html"}
TEXT = (
    "A bus overturned near Lom, killing three. A ferry capsized off Apia. Shells fell on Vidin. Talks are set for Lom."
)
BUS = {"day": "2026-03-01", "places": [LOM], "killed": {"low": 3, "best": 3}}


@pytest.fixture
def known(put):
    """Three events that are listed and one that is not, told by one article."""
    put(
        TEXT,
        (
            "road-crash",
            "A bus overturned near Lom",
            BUS,
        ),
        ("maritime-accident", "A ferry capsized off Apia", {"day": "2026-03-04", "places": [APIA], "confidence": 0.6}),
        ("shelling", "Shells fell on Vidin", {"day": "2026-03-02", "places": [VIDIN], "modality": "ongoing"}),
        ("talks", "Talks are set for Lom", {"modality": "planned"}),
        url="https://news.example/1",
        title="<b>Three & one</b>",
    )


def types(response):
    assert response.status_code == 200, response.text
    return [event["type"] for event in response.json["events"]]


def test_an_empty_listing(client):
    assert client.get("/events").json == {"events": [], "next": None}


def test_the_listing_holds_records(client, known):
    response = client.get("/events")
    assert types(response) == ["road-crash", "maritime-accident", "shelling"]
    assert ListingSchema().validate(response.json) == {}


FILTERS = {
    "event_type=accident": ["road-crash", "maritime-accident"],
    "event_type=accident,armed-conflict": ["road-crash", "maritime-accident", "shelling"],
    "sub_event_type=shelling": ["shelling"],
    "country=BG": ["road-crash", "shelling"],
    "country=wsm": ["maritime-accident"],
    "country=BGR,WS": ["road-crash", "maritime-accident", "shelling"],
    "country=UA": [],
    "modality=planned": ["talks"],
    "modality=occurred": ["road-crash", "maritime-accident"],
    "starttime=2026-03-02": ["maritime-accident", "shelling"],
    "endtime=2026-03-02": ["road-crash", "shelling"],
    "starttime=2026-03-02&endtime=2026-03-03T12:00:00Z": ["shelling"],
    "starttime=2026-03-02T00:00:00+02:00": ["road-crash", "maritime-accident", "shelling"],
    "updatedafter=2026-01-01T00:00:00Z": ["road-crash", "maritime-accident", "shelling"],
    "updatedafter=2999-01-01": [],
    "min_killed=3": ["road-crash"],
    "min_killed=4": [],
    "min_confidence=0.7": ["road-crash", "shelling"],
    "country=Bulgaria": ["road-crash", "shelling"],
    "datetime=2026-03-02/..": ["maritime-accident", "shelling"],
    "datetime=../2026-03-02": ["road-crash", "shelling"],
    "datetime=2026-03-02": ["shelling"],
    "datetime=2026-03-02T00:00:00 02:00/2026-03-02": ["road-crash", "shelling"],
    "location=LOM": ["road-crash"],
    "location=lom,vidin": ["road-crash", "shelling"],
    "source=news.example": ["road-crash", "maritime-accident", "shelling"],
    "language=en": ["road-crash", "maritime-accident", "shelling"],
    "language=bg": [],
    "actor=nobody": [],
    "weapon=mine": [],
    "admin1=nowhere": [],
    "max_killed=3": ["road-crash"],
    "min_injured=1": [],
    "q=ferry%20CAPSIZED": ["maritime-accident"],
    "bbox=20,40,25,45": ["road-crash", "shelling"],
    "minlatitude=43.9": ["shelling"],
    "maxlatitude=43.9&minlongitude=0": ["road-crash"],
    "minlongitude=170&maxlongitude=-170": ["maritime-accident"],
    "latitude=43.99&longitude=22.87&maxradiuskm=5": ["shelling"],
    "orderby=updated-asc": ["shelling", "maritime-accident", "road-crash"],
    "orderby=time": ["maritime-accident", "shelling", "road-crash"],
    "orderby=time-asc": ["road-crash", "shelling", "maritime-accident"],
    "orderby=killed": ["road-crash", "maritime-accident", "shelling"],
}


@pytest.mark.parametrize(("query", "expected"), FILTERS.items())
def test_filters(client, known, query, expected):
    assert types(client.get(f"/events?{query}")) == expected


BAD = {
    "colour=red": "colour",
    "limit=0": "limit",
    "limit=1001": "limit",
    "limit=1.5": "limit",
    "limit=1_0": "limit",
    "limit=5&limit=6": "limit",
    "country=Atlantis": "country",
    "datetime=..": "datetime",
    "datetime=2026-02-01/2026-01-01": "datetime",
    "datetime=2026-02-01&starttime=2026-02-01": "datetime",
    "bbox=1,2,3": "bbox",
    "bbox=1,50,3,40": "bbox",
    "bbox=1,2,3,200": "bbox",
    "bbox=1,2,3,4&minlatitude=2": "bbox",
    "minlatitude=91": "minlatitude",
    "minlatitude=5&maxlatitude=4": "minlatitude",
    "latitude=5": "longitude",
    "latitude=5&longitude=5": "maxradiuskm",
    "latitude=5&longitude=5&maxradiuskm=99999": "maxradiuskm",
    "includedeleted=maybe": "includedeleted",
    "orderby=size": "orderby",
    "max_killed=-1": "max_killed",
    "min_confidence=1e-1": "min_confidence",
    "actor=": "actor",
    "q=": "q",
    "q=a&q=b": "q",
    "fields=colour": "fields",
    "raw=yes": "raw",
    "country=XX": "country",
    "country=UA,": "country",
    "country=": "country",
    "updatedafter=": "updatedafter",
    "cursor=": "cursor",
    "event_type=shelling": "event_type",
    "sub_event_type=accident": "sub_event_type",
    "modality=maybe": "modality",
    "starttime=tomorrow": "starttime",
    "endtime=2026-02-30": "endtime",
    "updatedafter=1": "updatedafter",
    "min_killed=-1": "min_killed",
    "min_killed=many": "min_killed",
    "min_confidence=2": "min_confidence",
    "min_confidence=nan": "min_confidence",
    "cursor=../..": "cursor",
}


@pytest.mark.parametrize("path", ["/events", "/feeds/events.atom", "/feeds/events.csv", "/feeds/events.jsonld"])
@pytest.mark.parametrize(("query", "name"), BAD.items())
def test_a_wrong_parameter_is_400_and_named(client, path, query, name):
    told = problem(client.get(f"{path}?{query}"), 400)
    assert [error["parameter"] for error in told["errors"]] == [name]


@pytest.mark.parametrize("query", ["cursor=zzz", "country=%ff", "country=\u00ff", "%00=1", "&".join(["a=1"] * 200)])
def test_what_is_no_query_is_400(client, query):
    problem(client.get(f"/events?{query}"), 400)


def test_pages_hold_everything_once_in_order(client, known):
    seen, address = [], "/events?limit=1"
    while address:
        response = client.get(address)
        seen += types(response)
        address = response.json["next"]
        assert (f'<{address}>; rel="next"' in response.headers["Link"]) == bool(address)
    assert seen == ["road-crash", "maritime-accident", "shelling"]


def test_the_next_page_keeps_the_filters(client, known):
    first = client.get("/events?limit=1&event_type=accident").json["next"]
    assert first.startswith("http://127.0.0.1:8000/events?cursor=")
    assert first.endswith("&event_type=accident&limit=1")


def test_the_listing_links_to_its_feeds(client, known):
    link = client.get("/events?country=bg&limit=1").headers["Link"]
    for suffix in ("atom", "csv", "jsonld"):
        assert f'<http://127.0.0.1:8000/feeds/events.{suffix}?country=BGR&limit=1>; rel="alternate"' in link


@pytest.fixture
def one(client, known):
    """The address of an event."""
    return f"/events/{client.get('/events').json['events'][0]['id']}"


MEDIA = {"": "application/json", ".json": "application/json", ".jsonld": "application/ld+json", ".html": "text/html"}


@pytest.mark.parametrize(("suffix", "media_type"), MEDIA.items())
def test_the_suffix_decides_before_the_accept_header(client, one, suffix, media_type):
    headers = {} if not suffix else {"Accept": "image/png"}
    response = client.get(one + suffix, headers=headers)
    assert (response.status_code, response.mimetype) == (200, media_type)


@pytest.mark.parametrize("media_type", ["application/json", "application/ld+json", "text/html"])
@pytest.mark.parametrize("where", ["listing", "record"])
def test_the_accept_header_decides(client, one, where, media_type):
    response = client.get(one if where == "record" else "/events", headers={"Accept": media_type})
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Accept" in response.headers["Vary"]
    if media_type != "text/html":
        assert response.content_type == media_type
        json.loads(response.text)


@pytest.mark.parametrize("path", ["/", "/events", "record"])
def test_nothing_fits(client, one, path):
    problem(client.get(one if path == "record" else path, headers={"Accept": "image/png"}), 406)


def test_a_record_is_one(client, one):
    record = client.get(one).json
    assert EventSchema().validate(record) == {}
    assert f"/events/{record['id']}" == one


def test_a_record_links_to_its_other_formats(client, one):
    link = client.get(one).headers["Link"]
    assert f'<http://127.0.0.1:8000{one}.jsonld>; rel="alternate"; type="application/ld+json"' in link
    assert f'<http://127.0.0.1:8000{one}.html>; rel="alternate"; type="text/html"' in link


@pytest.mark.parametrize("name", ["evt_aaaaaaaaaaaaa", "EVT_AAAAAAAAAAAAA", "evt_aaaaaaaaaaaaa.json", "x.html", "%00"])
def test_an_unknown_event_is_404(client, name):
    problem(client.get(f"/events/{name}"), 404)


def test_a_format_that_there_is_none_of_is_404(client, one):
    problem(client.get(f"{one}.pdf"), 404)
    assert "atom" in problem(client.get("/feeds/events.pdf"), 404)["detail"]


def test_what_others_add_to_an_address_does_not_break_a_page(client, one):
    assert client.get(f"{one}?utm_source=x").status_code == 200


class Page(HTMLParser):
    """What is in a page: its tags with their attributes, and the content of its scripts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.scripts = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] == ["script"]:
            self.scripts.append(data)

    def having(self, tag, **attributes):
        return [have for name, have in self.tags if name == tag and attributes.items() <= have.items()]


def test_the_list_as_a_page(client, known):
    for path in ("/", "/events"):
        response = client.get(path, headers=HTML)
        page = Page(response.text)
        assert len(page.having("article")) == 3
        assert page.having("link", rel="alternate", type="application/atom+xml")[0]["href"].endswith(
            "/feeds/events.atom"
        )
        assert "<b>" not in response.text
        assert "&lt;b&gt;Three &amp; one&lt;/b&gt;" in response.text


def test_a_filtered_list_offers_the_filtered_feed(client, known):
    page = Page(client.get("/events?country=BG&limit=1", headers=HTML).text)
    feed = page.having("link", rel="alternate", type="application/atom+xml")[0]["href"]
    assert feed == "http://127.0.0.1:8000/feeds/events.atom?country=BGR"
    assert "cursor=" in page.having("a", rel="next")[0]["href"]


def test_an_event_as_a_page(client, one):
    response = client.get(one, headers=HTML)
    page = Page(response.text)
    assert "A bus overturned near Lom" in response.text
    assert page.having("blockquote", cite="https://news.example/1")
    assert page.having("a", href="https://news.example/1")
    assert page.having("time", datetime="2026-03-01")
    assert page.having("link", rel="canonical", href=f"http://127.0.0.1:8000{one}")
    for suffix in (".json", ".jsonld"):
        assert page.having("a", href=one + suffix)
    assert page.having("meta", name="viewport")
    assert page.having("script") == [{"type": "application/ld+json"}]
    assert json.loads("".join(page.scripts))["name"]


def test_pages_load_nothing_from_elsewhere(client, one):
    for path in ("/", "/events", one, "/problems"):
        page = Page(client.get(path, headers=HTML).text)
        loaded = [link["href"] for link in page.having("link") if link["rel"] in ("stylesheet", "icon")]
        assert loaded
        for address in loaded:
            assert address.startswith("/static/")
            assert client.get(address).status_code == 200
        assert not [tag for tag, have in page.tags if "src" in have or "style" in have or "onclick" in have]


def test_a_page_cannot_be_broken_out_of(client, put):
    evil = "</script><script>alert(1)</script><!-- A bus overturned"
    put(evil, ("road-crash", evil), url="https://news.example/'\"><script>", title=evil)
    response = client.get("/events", headers=HTML)
    assert "<script>" not in response.text
    event = client.get("/events").json["events"][0]
    page = Page(client.get(f"/events/{event['id']}.html").text)
    assert len(page.having("script")) == 1
    assert json.loads("".join(page.scripts))["name"] == event["title"]


def test_below_a_path(make_app, put):
    put("A bus overturned near Lom", ("road-crash", "A bus overturned near Lom"))
    client = make_app(public_url="https://example.org/dateline").test_client()
    text = client.get("/", headers=HTML).text
    assert 'href="/dateline/static/style.css"' in text
    assert 'href="/dateline/events/evt_' in text
    assert 'href="/events' not in text
