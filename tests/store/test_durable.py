"""What was committed is on the disk, whatever a PostgreSQL server, database or role is set to."""

import pytest

from service.errors import StoreUnavailable

SETTING = "SHOW synchronous_commit"


@pytest.fixture
def database_url(postgresql):
    """What is here is about PostgreSQL; SQLite's settings are tested in test_engine.py."""
    return postgresql()


def told(store, kind):
    with getattr(store.connections, kind)() as connection:
        return connection.exec_driver_sql(SETTING).scalar()


def default(store, words):
    """Set what new connections to the database begin with."""
    with store.connections.glance() as connection:
        name = connection.exec_driver_sql("SELECT current_database()").scalar()
        connection.exec_driver_sql(f"ALTER DATABASE {name} {words}")
    store.close()


@pytest.mark.parametrize(("asked", "taken"), [("off", "on"), ("on", "on"), ("local", "local"), ("remote_apply",) * 2])
def test_a_commit_waits_for_the_disk(store, asked, taken):
    default(store, f"SET synchronous_commit = {asked}")
    assert [told(store, kind) for kind in ("write", "read", "glance")] == [taken] * 3
    with pytest.raises(ZeroDivisionError), store.connections.write():
        raise ZeroDivisionError
    assert told(store, "write") == taken, "it outlives a transaction that is undone"


def test_it_cannot_be_taken_back_under_an_open_connection(store):
    """As by `postgresql.conf` and a reload: what the session has said itself stands."""
    with store.connections.glance() as connection:
        source = connection.exec_driver_sql("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'").scalar()
    assert source == "session"


def test_cut_off_in_the_middle_of_a_transaction(store):
    with pytest.raises(StoreUnavailable), store.connections.write() as connection:
        connection.exec_driver_sql("UPDATE meta SET revision = revision + 1")
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        with store.connections.glance() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
        connection.exec_driver_sql("SELECT 1")
    assert store.state()[0] == 0
    assert store.ready()
