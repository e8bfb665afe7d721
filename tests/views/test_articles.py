"""POST /articles takes what it should, refuses the rest by name, and GET /articles/{id} never gives the text."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from schemas.answers import KnownArticleSchema, PostedSchema
from tests.views.conftest import problem

FERRY = "A ferry capsized off Apia on Monday, killing four people, police said.\n\nDivers searched the wreck.\n"
TAIL = "Divers searched the wreck."


def post(client, body, media_type="application/json", **kwargs):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/articles", data=data, content_type=media_type, **kwargs)


@pytest.mark.model
def test_an_article_becomes_events(reader):
    sent = {
        "text": FERRY,
        "title": "Ferry capsizes",
        "published": "2026-03-05",
        "publisher": "Meridian Wire",
        "id": "w-1",
    }
    response = post(reader, sent)
    assert response.status_code == 201
    assert PostedSchema().validate(response.json) == {}
    article = response.json["article"]
    assert response.headers["Location"] == f"/articles/{article['id']}"
    assert article["url"] == f"http://127.0.0.1:8000/articles/{article['id']}"
    assert response.json["events"]
    for event in response.json["events"]:
        assert list(event)[:2] == ["id", "url"]
        assert event["url"] == f"http://127.0.0.1:8000/events/{event['id']}"
        assert reader.get(f"/events/{event['id']}").json["id"] == event["id"]


@pytest.mark.model
def test_the_same_article_again_has_the_same_ids(reader):
    first, second = post(reader, {"text": FERRY}), post(reader, {"text": FERRY})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json


@pytest.mark.model
def test_plain_text_is_the_same_article_with_its_members_in_the_query(reader):
    members = {
        "title": "Ferry capsizes",
        "published": "2026-03-05T09:30:00+13:00",
        "url": "https://news.example/1?a=b&c",
    }
    first = post(reader, {**members, "text": FERRY})
    second = post(reader, FERRY.encode(), "text/plain; charset=UTF-8", query_string=members)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json


@pytest.mark.model
def test_a_byte_order_mark_is_dropped_and_control_characters_are_blanked(reader):
    plain = post(reader, FERRY.encode(), "text/plain")
    marked = post(reader, b"\xef\xbb\xbf" + FERRY.replace("on Monday", "on\x07Monday").encode(), "text/plain")
    assert plain.json == marked.json


@pytest.mark.model
def test_an_article_without_any_event_is_welcome(reader):
    response = post(reader, {"text": "Nothing happened in the village, and nobody minded."})
    assert response.status_code == 201
    assert len(response.json["events"]) == 1
    assert reader.get("/events").json == {"events": [], "next": None}


@pytest.mark.model
def test_what_is_known_of_an_article_is_not_its_text(reader):
    posted = post(reader, {"text": FERRY, "title": "Ferry capsizes", "id": "w-1"}).json
    response = reader.get(f"/articles/{posted['article']['id']}")
    assert KnownArticleSchema().validate(response.json) == {}
    assert response.json["title"] == "Ferry capsizes"
    assert response.json["external_id"] == "w-1"
    assert [event["id"] for event in response.json["events"]] == [event["id"] for event in posted["events"]]
    assert TAIL not in response.text
    for part in response.json["quotes"]:
        whole = FERRY if part["in"] == "text" else "Ferry capsizes"
        assert whole[part["start"] : part["end"]] == part["quote"]
    page = reader.get(f"/articles/{posted['article']['id']}", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    assert "Ferry capsizes" in page.text
    assert TAIL not in page.text


REFUSED = {
    "empty text": ({"text": ""}, 422, "empty"),
    "blank text": ({"text": " \n\t"}, 422, "blank"),
    "no words": ({"text": "12345 !!!"}, 422, "words"),
    "no text": ({"title": "Quake"}, 422, "text"),
    "null text": ({"text": None}, 422, "text"),
    "text that is a number": ({"text": 7}, 422, "text"),
    "too long": ({"text": "word " * 401}, 413, "2,000"),
    "a NUL": ({"text": "Two died.\0"}, 422, "NUL at position 9"),
    "a NUL in the title": ({"text": "Two died.", "title": "a\0"}, 422, "title has a NUL at position 1"),
    "French": ({"text": "Au moins douze personnes ont été tuées mardi dans un attentat, selon la police."}, 422, "fr"),
    "said to be French": ({"text": "Two died.", "language": "fr"}, 422, "language"),
    "unknown member": ({"text": "Two died.", "colour": "red"}, 422, "colour"),
    "no url": ({"text": "Two died.", "url": "javascript:alert(1)"}, 422, "url"),
    "half a url": ({"text": "Two died.", "url": "http://[::1/"}, 422, "url"),
    "no date": ({"text": "Two died.", "published": "yesterday"}, 422, "published"),
    "a time without its zone": ({"text": "Two died.", "published": "2026-03-05T09:30:00"}, 422, "zone"),
    "a list": ([{"text": "Two died."}], 422, "object"),
    "null": (None, 422, "object"),
    "not JSON": (b'{"text": "Two died."', 400, "character 20"),
    "nothing": (b"", 400, "character 0"),
    "not UTF-8": (b'{"text": "Two \xff died."}', 400, "byte 14"),
    "NaN": (b'{"text": NaN}', 400, "NaN"),
    "an endless number": (b'{"text": ' + b"9" * 5000 + b"}", 400, "digits"),
    "a thousand deep": (b'{"text": ' + b"[" * 1000 + b"]" * 1000 + b"}", 400, "deep"),
    "very deep and never closed": (b"[" * 30_000, 400, "deep"),
    "one thing twice": (b'{"text": "Two died.", "text": "Three died."}', 400, "twice"),
    "lone surrogate, escaped": (b'{"text": "Two \\ud800 died."}', 422, "U+D800) at position 4"),
    "NUL, escaped": (b'{"text": "Two \\u0000 died."}', 422, "NUL at position 4"),
    "lone surrogate in a name": (b'{"text": "Two died.", "\\udfff": 1}', 422, "not known"),
}


@pytest.mark.parametrize(("body", "status", "said"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_refused_in_words(client, body, status, said):
    told = problem(post(client, body), status)
    assert said in told["detail"]
    assert told["instance"] == "/articles"
    assert client.get("/events").json["events"] == []


def test_the_pointer_says_which_member_is_wrong(client):
    told = problem(post(client, {"text": "Two died.", "colour": "red", "title": 7}), 422)
    assert {error["pointer"] for error in told["errors"]} == {"/colour", "/title"}


PLAIN_REFUSED = {
    "empty": (b"", {}, 422, "empty"),
    "not UTF-8": (b"Two \xff died.", {}, 400, "byte 4"),
    "a surrogate, raw": (b"Two \xed\xa0\x80 died.", {}, 422, "surrogate"),
    "unknown parameter": (b"Two died.", {"colour": "red"}, 400, "colour"),
    "text as a parameter": (b"Two died.", {"text": "Three died."}, 422, "text"),
    "a parameter twice": (b"Two died.", {"title": ["a", "b"]}, 400, "title"),
    "a parameter that is not UTF-8": (b"Two died.", "title=%ff", 400, "UTF-8"),
    "bad date": (b"Two died.", {"published": "yesterday"}, 422, "published"),
}


@pytest.mark.parametrize(("body", "query", "status", "said"), PLAIN_REFUSED.values(), ids=PLAIN_REFUSED)
def test_bad_plain_text_is_refused_in_words(client, body, query, status, said):
    assert said in problem(post(client, body, "text/plain", query_string=query), status)["detail"]


def test_a_wrong_parameter_is_named(client):
    told = problem(post(client, b"Two died.", "text/plain", query_string={"published": "yesterday"}), 422)
    assert [error["parameter"] for error in told["errors"]] == ["published"]


MEDIA = ["application/xml", "", "application/jsonx", "text/plain; charset=latin-1", "application/json; charset=utf-16"]


@pytest.mark.parametrize("media_type", MEDIA)
def test_a_wrong_media_type_is_415(client, media_type):
    response = post(client, b"Two died.", media_type)
    problem(response, 415)
    assert response.headers["Accept-Post"] == "application/json, text/plain, text/html, application/x-ndjson"


def test_a_compressed_body_is_415(client):
    problem(post(client, b"\x1f\x8b", headers={"Content-Encoding": "gzip"}), 415)


def test_no_member_is_in_the_query_and_in_the_body(client):
    sent = {"text": "Two died.", "title": "Two died"}
    assert "title" in problem(post(client, sent, query_string={"title": "x"}), 422)["detail"]
    assert "colour" in problem(post(client, sent, query_string={"colour": "red"}), 400)["detail"]


def test_a_huge_body_is_refused_unread(client):
    class Unread:
        def read(self, *_):
            raise AssertionError("the body was read")

        readline = __iter__ = read

    environ = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(10**9), "CONTENT_TYPE": "application/json"}
    problem(client.post("/articles", environ_overrides=environ), 413)


def test_a_body_that_does_not_say_its_length_is_cut_off_and_refused(client):
    class Endless:
        given = 0

        def read(self, size=-1):
            self.given += size
            assert 0 <= size < 1_000_000
            assert self.given < 10_000_000
            return b" " * size

        def readinto(self, buffer):
            return len(buffer)

    environ = {"wsgi.input": Endless(), "wsgi.input_terminated": True, "CONTENT_TYPE": "application/json"}
    problem(client.post("/articles", environ_overrides=environ, headers={"Transfer-Encoding": "chunked"}), 413)


@pytest.mark.parametrize("name", ["art_aaaaaaaaaaaaa", "art_AAAAAAAAAAAAA", "%00", "1"])
def test_an_unknown_article_is_404(client, name):
    problem(client.get(f"/articles/{name}"), 404)
    problem(client.get(f"/articles/{name}", headers={"If-None-Match": "*"}), 404)


def test_another_method_is_405_and_says_which_are_allowed(client):
    response = client.put("/articles", json={})
    problem(response, 405)
    assert "POST" in response.headers["Allow"]


@pytest.mark.model
def test_articles_may_come_at_the_same_time(make_app, pipeline):
    app = make_app(pipeline)
    texts = [f"A bus overturned near Lom on Monday, killing {number} people, police said." for number in range(3, 11)]
    with ThreadPoolExecutor(4) as pool:
        responses = list(pool.map(lambda text: post(app.test_client(), {"text": text}), texts))
    assert [response.status_code for response in responses] == [201] * len(texts)
    assert len({response.json["article"]["id"] for response in responses}) == len(texts)
    for text, response in zip(texts, responses, strict=True):
        told = response.json["events"][0]["evidence"]
        evidence = next(part for part in told if part["source"] == response.json["article"]["id"])
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


@pytest.mark.model
def test_a_page_of_html_is_read_and_says_that_its_text_was_found_there(reader):
    page = f"<!doctype html><html><head><title>Ferry capsizes</title></head><body><p>{FERRY}</p></body></html>"
    posted = post(reader, page.encode(), "text/html; charset=utf-8", query_string={"published": "2026-03-05"})
    assert posted.status_code == 201
    (event,) = posted.json["events"]
    assert event["toll"]["killed"]["best"] == 4 and event["when"]["date"] == "2026-03-02"
    known = reader.get(f"/articles/{posted.json['article']['id']}").json
    assert KnownArticleSchema().validate(known) == {}
    assert (known["text_basis"], known["title"]) == ("extracted", "Ferry capsizes")
    assert "text_basis" not in reader.get(f"/articles/{post(reader, {'text': FERRY}).json['article']['id']}").json


PAGE_REFUSED = {
    "no article": (b"<html><nav></nav></html>", {}, 422, "no article"),
    "NUL": (b"<p>Two\x00 died.</p>", {}, 422, "page has a NUL at position 6"),
    "not UTF-8": (b"<p>Two \xff died.</p>", {}, 400, "byte 7"),
    "text as a parameter": (b"<p>Two died.</p>", {"text": "Three died."}, 422, "text"),
    "bad date": (f"<p>{FERRY}</p>".encode(), {"published": "yesterday"}, 422, "published"),
    "no English": (
        b"<p>Am Montag sind in Lom drei Menschen bei einem Brand gestorben.</p>",
        {},
        422,
        "Eng",
    ),
}


@pytest.mark.parametrize(("body", "query", "status", "said"), PAGE_REFUSED.values(), ids=PAGE_REFUSED)
def test_a_bad_page_is_refused_in_words(client, body, query, status, said):
    assert said in problem(post(client, body, "text/html", query_string=query), status)["detail"]
