"""What a job becomes when a worker takes it, and what the sweep finds."""

from datetime import date

import pytest

from service import ingest, queue
from service.errors import StoreUnavailable
from service.records import Article

FERRY = "A ferry capsized off the coast of Sierra Leone on Tuesday, killing at least 12 people, officials said."


@pytest.fixture
def job_id(store):
    sent = Article(id="", text=FERRY, received=date(2026, 3, 5), published=date(2026, 3, 5))
    return store.jobs.accept(ingest.named(sent), external_id=None, patience=0)


@pytest.mark.model
def test_a_job_becomes_an_article_with_its_events(store, pipeline, job_id):
    assert queue.run(store, pipeline, job_id) is None
    assert queue.wait(store, job_id, seconds=0) == "done"
    (record,) = store.events({}).events
    assert record["toll"]["killed"]["low"] == 12
    assert queue.run(store, pipeline, job_id) is None  # a message that comes twice


def test_a_defect_is_tried_again_and_then_told(store, job_id, monkeypatch):
    def broken(*_, **__):
        raise KeyError("secret")

    monkeypatch.setattr(queue.coder, "code", broken)
    told = [queue.run(store, None, job_id) for _ in range(5)]
    assert told == [queue.SOON] * 4 + [None]
    problem = store.jobs.job(job_id)["problem"]
    assert problem == {"title": "Defect of ours", "status": 500, "detail": "KeyError while coding"}


def test_while_the_database_is_away_nothing_is_held_against_the_article(store, job_id, monkeypatch):
    def away(*_, **__):
        raise StoreUnavailable("gone")

    monkeypatch.setattr(queue.coder, "code", away)
    with pytest.raises(StoreUnavailable):
        queue.run(store, None, job_id)
    assert store.jobs.job(job_id)["status"] == "queued"
    assert "problem" not in store.jobs.job(job_id)


def test_a_sweep_sends_what_is_overdue_as_far_as_there_is_room(store, job_id):
    sent = []

    def sweep(waiting, send=lambda found: not sent.append(found)):
        return queue.sweep(store, patience=60, waiting=waiting, send=send)

    assert sweep(queue.MOST) == []
    assert sweep(0, send=lambda _: False) == []  # the broker is away
    assert sweep(queue.MOST - 1) == [job_id] == sent
    assert sweep(0) == []
