"""The database as others leave it, an SQLite file: in use, full, gone, replaced, not there yet."""

import sqlite3

import pytest

from service.errors import ServiceError, StoreFull, StoreUnavailable
from service.store import engine, open_store

FIRE = "A hall burned down in Lom."


@pytest.fixture
def database_url(sqlite_url):
    """What is here is about SQLite."""
    return sqlite_url


@pytest.fixture
def path(tmp_path):
    return tmp_path / "dateline.db"


def pragma(store, name):
    with store.connections.read() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_the_database_is_safe_and_shared(store):
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "synchronous") == 2
    assert pragma(store, "foreign_keys") == 1
    assert pragma(store, "busy_timeout") == 10_000


def test_the_folder_is_made(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/var/deep/dateline.db")
    store.migrate(tag_authority="127.0.0.1")
    assert store.ready()
    store.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/dateline"])
def test_a_store_in_memory_or_elsewhere_is_refused(url):
    with pytest.raises(ValueError, match="DATABASE_URL"):
        open_store(url)


def test_a_store_that_was_never_made(path):
    store = open_store(f"sqlite:///{path}")
    assert not store.ready()
    with pytest.raises(StoreUnavailable):
        store.state()
    assert not path.exists()


def test_a_file_without_tables(path, store):
    other = path.with_name("empty.db")
    sqlite3.connect(other).close()
    with pytest.raises(StoreUnavailable, match="release"):
        open_store(f"sqlite:///{other}").events()


def test_a_file_that_is_no_database(path, store):
    other = path.with_name("letter.db")
    other.write_text("Dear all, " * 1000)
    broken = open_store(f"sqlite:///{other}")
    assert not broken.ready()
    with pytest.raises(StoreUnavailable):
        broken.state()


def test_a_database_that_somebody_else_has_locked(store, path, put, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.close()
    with pytest.raises(StoreUnavailable, match="busy") as caught:
        put(FIRE, ("structure-fire", FIRE))
    assert caught.value.status == 503
    assert store.events().events == []
    other.execute("ROLLBACK")
    other.close()
    assert put(FIRE, ("structure-fire", FIRE)).created


def test_a_full_disk(store, put):
    with store.connections.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFull) as caught:
        put(FIRE * 10_000, ("structure-fire", FIRE))
    assert caught.value.status == 507
    assert store.state()[0] == 0


def test_a_file_that_was_deleted_takes_no_more_writes(store, path, put):
    """An open file that has no name any more would take the article and lose it."""
    put(FIRE, ("structure-fire", FIRE))
    for name in ("", "-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    with pytest.raises(StoreUnavailable):
        put("A mill burned down.", ("structure-fire", "A mill burned down."))
    assert not store.ready()
    store.migrate(tag_authority="127.0.0.1")
    assert store.ready()


def test_a_defect_of_ours_is_not_blamed_on_the_database(store):
    with pytest.raises(Exception) as caught, store.connections.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta (id) VALUES (1)")
    assert not isinstance(caught.value, ServiceError)
