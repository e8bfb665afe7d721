"""The life of an event over HTTP: versions, corrections, retraction, merge, split, undo, and the end of an article."""

import json

import pytest

from service.views._answers import JSON
from tests.store.conftest import LOM
from tests.views.conftest import problem

CRASH = "Three people died on Tuesday when a bus overturned near Lom, police said."
AGAIN = "A bus overturned near Lom on Tuesday and four people lost their lives."
BUS = {"day": "2026-03-03", "places": [LOM], "killed": {"low": 3, "best": 3, "high": 3, "words": "Three"}}
FOUR = {"day": "2026-03-03", "places": [LOM], "killed": {"low": 4, "best": 4, "high": 4, "words": "four"}}
WHY = {"author": "Ana Ilieva", "reason": "The hospital has counted again."}
FIVE = {"toll": {"killed": {"low": 5, "best": 5, "high": 5, "words": "five"}}}


@pytest.fixture
def one(put):
    return put(CRASH, ("road-crash", CRASH, BUS), url="https://one.example/bus").event_ids[0]


@pytest.fixture
def other(put, one):
    return put(AGAIN, ("road-crash", AGAIN, FOUR), url="https://two.example/bus").event_ids[0]


def patch(client, event_id, body, media_type="application/merge-patch+json"):
    return client.patch(f"/events/{event_id}", json=body, headers={"Content-Type": media_type})


@pytest.mark.parametrize("media_type", ["application/merge-patch+json", "application/json"])
def test_a_correction_and_its_trail(client, one, media_type):
    answer = patch(client, one, {**WHY, **FIVE}, media_type)
    assert (answer.status_code, answer.json["toll"]["killed"]["best"]) == (200, 5)
    trail = answer.json["sources"][-1]["url"].removeprefix("http://127.0.0.1:8000")
    known = client.get(trail).json
    assert (known["kind"], known["event"], known["author"], known["reason"]) == ("correct", one, *WHY.values())
    versions = client.get(f"/events/{one}/versions").json["versions"]
    assert [version["version"] for version in versions] == [2, 1]
    assert versions[0]["changes"][0]["field"] == "toll.killed"
    assert versions[1]["record"]["toll"]["killed"]["best"] == 3


def test_without_an_author_the_token_signs(client, one):
    patch(client, one, {"reason": "A slip.", **FIVE})
    assert client.get(f"/events/{one}/versions").json["versions"][0]["author"] == "loopback"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (FIVE, "/reason"),
        ({**WHY, "reason": "  ", **FIVE}, "/reason"),
        ({**WHY, "confidence": "very"}, "/confidence"),
        ({**WHY, "colour": "red"}, "/colour"),
        ({**WHY, "sources": []}, "/sources"),
        ({**WHY, "toll": {"killed": {"low": -1}}}, "/toll/killed/low"),
    ],
)
def test_what_is_wrong_with_a_correction_is_named(client, one, body, pointer):
    told = problem(patch(client, one, body), 422)
    assert pointer in [error["pointer"] for error in told["errors"]]


@pytest.mark.parametrize(
    "when", [{"date": "2026-13-01"}, {"start": "x"}, {"date": "2026-02-30"}, {"end": 5}, {"end": "1999-01-01"}]
)
def test_a_day_that_is_none_is_no_correction(client, one, when):
    problem(patch(client, one, {**WHY, "when": when}), 422)


def test_an_article_whose_day_was_corrected_can_be_withdrawn(client, put):
    undated = {name: value for name, value in BUS.items() if name != "day"}
    first = put(CRASH, ("road-crash", CRASH, BUS), url="https://one.example/bus")
    second = put(AGAIN, ("road-crash", AGAIN, undated), url="https://two.example/bus")
    known = first.event_ids[0]
    if second.event_ids[0] != known:
        answer = client.post(f"/events/{known}/merge", json={"reason": "One bus.", "with": second.event_ids[0]})
        known = answer.json["id"]
    assert patch(client, known, {**WHY, "when": {"precision": "week"}}).json["when"]["precision"] == "week"
    assert client.delete(f"/articles/{first.article_id}").status_code == 204
    left = client.get(f"/events/{known}").json
    assert "when" not in left
    problem(patch(client, known, {**WHY, "when": {"precision": "week"}}), 422)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 422),
        (b'{"reason": "a\\u0000b"}', 422),
        (b'{"reason": "x", "where": ' + b"[" * 100 + b"]" * 100 + b"}", 400),
    ],
)
def test_a_body_that_is_none(client, one, body, status):
    problem(client.patch(f"/events/{one}", data=body, content_type="application/json"), status)
    problem(client.patch(f"/events/{one}", data=body, content_type="text/plain"), 415)


