"""Migrations make the very tables that the code knows, once, whoever starts first."""

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from service.store import migrate, open_store
from service.store.tables import metadata


def differences(connection):
    """Between the tables that are there and those of the code; SQLite's index of words makes tables of its own."""
    ours = {"include_object": lambda thing, name, kind, *_: kind != "table" or not name.startswith("event_words")}
    return compare_metadata(MigrationContext.configure(connection, opts=ours), metadata)


FIRE = "A hall burned down in Lom."


def test_the_migrations_make_the_tables_of_the_code(store):
    with store.connections.read() as connection:
        assert differences(connection) == []


def test_migrating_again_changes_nothing(store):
    before = store.meta()
    store.migrate(tag_authority="news.example.org")
    assert store.meta() == before
    assert before.tag_authority == "127.0.0.1"
    assert before.revision == 0


def test_an_old_schema_is_not_ready(store):
    assert store.ready()
    with store.connections.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert not store.ready()


def test_down_and_up_again_with_data_in_it(store, put):
    """Going back to the first tables and forward again loses nothing that those had."""
    (event_id,) = put(FIRE, ("structure-fire", FIRE), url="https://news.example/fire").event_ids
    before = store.event(event_id)
    with store.connections.write() as connection:
        migrate.downgrade(connection, "0001")
    assert not store.ready()
    store.migrate(tag_authority="127.0.0.1")
    assert store.event(event_id) == before
    with store.connections.read() as connection:
        assert differences(connection) == []


def test_two_may_start_at_once(database_url):
    stores = [open_store(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda store: store.migrate(tag_authority="127.0.0.1"), stores))
    assert all(store.ready() for store in stores)
    assert len({store.meta() for store in stores}) == 1
    for store in stores:
        store.close()
