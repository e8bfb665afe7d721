"""The filters by name, number, place and words, the orders of a listing, and what has ended."""

from datetime import date

import pytest
from sqlalchemy import event as on

from service.errors import BadCursor
from service.store import filters, listing, terms
from service.store.listing import ORDERS

from .conftest import APIA, LOM, SUVA

CRASH = "A bus overturned near Lom."
RALLY = "The Northern Front marched in Suva."
FIRE = "A hall burned down: 100% of it, and a_b, too."
SHELLS = "Shells fell on Apia."


@pytest.fixture
def told(put, coded):
    """Four articles, one event each, by name."""

    def put_one(text, kind, **fields):
        sent = {name: fields.pop(name) for name in ("publisher", "url") if name in fields}
        return put(text, (kind, text, fields), **sent).event_ids[0]

    def resting(text, **value):
        return {**value, "evidence": [coded(text).article.evidence(0, len(text))]}

    return {
        "crash": put_one(
            CRASH,
            "road-crash",
            day="2026-03-03",
            places=[LOM],
            killed={"low": 3, "best": 3},
            publisher="Meridian Wire",
            url="https://www.meridian.example/a/1",
        ),
        "rally": put_one(
            RALLY,
            "protest",
            day="2026-03-01",
            places=[SUVA],
            who=[resting(RALLY, role="party", name="Northern Front")],
            publisher="Pacific Desk",
        ),
        "shells": put_one(
            SHELLS,
            "shelling",
            day="2026-02-27",
            end="2026-03-02",
            places=[APIA],
            killed={"low": 24},
            injured={"low": 7, "best": 7},
            weapons=[resting(SHELLS, kind="artillery", subkinds=["howitzer"])],
        ),
        "fire": put_one(FIRE, "structure-fire", killed={"low": 0, "best": 0}),
    }


@pytest.fixture
def listed(store, told):
    """listed(filters) -> the names of what is listed; pages of one and the count must agree."""
    names = {event_id: name for name, event_id in told.items()}

    def found(**asked):
        ids = [record["id"] for record in store.iterate(asked)]
        assert [record["id"] for record in store.events(asked).events] == ids
        assert store.count(asked) == len(ids)
        paged, cursor = [], None
        while len(paged) < len(ids):
            page = store.events(asked, limit=1, cursor=cursor)
            paged += [record["id"] for record in page.events]
            cursor = page.next_cursor
        assert paged == ids
        assert cursor is None
        return [names[event_id] for event_id in ids]

    return found


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"location": ["lom", "suva"]}, ["rally", "crash"]),
        ({"actor": ["northern front"]}, ["rally"]),
        ({"actor": ["FRONT"]}, ["rally"]),
        ({"actor": ["north"]}, []),
        ({"weapon": ["artillery"]}, ["shells"]),
        ({"weapon": ["howitzer", "mine"]}, ["shells"]),
        ({"source": ["Meridian Wire"]}, ["crash"]),
        ({"source": ["meridian.example", "pacific desk"]}, ["rally", "crash"]),
        ({"language": ["en"]}, ["fire", "shells", "rally", "crash"]),
        ({"language": ["fr"]}, []),
        ({"max_killed": 3}, ["fire", "crash"]),
        ({"max_killed": 0}, ["fire"]),
        ({"min_killed": 1, "max_killed": 30}, ["shells", "crash"]),
        ({"min_injured": 7}, ["shells"]),
        ({"min_injured": 8}, []),
        ({"q": "overturned NEAR"}, ["crash"]),
        ({"q": "100%"}, ["fire"]),
        ({"q": "a_b"}, ["fire"]),
        ({"q": "1__%"}, []),
        ({"circle": (43.82, 23.24, 1.0)}, ["crash"]),
        ({"circle": (43.82, 24.24, 80.0)}, []),
        ({"circle": (43.82, 24.24, 81.0)}, ["crash"]),
        ({"circle": (-14.0, 179.0, 1100.0)}, ["shells", "rally"]),
        ({"circle": (0.0, 0.0, 20038.0)}, ["shells", "rally", "crash"]),
        ({"starttime": date(2026, 3, 2), "endtime": date(2026, 3, 2)}, ["shells"]),
        ({"starttime": date(1800, 1, 1), "endtime": date(2300, 1, 1)}, ["shells", "rally", "crash"]),
        ({"location": ["lom"], "min_killed": 1, "starttime": date(2026, 3, 1)}, ["crash"]),
        ({"orderby": "updated"}, ["fire", "shells", "rally", "crash"]),
        ({"orderby": "updated-asc"}, ["crash", "rally", "shells", "fire"]),
        ({"orderby": "time"}, ["crash", "rally", "shells", "fire"]),
        ({"orderby": "time-asc"}, ["fire", "shells", "rally", "crash"]),
        ({"orderby": "killed"}, ["shells", "crash", "fire", "rally"]),
        ({"orderby": "killed", "location": ["lom", "suva"]}, ["crash", "rally"]),
        ({"orderby": "updated-asc", "location": ["lom", "suva"]}, ["crash", "rally"]),
        ({"orderby": "time", "min_killed": 0}, ["crash", "shells", "fire"]),
    ],
)
@pytest.mark.parametrize("few", [2000, 0])
def test_filters_and_orders(listed, monkeypatch, asked, expected, few):
    """Whether what is asked for is rare or common decides how it is found, and nothing else."""
    monkeypatch.setattr("service.store.listing.FEW", few)
    assert listed(**asked) == expected


