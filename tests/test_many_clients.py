"""Fifty articles that eight clients post at once make the same events as one after another, on either database."""

import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from service import intake
from service.ingest import ingest_many
from service.store import open_store
from tests.serving import ask, environment, serving
from tests.wire import articles

LIFE = ("id", "url", "version", "status", "published", "updated", "links")


def content(record):
    """What a record says, without its life and without when we got its articles."""
    said = {name: value for name, value in record.items() if name not in LIFE}
    return json.dumps({**said, "sources": [{**one, "seen": None} for one in record["sources"]]}, sort_keys=True)


@pytest.fixture(scope="module")
def one_after_another(pipeline, tmp_path_factory):
    """The events of a store to which the articles came in order, and the store."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('in_order')}/dateline.db", publish_threshold=0.4)
    store.migrate(tag_authority="127.0.0.1")
    read = [intake.read(one, received=date(2026, 10, 1), max_chars=10_000) for one in articles()]
    list(ingest_many(store, pipeline, read))
    yield store
    store.close()


@pytest.mark.model
def test_each_event_is_told_once(one_after_another):
    """Ten events, of which two are look-alikes of two others, and not fifty."""
    told = defaultdict(set)
    for record in one_after_another.iterate():
        for source in record["sources"]:
            told[record["id"]].add(source["url"].rsplit("/", 1)[1])
    assert all(len(slugs) == 1 for slugs in told.values()), "two events in one record"
    main = {
        next(iter(slugs)) for event_id, slugs in told.items() if len(one_after_another.event(event_id)["sources"]) >= 4
    }
    assert main == {one["url"].rsplit("/", 1)[1] for one in articles()}
    assert list(one_after_another.check()) == []


@pytest.mark.model
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_eight_clients_at_once(one_after_another, database, request, sqlite_url):
    url = sqlite_url if database == "sqlite" else request.getfixturevalue("postgresql")()
    environ = environment(url)
    with serving(environ), ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda one: ask(environ, "/articles", one), reversed(articles())))
        assert {status for status, _, _ in answers} == {201}
        _, _, page = ask(environ, "/events?limit=1000&min_confidence=0.4")
    store = open_store(url, publish_threshold=0.4)
    assert list(store.check()) == []
    assert sorted(map(content, store.iterate())) == sorted(map(content, one_after_another.iterate()))
    assert len(page["events"]) == len(list(store.iterate()))
    store.close()
