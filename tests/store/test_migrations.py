"""Every migration, down and up again, with a store in it: no article and no word is lost, and all can be coded anew."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, select

from service import intake
from service.ingest import ingest_many
from service.reprocess import reprocess
from service.store import migrate, open_store
from tests.store.conftest import NOON
from tests.store.test_migrate import differences
from tests.wire import articles

REVISIONS = [found.revision for found in ScriptDirectory.from_config(migrate._config()).walk_revisions()][::-1]
KEPT = ("articles", "texts")  # what somebody else wrote; all else is made of it, or is a decision
SENT = 15  # of the wire: three events, five articles each


@pytest.fixture
def lived(database_url, pipeline):
    """A store with a life behind it: merged, corrected, retracted, withdrawn, and a second version of an article."""
    store = open_store(database_url, publish_threshold=0.4, rules="of today")
    store.migrate(tag_authority="127.0.0.1")
    sent = articles()[:SENT]
    sent.append({**sent[0], "text": sent[0]["text"] + "Rescuers went home on Friday.\n"})
    read = [intake.read(one, received=NOON.date(), max_chars=10_000) for one in sent]
    outcomes = list(ingest_many(store, pipeline, read, seen=NOON))
    first, second, third = (outcomes[number].event_ids[0] for number in (1, 6, 11))
    store.correct(first, {"title": "As a person has it"}, author="desk", reason="wording")
    store.retract(second, author="desk", reason="never was")
    store.withdraw(outcomes[12].article_id)
    assert len({first, second, third}) == 3 and list(store.check()) == []
    yield store
    store.close()


def rows(store, name):
    """The rows of a table as the database has it, whatever the code knows of it."""
    with store.connections.read() as connection:
        table = Table(name, MetaData(), autoload_with=connection)
        order = sorted(column.name for column in table.primary_key)
        return [dict(row._mapping) for row in connection.execute(select(table).order_by(*(table.c[n] for n in order)))]


def common(one, other):
    """Both, without the columns that only one of them has."""
    columns = one[0].keys() & other[0].keys()
    return ([{name: row[name] for name in columns} for row in rows] for rows in (one, other))


def down(store, revision):
    with store.connections.write() as connection:
        migrate.downgrade(connection, revision)


def test_there_is_one_line_of_them():
    assert len(REVISIONS) >= 4
    assert sorted(REVISIONS) == REVISIONS


@pytest.mark.model
@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_down_to_it_and_up_again(lived, pipeline, revision):
    before = {name: rows(lived, name) for name in KEPT}
    events = {row["id"] for row in rows(lived, "events")}
    down(lived, revision)
    assert not lived.ready()
    for name in KEPT:
        kept, now = common(before[name], rows(lived, name))
        assert kept == now, name
    lived.migrate(tag_authority="elsewhere.example")
    lived.refresh()
    assert lived.ready()
    with lived.connections.read() as connection:
        assert differences(connection) == []
    for name in KEPT:
        kept, now = common(before[name], rows(lived, name))
        assert [row.keys() for row in before[name]] == [row.keys() for row in rows(lived, name)]
        assert len(kept) == len(now)
    assert {row["id"] for row in rows(lived, "events")} == events
    assert lived.meta().tag_authority == "127.0.0.1"
    withdrawn = [row["id"] for row in before["articles"] if row["withdrawn"]]
    assert len(withdrawn) == 1 and "withdrawn" in lived.article(withdrawn[0])
    lived.rules = "of tomorrow"
    assert not [line for line in reprocess(lived, pipeline) if "problem" in line]
    assert list(lived.check()) == []


@pytest.mark.model
def test_step_by_step(lived):
    """Each migration runs on what the one before it left, and not only on what all of them make together."""
    before = {name: rows(lived, name) for name in KEPT}
    for revision in reversed(REVISIONS[:-1]):
        down(lived, revision)
    from alembic import command

    for revision in REVISIONS[1:]:
        with lived.connections.write() as connection:
            config = migrate._config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        for name in KEPT:
            kept, now = common(before[name], rows(lived, name))
            assert len(kept) == len(now), (revision, name)
    assert lived.ready()


def test_down_to_nothing_and_up(store):
    down(store, "base")
    assert not store.ready()
    store.migrate(tag_authority="127.0.0.1")
    assert store.ready()
    assert list(store.iterate()) == []