@pytest.mark.parametrize("given", ORDERS)
def test_a_cursor_is_of_its_order(store, told, given):
    cursor = store.events({"orderby": given}, limit=1).next_cursor
    for other in ORDERS:
        if (ORDERS[other].column is None) != (ORDERS[given].column is None):
            with pytest.raises(BadCursor):
                store.events({"orderby": other}, cursor=cursor)


@pytest.fixture
def ended(store, told):
    """The names of the events, of which two have ended."""
    store.retract(told["crash"], author="desk", reason="mistaken")
    store.merge(told["rally"], told["fire"], author="desk", reason="the same")
    return {event_id: name for name, event_id in told.items()}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("false", {"rally", "shells"}), ("true", {"crash", "rally", "shells", "fire"}), ("only", {"crash", "fire"})],
)
def test_what_has_ended(store, ended, asked, expected):
    found = store.events({"includedeleted": asked}).events
    assert {ended[record["id"]] for record in found} == expected
    assert store.count({"includedeleted": asked}) == len(expected)


def test_terms_follow_the_record(store, put):
    """A new version is found by what it says now, and not by what the former one said."""
    for text in (CRASH, "A bus overturned near Apia."):
        place = LOM if "Lom" in text else APIA
        put(text, ("road-crash", text, {"places": [place]}), url="https://news.example/bus")
    assert store.events({"location": ["lom"]}).events == []
    assert len(store.events({"location": ["apia"]}).events) == 1


def test_what_is_erased_is_not_found_by_its_words(store, put):
    article_id = put(CRASH, ("road-crash", CRASH, {"places": [LOM]}), publisher="Meridian Wire").article_id
    asked = {"includedeleted": "only"}
    store.withdraw(article_id)
    assert store.count(asked) == 1
    for filters_ in ({"q": "overturned"}, {"location": ["lom"]}, {"source": ["meridian wire"]}):
        assert store.count(asked | filters_) == 0


QUESTIONS = [
    {},
    {"country": ["BGR", "WSM"]},
    {"actor": ["front"], "event_type": ["civil-unrest"]},
    {"min_killed": 3},
    {"starttime": date(2026, 3, 1), "endtime": date(2026, 3, 2)},
    {"bbox": (20.0, 40.0, 25.0, 45.0)},
    {"includedeleted": "only"},
    *({"orderby": order} for order in ORDERS),
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_no_page_reads_the_whole_table(store, told, asked):
    """SQLite says how it will go about it. Every step must be a search of an index, or an index read in its order."""
    if not store.connections.sqlite:
        pytest.skip("says it in another way")
    statements = []
    with store.connections.read() as connection:
        on.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2:4]))
        listing.page(connection, asked, 0.5, 50, None)
        assert statements
        for sql, parameters in tuple(statements):
            plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)]
            for step in plan:
                assert not step.startswith("SCAN events") or "INDEX" in step, (sql, plan)
                assert not step.startswith("SCAN event_terms"), (sql, plan)


def test_every_filter_of_names_is_a_term(told, store):
    """A record is found by each field that the filters go by."""
    record = store.event(told["shells"])
    assert {"event_type", "sub_event_type", "country", "location", "weapon", "language"} <= {
        field for field, _ in terms.of(record)
    }
    assert set(filters.TERMS).isdisjoint(filters.CONDITIONS)


def test_terms_are_never_too_long():
    assert max(map(len, terms.runs("The " + "very " * 40 + "long name"))) <= terms.LONGEST
    assert terms.fold("ﬁ" * 200) == "fi" * (terms.LONGEST // 2)