def test_retract_and_undo(client, one):
    assert client.post(f"/events/{one}/retract", json=WHY).json["status"] == "retracted"
    assert client.get(f"/events/{one}").status_code == 410
    problem(client.post(f"/events/{one}/retract", json=WHY), 409)
    assert client.post(f"/events/{one}/undo", json=WHY).json["status"] == "corrected"
    assert client.get(f"/events/{one}").status_code == 200
    problem(client.post(f"/events/{one}/undo", json=WHY), 409)


def test_merge_and_split(client, one, other):
    merged = client.post(f"/events/{other}/merge", json={**WHY, "with": one}).json
    assert (merged["id"], len(merged["sources"])) == (one, 2)
    problem(client.post(f"/events/{one}/merge", json={**WHY, "with": other}), 409)
    second = merged["sources"][1]["id"]
    split = client.post(f"/events/{one}/split", json={**WHY, "articles": [second]}).json
    assert split["event"]["id"] == one
    assert [record["sources"][0]["id"] for record in split["others"]] == [second]
    problem(client.post(f"/events/{one}/merge", json={**WHY, "with": one}), 409)
    problem(client.post(f"/events/{one}/merge", json={**WHY, "with": "evt_" + "a" * 13}), 404)
    problem(client.post(f"/events/{one}/split", json={**WHY, "articles": []}), 422)


def test_a_withdrawn_article(client, one):
    article = client.get(f"/events/{one}").json["sources"][0]["id"]
    gone = client.delete(f"/articles/{article}")
    assert (gone.status_code, gone.data, "Content-Type" in gone.headers) == (204, b"", False)
    problem(client.get(f"/articles/{article}"), 410)
    assert client.delete(f"/articles/{article}").status_code == 204  # whoever got no answer asks again
    assert client.get("/events").json["events"] == []
    assert "overturned" not in client.get(f"/events/{one}/versions").text
    problem(client.delete("/articles/art_" + "a" * 13), 404)


@pytest.mark.parametrize("path", ["/retract", "/merge", "/split", "/undo", ""])
def test_only_who_may_write_decides(client, one, path):
    method = client.post if path else client.patch
    problem(method(f"/events/{one}{path}", json=WHY, headers={"Origin": "https://elsewhere.example"}), 403)
    problem(method(f"/events/{one}{path}", json=WHY, headers={"Host": "elsewhere.example"}), 401)


def test_what_is_not_there(client):
    nobody = "evt_" + "a" * 13
    problem(client.get(f"/events/{nobody}/versions"), 404)
    problem(client.get("/decisions/cor_" + "a" * 13), 404)
    problem(patch(client, nobody, {**WHY, **FIVE}), 404)


def test_changes_as_a_feed(client, one):
    patch(client, one, {**WHY, **FIVE})
    feed = client.get("/feeds/changes.atom")
    assert feed.status_code == 200
    assert "killed 3 -&gt; 5" in feed.text
    assert WHY["reason"] in feed.text


