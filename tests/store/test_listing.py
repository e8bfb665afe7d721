"""What listings show, in which order, a page at a time, and how filters narrow them."""

from datetime import date, datetime, timedelta

import pytest

from service.errors import BadCursor
from service.store import open_store

from .conftest import APIA, LOM, SUVA, VIDIN

CRASH = "A bus overturned near Lom."
RALLY = "Hundreds marched in Vidin."
QUAKE = "An earthquake shook Fiji and Samoa."
FIRE = "A hall burned down."


@pytest.fixture
def told(put):
    """Four articles, one event each, by name."""

    def put_one(text, kind, **fields):
        return put(text, (kind, text, fields)).event_ids[0]

    return {
        "crash": put_one(CRASH, "road-crash", day="2026-03-03", places=[LOM], killed={"low": 3, "best": 3}),
        "rally": put_one(RALLY, "protest", day="2026-03-04", places=[VIDIN], modality="ongoing", confidence=0.6),
        "quake": put_one(
            QUAKE, "earthquake", day="2026-02-27", end="2026-02-28", places=[SUVA, APIA], killed={"low": 24}
        ),
        "fire": put_one(FIRE, "structure-fire", injured={"low": 0, "best": 0, "high": 0}),
    }


@pytest.fixture
def listed(store, told):
    """listed(filters) -> the names of what is listed."""
    names = {event_id: name for name, event_id in told.items()}

    def found(**filters):
        ids = [record["id"] for record in store.events(filters).events]
        assert ids == [record["id"] for record in store.iterate(filters)]
        return [names[event_id] for event_id in ids]

    return found


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["fire", "quake", "rally", "crash"]),
        ({"event_type": ["accident", "civil-unrest"]}, ["fire", "rally", "crash"]),
        ({"sub_event_type": ["earthquake"]}, ["quake"]),
        ({"country": ["BGR"]}, ["rally", "crash"]),
        ({"country": ["FJI", "WSM"]}, ["quake"]),
        ({"country": ["BG", "WSM"]}, ["quake", "rally", "crash"]),
        ({"country": ["WSM", "BGR"], "event_type": ["natural-disaster"]}, ["quake"]),
        ({"modality": ["ongoing"]}, ["rally"]),
        ({"starttime": date(2026, 3, 4)}, ["rally"]),
        ({"starttime": date(2026, 2, 28), "endtime": date(2026, 3, 3)}, ["quake", "crash"]),
        ({"endtime": date(2026, 2, 27)}, ["quake"]),
        ({"endtime": date(2026, 2, 26)}, []),
        ({"min_killed": 3}, ["quake", "crash"]),
        ({"min_killed": 4}, ["quake"]),
        ({"min_injured": 0}, ["fire"]),
        ({"min_confidence": 0.7}, ["fire", "quake", "crash"]),
        ({"bbox": (20, 40, 25, 43.9)}, ["crash"]),
        ({"bbox": (175, -20, -170, -10)}, ["quake"]),
        ({"bbox": (-170, -20, 175, -10)}, []),
        ({"country": [], "min_killed": None}, ["fire", "quake", "rally", "crash"]),
    ],
)
def test_filters(listed, filters, expected):
    assert listed(**filters) == expected


def test_an_unknown_filter_is_a_defect_of_the_caller(store):
    with pytest.raises(KeyError):
        store.events({"colour": "red"})


def test_updatedafter_is_strict(store, told, listed):
    moments = {name: datetime.fromisoformat(store.event(event_id)["updated"]) for name, event_id in told.items()}
    assert listed(updatedafter=moments["rally"]) == ["fire", "quake"]
    assert listed(updatedafter=moments["rally"] - timedelta(microseconds=1)) == ["fire", "quake", "rally"]


@pytest.mark.parametrize("modality", ["planned", "threatened", "claimed", "denied", "hypothetical"])
def test_what_did_not_happen_is_listed_only_when_asked_for(store, put, modality):
    (event_id,) = put(RALLY, ("protest", RALLY, {"modality": modality})).event_ids
    assert store.events().events == []
    assert [record["id"] for record in store.events({"modality": [modality]}).events] == [event_id]


def test_other_is_kept_and_never_listed(store, put):
    (event_id,) = put(FIRE, ("other", FIRE)).event_ids
    assert store.event(event_id)["type"] == "other"
    assert store.events({"sub_event_type": ["other"]}).events == []


def test_the_threshold_holds_when_listing(store, put, database_url):
    """What is kept below it is listed as soon as the setting is lowered."""
    (event_id,) = put(FIRE, ("structure-fire", FIRE, {"confidence": 0.4})).event_ids
    assert store.events({"min_confidence": 0.1}).events == []
    lower = open_store(database_url, publish_threshold=0.4)
    assert [record["id"] for record in lower.events().events] == [event_id]
    lower.close()


def test_pages_follow_each_other_without_gaps_or_repeats(store, told, put):
    first = store.events(limit=3)
    put("A ferry ran aground.", ("maritime-accident", "A ferry ran aground."))
    second = store.events(limit=3, cursor=first.next_cursor)
    assert [len(first.events), len(second.events)] == [3, 1]
    ids = [record["id"] for record in first.events + second.events]
    assert ids == [told[name] for name in ("fire", "quake", "rally", "crash")]
    assert second.next_cursor is None


def test_a_page_that_ends_with_the_listing_has_no_next(store, told):
    assert store.events(limit=4).next_cursor is None


@pytest.mark.parametrize("cursor", ["nonsense", "-1", "ffffffffffffffffffff", "1 OR 1=1", "é"])
def test_a_cursor_that_we_never_gave(store, cursor):
    with pytest.raises(BadCursor):
        store.events(cursor=cursor)


def test_a_page_knows_the_state_it_was_read_in(store, told):
    page = store.events()
    assert (page.revision, page.last_commit) == store.state()


def test_a_listing_under_way_sees_the_store_as_it_was(store, told, put):
    records = store.iterate()
    next(records)
    put("A ferry ran aground.", ("maritime-accident", "A ferry ran aground."))
    assert len(list(records)) == 3


def test_keys_keep_their_order(store, told):
    assert list(store.event(told["fire"]))[:3] == ["id", "type", "category"]


def test_a_text_is_found_wherever_it_stands_and_only_there(store, told, listed):
    """By the index of words or without it: parts of words, quotes, signs, what is too short for it, what is long."""
    for text in ("march", "arch", "HUNDREDS MARCHED", "in vidin.", "ed in vi", "m"):
        assert "rally" in listed(q=text)
    assert listed(q="marched hundreds") == listed(q='mar"ched') == listed(q="marched%") == []
    assert listed(q="hundreds marched in vidin. and then some more words") == []
    assert listed(q="hall", event_type=["accident"]) == ["fire"]
    assert listed(q="hall", event_type=["civil-unrest"]) == []


def test_a_text_is_found_no_more_when_it_has_gone(store, put):
    put(CRASH, ("road-crash", CRASH, {}), url="https://news.example/crash")
    assert len(store.events({"q": "overturned near"}).events) == 1
    put(RALLY, ("protest", RALLY, {}), url="https://news.example/crash")
    assert store.events({"q": "overturned near"}).events == []
    assert len(store.events({"q": "marched in"}).events) == 1
    for box in ((-180, -90, 180, 90), (170, -80, -170, 80), (-180, 70, 180, 90)):
        assert store.events({"bbox": box}).events == []
