"""A caller who has the answer already gets 304, at the price of one small read, and never what is out of date."""

import pytest

from service.formats import FORMATS
from tests.views.conftest import problem

PATHS = ["/events", "/", "/feeds/events.atom", "/feeds/events.csv", "/feeds/events.jsonld", "record", "article"]
FIXED = ["/openapi.json", "/contexts/event.jsonld", "/problems"]


@pytest.fixture
def told(put):
    """The article and the event of a store that has one of each."""
    return put("A bus overturned near Lom", ("road-crash", "A bus overturned near Lom"))


@pytest.fixture
def at(told):
    """at(name): the address."""
    return lambda name: {"record": f"/events/{told.event_ids[0]}", "article": f"/articles/{told.article_id}"}.get(
        name, name
    )


@pytest.mark.parametrize("name", PATHS)
def test_validators(client, at, name):
    response = client.get(at(name))
    assert response.headers["ETag"].startswith('"')
    assert response.headers["Last-Modified"].endswith("GMT")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["Vary"] == "Accept, Accept-Encoding"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link", "Last-Modified"} <= set(response.headers["Access-Control-Expose-Headers"].split(", "))
    assert client.get(at(name)).data == response.data


@pytest.mark.parametrize("name", PATHS + FIXED)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', 'W/"other",W/{}', "*"])
def test_a_tag_that_matches_is_304(client, at, name, form):
    first = client.get(at(name))
    again = client.get(at(name), headers={"If-None-Match": form.format(first.headers["ETag"])})
    assert again.status_code == 304
    assert again.data == b""
    assert "Content-Type" not in again.headers
    for header in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[header] == first.headers[header]
    assert again.headers.get("Last-Modified") == first.headers.get("Last-Modified")


@pytest.mark.parametrize("name", PATHS + FIXED)
def test_another_tag_is_200_whatever_the_date_says(client, at, name):
    headers = {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get(at(name), headers=headers).status_code == 200


@pytest.mark.parametrize("name", PATHS)
def test_without_a_tag_the_date_counts(client, at, name):
    modified = client.get(at(name)).headers["Last-Modified"]
    assert client.get(at(name), headers={"If-Modified-Since": modified}).status_code == 304
    old = {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}
    assert client.get(at(name), headers=old).status_code == 200
    assert client.get(at(name), headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_every_write_makes_another_tag(client, at, put):
    before = {name: client.get(at(name)).headers["ETag"] for name in PATHS}
    put("A ferry capsized off Apia", ("maritime-accident", "A ferry capsized off Apia"))
    for name, tag in before.items():
        assert client.get(at(name), headers={"If-None-Match": tag}).status_code == 200


def test_each_media_type_query_and_setting_has_its_own(client, at, make_app):
    other = make_app(public_url="http://127.0.0.1:9000").test_client()
    tags = [
        client.get("/events").headers["ETag"],
        client.get("/events", headers={"Accept": "text/html"}).headers["ETag"],
        client.get("/events", headers={"Accept": "application/ld+json"}).headers["ETag"],
        client.get("/events?limit=1").headers["ETag"],
        client.get("/events?country=BG").headers["ETag"],
        other.get("/events").headers["ETag"],
    ]
    assert len(set(tags)) == len(tags)


def test_the_same_question_has_the_same_tag_however_it_is_put(client, told):
    ways = ["country=BGR,WSM&limit=50", "limit=50&country=ws,bg", "country=WSM,BG,BGR"]
    assert len({client.get(f"/events?{way}").headers["ETag"] for way in ways}) == 1


@pytest.mark.parametrize("name", PATHS)
def test_304_costs_one_small_read_and_renders_nothing(client, at, store, monkeypatch, name):
    path = at(name)
    tag = client.get(path).headers["ETag"]
    reads, meta = [], store.meta
    monkeypatch.setattr(type(store), "meta", lambda self: reads.append(1) or meta())
    for method in ("event", "events", "article", "article_events", "iterate"):
        monkeypatch.setattr(type(store), method, None)
    for module in FORMATS.values():
        monkeypatch.setattr(module, "render", None)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert len(reads) == 1


def test_nothing_is_unchanged_where_nothing_is(client):
    for headers in ({"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}):
        problem(client.get("/events/evt_aaaaaaaaaaaaa", headers=headers), 404)


@pytest.mark.parametrize("name", [*PATHS, *FIXED, "/health"])
def test_head_is_get_without_a_body(client, at, name):
    got, head = client.get(at(name)), client.head(at(name))
    assert head.status_code == 200
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


def test_security_headers_are_everywhere(client, at):
    for path in [*map(at, PATHS), *FIXED, "/nowhere", "/static/style.css"]:
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"]
        assert headers["Permissions-Policy"]


def test_a_browser_may_ask_from_anywhere(client):
    response = client.options("/events", headers={"Origin": "https://a.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]
    assert "POST" not in response.headers["Access-Control-Allow-Methods"]
