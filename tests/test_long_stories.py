"""Of a story too long to be grouped anew with each article, events stay as they are and new reports join them."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from bench import texts
from service import intake
from service.errors import Conflict, NotFound
from service.ingest import ingest, named
from service.records import Article
from service.store import kinship

pytestmark = pytest.mark.model
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
TOLD = (
    "LOM, Bulgaria, March 4 (Wire) -- A bus carrying miners overturned near Lom on Tuesday, killing {} people, the "
    "mayor of Lom, Ana Ilieva, said. Divers searched the river Danube for the driver of the bus."
)
NUMBERS = ("three", "four", "five", "six", "seven", "eight", "nine", "ten")


@pytest.fixture
def story(store, pipeline, monkeypatch):
    """The events of each of eight articles, as they came in, of a story of which three reports are too many."""
    monkeypatch.setattr(kinship, "MOST_AROUND", 3)
    told = []
    for hour, number in enumerate(NUMBERS):
        url, text = f"https://{number}.example/bus", TOLD.format(number)
        article = Article("", text, date(2026, 3, 5), title=f"Bus crash kills {number}", url=url, language="en")
        outcome = ingest(store, pipeline, named(article), seen=NOON + timedelta(hours=hour))
        told.append((outcome.article_id, outcome.event_ids[0]))
    return told


def test_later_reports_join_the_event(store, story):
    assert len({event_id for _, event_id in story}) == 1
    record = store.event(story[0][1])
    assert {source["id"] for source in record["sources"]} == {article_id for article_id, _ in story}
    assert record["toll"]["killed"]["best"] == 10
    assert list(store.check()) == []


def test_a_person_may_still_take_it_apart_and_an_article_may_be_withdrawn(store, story):
    (article_id, event_id), (gone, _) = story[2], story[5]
    store.split(event_id, [article_id], author="Ana", reason="It was another bus.")
    store.withdraw(gone)
    record = store.event(event_id)
    left = {known for known, _ in story} - {article_id, gone}
    assert {source["id"] for source in record["sources"]} == left
    assert list(store.check()) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_event_is_lost_whatever_is_done(store, pipeline, monkeypatch, seed):
    """Stories that hang together; articles come, come again told otherwise, and are withdrawn; persons decide."""
    monkeypatch.setattr(kinship, "MOST_AROUND", 4)
    chance, told = random.Random(seed), texts.dense(130)
    numbers, events = [], []

    def article(number, of):
        return named(intake.read(texts.sent(told[of], number), received=date(2026, 12, 31), max_chars=10_000))

    for step in range(90):
        seen, what = NOON + timedelta(minutes=step), chance.random()
        with suppress(Conflict, NotFound):
            if what < 0.55 or not numbers:
                sent = article(step, step)
                numbers.append(step)
                events += ingest(store, pipeline, sent, seen=seen).event_ids
            elif what < 0.75:
                number = chance.choice(numbers)
                sent = article(number, number + chance.choice((1, 8, 16)))
                events += ingest(store, pipeline, sent, seen=seen).event_ids
            elif what < 0.8:
                number = numbers.pop(chance.randrange(len(numbers)))
                store.withdraw(article(number, number).id)
            else:
                decide = chance.choice([store.retract, store.undo, partial(store.correct, patch={"title": "Other"})])
                decide(chance.choice(events), author="Ana", reason="It was so.")
    assert list(store.check()) == []
