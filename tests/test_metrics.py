"""What is counted, under which labels, and who is told."""

import os
import re
import subprocess
import sys
from datetime import date
from functools import partial

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service import create_app, ingest, metrics
from service.config import Config
from service.errors import BadSetting, StoreUnavailable
from service.records import Article
from service.store import Store
from service.store.writing import Outcome
from tests.serving import ROOT

PORT = 9477
HARBOUR = "A harbour crane collapsed in Lom on Monday, killing two people, police said."


@pytest.fixture
def make_client(store, monkeypatch):
    monkeypatch.delenv(metrics.PLACE, raising=False)
    monkeypatch.setattr(metrics, "_meters", None)

    def make(coder=None):
        app = create_app(Config(metrics_port=PORT), pipeline=coder or object(), store=store)
        client = app.test_client()
        client.open = partial(client.open, buffered=True)
        return client

    return make


def samples(client):
    """{(name, labels): value} as Prometheus reads it."""
    answer = client.get("/metrics", base_url=f"http://localhost:{PORT}")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(found, name, **labels):
    return found.get((name, tuple(sorted(labels.items()))), 0)


def test_answers_are_counted_by_template_and_never_by_address(make_client):
    client = make_client()
    for path in ("/feeds/events.atom", "/feeds/events.atom", "/feeds/events.csv", "/nowhere/1", "/nowhere/2"):
        client.get(path)
    client.get("/events/evt_aaaaaaaaaaaaa")
    client.delete("/events")
    client.open("/health", method="BREW")
    found = samples(client)
    count = partial(value, found, "dateline_requests_total")
    assert count(route="/feeds/events.<suffix>", method="GET", status="200") == 3
    assert count(route="none", method="GET", status="404") == 2
    assert count(route="/events/<event:event_id>", method="GET", status="404") == 1
    assert count(route="none", method="DELETE", status="405") == 1
    assert count(route="none", method="other", status="405") == 1
    assert value(found, "dateline_request_seconds_count", route="/feeds/events.<suffix>", method="GET") == 3
    assert value(found, "dateline_requests_open") == 0
    assert not any("nowhere" in str(key) or "evt_" in str(key) for key in found)


@pytest.mark.model
def test_articles_are_counted_by_what_became_of_them(make_client, pipeline):
    client = make_client(pipeline)
    sent = {"text": HARBOUR, "url": "https://news.example/crane"}
    for text in (HARBOUR, HARBOUR, HARBOUR.replace("two", "three"), ""):
        client.post("/articles", json={**sent, "text": text})
    lines = b'{"text": "' + HARBOUR.encode() + b'"}\n{"text": ""}\n{}\n[]\n'
    client.post("/articles", data=lines, content_type="application/x-ndjson")
    client.post("/articles", json=sent, headers={"Origin": "https://elsewhere.example"})
    client.get("/events?limit=0")
    found = samples(client)
    count = partial(value, found, "dateline_articles_total")
    assert (count(outcome="new", kind=""), count(outcome="changed", kind=""), count(outcome="unchanged", kind="")) == (
        2,
        1,
        1,
    )
    assert count(outcome="refused", kind="bad-text") == 2
    assert count(outcome="refused", kind="forbidden") == 1
    assert sum(number for key, number in found.items() if ("outcome", "refused") in key[1]) >= 5
    assert count(outcome="refused", kind="bad-parameter") == 0
    assert value(found, "dateline_coding_seconds_count") == value(found, "dateline_store_write_seconds_count") == 3
    assert value(found, "dateline_events", status="corrected") == 1
    assert value(found, "dateline_events", status="retracted") == 0


def test_what_is_looked_up_does_without_the_store(make_client, monkeypatch):
    def gone(self):
        raise StoreUnavailable("the database cannot be reached just now")

    monkeypatch.setattr(Store, "tally", gone)
    found = samples(make_client())
    assert [key[0] for key in found if key[0] == "dateline_build_info"]
    assert not [key for key in found if key[0] == "dateline_events"]


def test_jobs_are_counted_and_how_long_the_oldest_has_waited(make_client, store):
    now = store.clock()
    store.jobs.clock = lambda: now
    for text in (HARBOUR, "A bus overturned in Vidin."):
        sent = ingest.named(Article(id="", text=text, received=date(2026, 3, 5)))
        job_id = store.jobs.accept(sent, external_id=None, patience=60)
        now += 90_000_000
    store.jobs.fail(job_id, {"title": "Gone"}, for_good=True)
    found = samples(make_client())
    assert [value(found, "dateline_jobs", status=status) for status in ("queued", "failed", "done")] == [1, 1, 0]
    assert value(found, "dateline_oldest_job_seconds") == 180


def test_events_are_counted_once_a_minute(make_client, store, monkeypatch):
    counted, tally = [], Store.tally
    monkeypatch.setattr(Store, "tally", lambda self: counted.append(1) or tally(self))
    client = make_client()
    for _ in range(3):
        assert value(samples(client), "dateline_events", status="active") == 0
    assert len(counted) == 1
    clock = metrics.time.monotonic() + metrics.FRESH
    monkeypatch.setattr(metrics.time, "monotonic", lambda: clock + 1)
    samples(client)
    assert len(counted) == 2


def test_only_the_port_for_it_tells(make_client):
    client = make_client()
    for headers in ({}, {"Host": f"localhost:{PORT}", "X-Forwarded-Port": str(PORT)}):
        assert client.get("/metrics", environ_overrides={"SERVER_PORT": "8000"}, headers=headers).status_code == 404
    for path in ("/events", "/", "/metrics/"):
        assert client.get(path, base_url=f"http://localhost:{PORT}").status_code == 404
    assert client.post("/metrics", base_url=f"http://localhost:{PORT}").status_code == 404


def test_nothing_is_counted_unless_asked_for(store, monkeypatch):
    monkeypatch.setattr(metrics, "_meters", None)
    client = create_app(Config(), pipeline=object(), store=store).test_client()
    assert client.get("/metrics").status_code == 404
    metrics.taken(Outcome("art_1", 1, True, True, ()))
    with metrics.timed("coding"):
        assert metrics._meters is None


def test_the_ports_differ():
    assert Config.from_environment({"METRICS_PORT": "9000"}).metrics_port == 9000
    assert Config.from_environment({}).metrics_port is None
    with pytest.raises(BadSetting, match="METRICS_PORT: must be another port"):
        Config.from_environment({"METRICS_PORT": "8000"})


def test_the_folder_is_emptied_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(metrics.PLACE, raising=False)
    old = tmp_path / "var" / f"metrics-{PORT}" / "counter_1.db"
    old.parent.mkdir(parents=True)
    old.touch()
    metrics.prepare(PORT)
    assert os.environ[metrics.PLACE] == str(old.parent)
    assert not old.exists()
    old.touch()
    metrics.prepare(PORT)  # the settings are read again while workers count
    assert old.exists()


def test_it_is_not_imported_unless_asked_for():
    told = "import sys, service.metrics, service.ingest; sys.exit('prometheus_client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], cwd=ROOT).returncode == 0


def test_names_are_as_prometheus_wants_them(make_client):
    for name, _ in samples(make_client()):
        assert re.fullmatch(r"dateline_[a-z_]+", name)
