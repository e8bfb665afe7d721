"""An article comes in, comes in again, and is corrected: what becomes of its events."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from schemas import EventSchema
from service import lineage
from service.store.writing import BadEvent

from .conftest import LOM, NOON, VIDIN

URL = "https://news.example/lom"
CRASH = "Three people died on Tuesday when a bus overturned near Lom, police said."
RALLY = "In Vidin hundreds marched against the closure of the hospital."
TEXT = f"{CRASH} {RALLY}"
BUS = ("road-crash", CRASH, {"day": "2026-03-03", "places": [LOM], "killed": {"low": 3, "best": 3, "high": 3}})
MARCH = ("protest", RALLY, {"day": "2026-03-04", "places": [VIDIN]})


def test_a_new_article_makes_an_event_of_each_report(store, put):
    outcome = put(TEXT, BUS, MARCH, url=URL, title="Bus overturns", publisher="Danube Wire", licence="CC BY 4.0")
    assert (outcome.created, outcome.changed, outcome.version) == (True, True, 1)
    crash, march = (store.event(event_id) for event_id in outcome.event_ids)
    assert EventSchema().validate(crash) == {}
    assert (crash["type"], march["type"]) == ("road-crash", "protest")
    assert (crash["version"], crash["status"]) == (1, "active")
    assert crash["published"] == crash["updated"]
    assert "key" not in crash
    assert crash["sources"] == [
        {
            "id": outcome.article_id,
            "url": URL,
            "title": "Bus overturns",
            "publisher": "Danube Wire",
            "licence": "CC BY 4.0",
            "language": "en",
            "seen": "2026-03-05T12:00:00.000000Z",
        }
    ]
    assert {part["source"] for part in crash["evidence"]} == {outcome.article_id}


def test_without_a_url_the_source_is_ours(store, put):
    outcome = put(TEXT, BUS)
    url = f"http://127.0.0.1:8000/articles/{outcome.article_id}"
    assert store.event(outcome.event_ids[0])["sources"][0]["url"] == url
    assert store.events().events[0]["sources"][0]["url"] == url


def test_the_article_can_be_read_but_not_its_text(store, coded):
    given = [{"quote": "bus", "start": 38, "end": 41, "in": "text", "reason": "generic"}]
    made = coded(TEXT, BUS, MARCH, url=URL, published=datetime(2026, 3, 4, 8, tzinfo=UTC), non_events=given)
    outcome = store.put_article(made, seen=NOON, external_id="wire-17")
    assert store.article(outcome.article_id) == {
        "id": outcome.article_id,
        "external_id": "wire-17",
        "url": URL,
        "published": "2026-03-04T08:00:00Z",
        "language": "en",
        "seen": "2026-03-05T12:00:00.000000Z",
        "version": 1,
        "events": list(outcome.event_ids),
        "non_events": given,
    }
    assert [record["id"] for record in store.article_events(outcome.article_id)] == list(outcome.event_ids)
    assert store.article("art_" + "a" * 13) is None
    assert store.article_events("art_" + "a" * 13) == []


def test_links_lead_to_events(store, put):
    outcome = put(TEXT, BUS, (*MARCH[:2], {**MARCH[2], "links": [{"rel": "caused_by", "to": "r1"}]}))
    assert store.event(outcome.event_ids[1])["links"] == [{"rel": "caused_by", "to": outcome.event_ids[0]}]


@pytest.mark.parametrize("url", [URL, None])
def test_the_same_article_again_changes_nothing(store, put, url):
    first = put(TEXT, BUS, MARCH, url=url)
    before = store.events(), store.state()
    again = put(TEXT, BUS, MARCH, url=url)
    assert (again.created, again.changed) == (False, False)
    assert (again.article_id, again.event_ids, again.version) == (first.article_id, first.event_ids, 1)
    assert (store.events(), store.state()) == before


def test_unchanged_tells_whether_an_article_is_there_just_so(store, coded, put):
    assert store.unchanged(coded(TEXT, BUS, url=URL).article) is None
    outcome = put(TEXT, BUS, url=URL)
    assert store.unchanged(coded(TEXT, BUS, url=URL).article).event_ids == outcome.event_ids
    assert store.unchanged(coded(TEXT + " ", BUS, url=URL).article) is None
    assert store.unchanged(coded(TEXT, BUS, url=URL, publisher="Danube Wire").article) is None


def test_a_correction_keeps_the_id_and_the_former_record(store, put):
    first = put(TEXT, BUS, MARCH, url=URL)
    was = store.event(first.event_ids[0])
    text = TEXT.replace("Three", "Four")
    four = ("road-crash", CRASH.replace("Three", "Four"), {**BUS[2], "killed": {"low": 4, "best": 4, "high": 4}})
    # The second sentence now begins one character earlier, so its record changes as well: quotes must be found.
    outcome = put(text, four, MARCH, url=URL)
    assert (outcome.created, outcome.changed, outcome.version) == (False, True, 2)
    assert outcome.event_ids == first.event_ids
    now = store.event(first.event_ids[0])
    assert (now["version"], now["status"], now["toll"]["killed"]["best"]) == (2, "corrected", 4)
    assert now["published"] == was["published"]
    assert now["updated"] > was["updated"]
    assert store.versions(first.event_ids[0]) == [now, was]
    assert store.events({"min_killed": 4}).events == [now]


def test_what_is_told_as_before_is_left_alone(store, put):
    first = put(TEXT, BUS, MARCH, url=URL)
    before = [store.event(event_id) for event_id in first.event_ids]
    outcome = put(TEXT + " The road was closed for hours.", BUS, MARCH, url=URL)
    assert (outcome.event_ids, outcome.changed) == (first.event_ids, True)
    assert [store.event(event_id) for event_id in first.event_ids] == before
    assert store.article(first.article_id)["version"] == 2


def test_events_that_are_no_longer_told_are_retracted(store, put):
    first = put(TEXT, BUS, MARCH, url=URL)
    put(CRASH, BUS, url=URL)
    gone = store.event(first.event_ids[1])
    assert (gone["status"], gone["version"]) == ("retracted", 2)
    assert EventSchema().validate(gone) == {}
    assert [record["id"] for record in store.events().events] == [first.event_ids[0]]
    assert store.article(first.article_id)["events"] == [first.event_ids[0]]


def test_an_event_that_is_told_again_comes_back_under_its_id(store, put):
    first = put(TEXT, BUS, MARCH, url=URL)
    put(CRASH, BUS, url=URL)
    third = put(TEXT, BUS, MARCH, url=URL)
    assert third.event_ids == first.event_ids
    back = store.event(first.event_ids[1])
    assert (back["status"], back["version"]) == ("corrected", 3)
    assert [record["version"] for record in store.versions(first.event_ids[1])] == [3, 2, 1]


def test_a_new_event_in_the_place_of_another_gets_an_id_of_its_own(store, put):
    """The crash moves down the page; what now stands where it stood is another crash."""
    first = put(CRASH, BUS, url=URL)
    other = "Nine tourists were hurt on Thursday as a coach hit a lorry outside Vidin."
    coach = ("road-crash", other, {"day": "2026-03-05", "places": [VIDIN], "injured": {"low": 9, "best": 9}})
    second = put(f"{other} {CRASH}", coach, BUS, url=URL)
    assert second.event_ids[1] == first.event_ids[0]
    assert second.event_ids[0] != first.event_ids[0]
    assert store.event(second.event_ids[0])["toll"]["injured"]["best"] == 9


def test_two_events_of_one_type_in_one_sentence_have_two_ids(store, put):
    both = "Bombs went off in Lom and, officers were told, in Vidin."
    outcome = put(both, ("bombing-ied", both, {"places": [LOM]}), ("bombing-ied", both, {"places": [VIDIN]}))
    assert len(set(outcome.event_ids)) == 2


def test_ids_are_made_of_the_article_the_type_and_the_place_in_the_text(put):
    outcome = put(TEXT, BUS, url=URL)
    assert outcome.article_id == lineage.article_id(URL)
    assert outcome.event_ids == (lineage.event_id(URL, "road-crash", "text:0"),)


def test_moments_are_unique_and_grow_even_when_the_clock_stands_still(store, put):
    store.clock = lambda: 5_000_000_000_000_000
    for number in range(3):
        put(TEXT, BUS, MARCH, url=f"{URL}/{number}")
    moments = [record["updated"] for record in store.events().events]
    assert moments == sorted(set(moments), reverse=True)
    assert len(moments) == 6
    revision, last_commit = store.state()
    assert revision == 3
    assert f"{last_commit:%Y-%m-%dT%H:%M:%S.%fZ}" == moments[0]


def test_the_most_salient_event_of_an_article_is_listed_first(store, put):
    outcome = put(TEXT, BUS, MARCH)
    assert [record["id"] for record in store.events().events] == list(outcome.event_ids)


def test_a_record_that_the_schema_refuses_leaves_nothing_behind(store, coded):
    broken = coded(TEXT, BUS, (*MARCH[:2], {"where": [{"name": "Vidin"}]}))
    with pytest.raises(BadEvent, match="r2"):
        store.put_article(broken, seen=NOON)
    assert store.state()[0] == 0
    assert store.article(broken.article.id) is None


def test_an_article_under_a_name_of_its_own_is_refused(store, coded):
    made = coded(TEXT, BUS)
    with pytest.raises(BadEvent, match="id"):
        store.put_article(replace(made, article=replace(made.article, id="wire-1")), seen=NOON)


def test_a_count_that_no_event_has_is_refused_and_asking_for_one_finds_nothing(store, put):
    with pytest.raises(BadEvent, match=r"killed.*1000000000"):
        put(CRASH, (*BUS[:2], {"killed": {"low": 10**30, "best": 10**30}}))
    outcome = put(CRASH, (*BUS[:2], {"killed": {"low": 10**9, "best": 10**9}}))
    assert store.event(outcome.event_ids[0])["toll"]["killed"]["best"] == 10**9
    assert store.events({"min_killed": 10**31}).events == []
