"""Prepared statements find and write what the same statements do by way of SQLAlchemy."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from service.store.prepared import Prepared
from service.store.tables import ID, IDS, decided_pairs, decisions, events, reports

NAMED = select(events).where(events.c.id.in_(IDS)).order_by(events.c.id)
SEVERAL = {"confidence": 0.5, "body": "{}", "version": 1, "status": "active", "type": "fire", "category": "disaster"}


def row(number, **more):
    moments = {"published": number, "updated": number}
    return {"id": f"evt_{number}", **SEVERAL, **moments, "modality": "occurred", "filed": date(2026, 1, number), **more}


def _merged(connection, *refs):
    """A decision that these reports are of one event with another."""
    Prepared(insert(events)).run(connection, row(1))
    said = {"id": "dec_1", "event_id": "evt_1", "kind": "merge", "body": "{}", "author": "Ana", "reason": "one"}
    Prepared(insert(decisions)).run(connection, {**said, "moment": 1})
    pair = {"decision_id": "dec_1", "other_article_id": "z", "other_key": "r1", "together": True}
    Prepared(insert(decided_pairs)).run(connection, *({**pair, "article_id": ref[0], "key": ref[1]} for ref in refs))


@pytest.fixture
def connection(store):
    with store.connections.write() as connection:
        yield connection


@pytest.mark.parametrize("many", [0, 1, 2, 3, 5])
def test_what_is_found_is_what_sqlalchemy_finds(connection, many):
    Prepared(insert(events)).run(connection, *(row(number, latitude=number / 3) for number in range(1, 7)))
    ids = [f"evt_{number}" for number in range(1, many + 1)]
    found = Prepared(NAMED).all(connection, ids=ids)
    assert found == [tuple(known) for known in connection.execute(NAMED, {"ids": ids})]
    assert [(known.id, known.filed, known.latitude) for known in found] == [
        (f"evt_{number}", date(2026, 1, number), number / 3) for number in range(1, many + 1)
    ]


def test_one_statement_serves_lists_of_any_length(connection):
    Prepared(insert(events)).run(connection, *(row(number) for number in range(1, 7)))
    statement = Prepared(NAMED)
    for many in (3, 1, 4, 2, 3):
        ids = [f"evt_{number}" for number in range(1, many + 1)]
        assert [known.id for known in statement.all(connection, ids=ids)] == ids


def test_truth_is_truth_and_a_first_row_may_be_missing(connection):
    _merged(connection, ("a", "r1"))
    statement = Prepared(select(decided_pairs).where(decided_pairs.c.article_id == ID))
    assert statement.first(connection, known_id="a").together is True
    assert statement.first(connection, known_id="b") is None


def test_a_row_is_changed_and_others_are_not(connection):
    Prepared(insert(events)).run(connection, row(1), row(2))
    changed = Prepared(update(events).values(version=events.c.version + 1).where(events.c.id == ID))
    changed.run(connection, {"known_id": "evt_2", "filed": date(2025, 5, 5)})
    found = Prepared(NAMED).all(connection, ids=["evt_1", "evt_2"])
    assert [(known.version, known.filed) for known in found] == [(1, date(2026, 1, 1)), (2, date(2025, 5, 5))]


def test_rows_are_deleted_by_pairs(connection):
    pairs = tuple_(decided_pairs.c.article_id, decided_pairs.c.key)
    keys = [("a", "r1"), ("a", "r2"), ("b", "r1"), ("b", "r2")]
    _merged(connection, *keys)
    statement = Prepared(delete(decided_pairs).where(pairs.in_(IDS)))
    statement.run(connection, {"ids": []}, {"ids": [keys[0], keys[2], keys[3]]})
    statement.run(connection, {"ids": []})
    assert [left[1:3] for left in connection.execute(select(decided_pairs))] == [("a", "r2")]


def test_what_the_database_refuses_is_told_as_sqlalchemy_tells_it(store):
    with pytest.raises(IntegrityError) as told, store.connections.write() as connection:
        Prepared(insert(events)).run(connection, row(1, body="the secret"), row(1))
    assert "the secret" not in str(told.value)
    with store.connections.read() as connection:
        assert Prepared(select(reports)).all(connection) == []
