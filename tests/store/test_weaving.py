"""However articles come, change and go, events are what all their reports make when they are grouped anew."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from service import merge
from service.ingest import named
from service.merge import Likeness
from service.store import kinship

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def scores(monkeypatch):
    """How alike any two reports are, by the articles' titles and the reports' numbers: drawn by lot, for good."""
    known = {}

    def same_event(one, other):
        if one["article"] == other["article"]:
            return Likeness(0.0, ())
        names = tuple(sorted((one["name"], other["name"])))
        chance = random.Random(f"{known['seed']} {names}")
        score = chance.choice([0.0, 0.0, 0.0, 0.3, 0.55, 0.62, 0.7, 0.9]) + chance.random() / 50
        return Likeness(round(score, 6), ())

    monkeypatch.setattr(merge, "same_event", same_event)
    monkeypatch.setattr(merge, "keys", lambda sketch: ["one for all"])
    known["score"] = lambda one, other: same_event(one, other).score
    return known


def with_sketches(coded, number, version):
    """An article of two reports, as coder.py makes it."""
    article = named(replace(coded.article, url=f"https://news.example/{number}"))
    reports = [{**told, "evidence": [{**told["evidence"][0], "source": article.id}]} for told in coded.reports]
    sketches = [
        {"shape": merge.SHAPE, "article": article.id, "name": f"{number}/{version}/{told['key']}"} for told in reports
    ]
    return replace(coded, article=article, reports=reports, sketches=sketches)


def groups_of(store):
    """The reports of each event in force, by the articles."""
    found = {}
    with store.connections.read() as connection:
        rows = connection.exec_driver_sql("SELECT article_id, key, event_id FROM event_reports").all()
    for article_id, key, event_id in rows:
        found.setdefault(event_id, set()).add((article_id, key))
    return {frozenset(members) for members in found.values()}


@pytest.mark.parametrize("seed", range(6))
def test_events_are_what_all_reports_make_when_they_are_grouped_anew(store, coded, scores, seed):
    scores["seed"] = seed
    chance = random.Random(seed)
    texts = "A hall burned down in Lom. A bus fell into a river near Vidin."
    present = {}
    for step in range(40):
        number = chance.choice(sorted(present)) if present and chance.random() < 0.2 else step
        told = [("structure-fire", "A hall burned down in Lom"), ("road-crash", "A bus fell into a river near Vidin")]
        made = coded(f"{texts} {step}", *told[: chance.randint(1, 2)])
        put = with_sketches(made, number, step)
        if number in present and chance.random() < 0.3:
            store.withdraw(present.pop(number).article.id)
        else:
            store.put_article(put, seen=NOON + timedelta(hours=step))
            present[number] = put
        sketches = {
            (one.article.id, told["key"]): sketch
            for one in present.values()
            for told, sketch in zip(one.reports, one.sketches, strict=True)
        }
        pairs = combinations(sorted(sketches), 2)
        scored = [(one, other, scores["score"](sketches[one], sketches[other])) for one, other in pairs]
        expected = merge.group(sketches, [each for each in scored if each[2]])
        assert groups_of(store) == {frozenset(group) for group in expected}
    assert list(store.check()) == []
    assert len(groups_of(store)) < len(sketches)
    with store.connections.read() as connection:
        assert max(len(kinship.near(connection, [ref])) for ref in sketches) > 2