@pytest.mark.parametrize("figure", [10**9 + 1, 2**63, 10**40, -1])
@pytest.mark.parametrize(
    ("pointer", "body"),
    [
        ("/toll/killed/best", lambda figure: {"toll": {"killed": {"best": figure}}}),
        ("/weapons/0/used/low", lambda figure: {"weapons": [{"kind": "drone", "used": {"low": figure}}]}),
        (
            "/damage/0/count/high",
            lambda figure: {"damage": [{"kind": "building", "status": "hit", "count": {"high": figure}}]},
        ),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_its_name(client, one, pointer, body, figure):
    told = problem(patch(client, one, {**body(figure), **WHY}), 422)
    assert [error["pointer"] for error in told["errors"]] == [pointer]


FORMS = ["", ".json", ".jsonld", ".html"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("coding", ["br", "identity"])
def test_who_read_it_before_somebody_changed_it_hears_so(client, one, put, form, coding):
    tag = client.get(f"/events/{one}{form}", headers={"Accept-Encoding": coding}).headers["ETag"]
    put("A hall burned.", ("structure-fire", "A hall burned", {}), url="https://three.example/hall")  # another event
    first = client.patch(f"/events/{one}", json={**WHY, **FIVE}, headers={"If-Match": f'"other", {tag}'})
    assert first.status_code == 200
    told = problem(client.patch(f"/events/{one}", json={**WHY, **FIVE}, headers={"If-Match": tag}), 412)
    assert "to version 2" in told["detail"]
    assert client.post(f"/events/{one}/retract", json=WHY, headers={"If-Match": f"W/{tag}"}).status_code == 412
    assert client.get(f"/events/{one}").json["version"] == 2
    now = client.get(f"/events/{one}{form}", headers={"Accept-Encoding": coding}).headers["ETag"]
    assert client.post(f"/events/{one}/retract", json=WHY, headers={"If-Match": now}).status_code == 200


@pytest.mark.parametrize("tag", ['"1-1-' + 32 * "a" + '"', "abc", '""', '"ffffffffffffffff-1-' + 32 * "a" + '"'])
def test_a_tag_that_it_never_had_is_412(client, one, other, tag):
    told = problem(client.patch(f"/events/{one}", json={**WHY, **FIVE}, headers={"If-Match": tag}), 412)
    assert "If-Match" in told["detail"]
    elsewhere = client.get("/events").headers["ETag"]
    assert client.patch(f"/events/{one}", json={**WHY, **FIVE}, headers={"If-Match": elsewhere}).status_code == 412
    assert client.patch(f"/events/{one}", json={**WHY, **FIVE}, headers={"If-Match": "*"}).status_code == 200


def test_the_date_counts_where_no_tag_is_sent(client, one):
    def retract(date, **headers):
        return client.post(f"/events/{one}/retract", json=WHY, headers={"If-Unmodified-Since": date, **headers})

    read = client.get(f"/events/{one}").headers
    assert retract("Thu, 01 Jan 2015 00:00:00 GMT").status_code == 412
    assert retract("Thu, 01 Jan 2015 00:00:00 GMT", **{"If-Match": read["ETag"]}).status_code == 200
    assert client.post(f"/events/{one}/undo", json=WHY, headers={"If-Unmodified-Since": "soon"}).status_code == 200
    assert retract(client.get(f"/events/{one}").headers["Last-Modified"]).status_code == 200


def test_an_article_of_which_there_is_a_newer_version_stays(client, put):
    first = put(CRASH, ("road-crash", CRASH, BUS), url="https://one.example/bus").article_id
    tag = client.get(f"/articles/{first}").headers["ETag"]
    put(AGAIN, ("road-crash", AGAIN, FOUR), url="https://one.example/bus")
    assert "again" in problem(client.delete(f"/articles/{first}", headers={"If-Match": tag}), 412)["detail"]
    tag = client.get(f"/articles/{first}").headers["ETag"]
    assert client.delete(f"/articles/{first}", headers={"If-Match": tag}).status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {"Content-Type": "text/plain"},
    ],
)
@pytest.mark.parametrize("path", ["/retract", "/merge", "/split", "/undo", ""])
def test_a_decision_in_what_is_not_read_is_415(client, one, path, headers):
    said = json.dumps({**WHY, **FIVE}).encode("utf-16" if "utf-16" in headers["Content-Type"] else "utf-8")
    method = client.post if path else client.patch
    answer = method(f"/events/{one}{path}", data=said, headers=headers)
    problem(answer, 415)
    taken = ("Accept-Post", JSON) if path else ("Accept-Patch", f"application/merge-patch+json, {JSON}")
    assert answer.headers[taken[0]] == taken[1]
    assert ("Accept-Post" in answer.headers) == bool(path)


@pytest.mark.parametrize("body", [b"[]", b'"a"', b"null", b"7"])
def test_what_is_no_object_is_no_decision(client, one, body):
    answer = client.post(f"/events/{one}/retract", data=body, content_type=JSON)
    told = problem(answer, 422)
    assert (told["detail"], told["title"]) == ("a decision is a JSON object", "Not a correction")
    assert told["errors"] == [{"pointer": "", "detail": "Must be an object."}]


def test_a_decision_has_no_more_bytes_than_an_article(client, one):
    body = {**WHY, "title": "x" * 200_000}
    problem(patch(client, one, body), 413)
