"""Names that last: ids of articles and events, and which event goes on when its article changes."""

import doctest
from datetime import date

import pytest

from service import lineage
from service.records import Article


def article(**members):
    return Article(**{"id": "x", "text": "A mill burned down.", "received": date(2026, 3, 5), **members})


def told(quote, kind="road-crash", category="accident", day=None, place=None, start=0):
    report = {"type": kind, "category": category, "evidence": [{"quote": quote, "in": "text", "start": start}]}
    if day:
        report["when"] = {"date": day}
    if place:
        report["where"] = [{"name": place}]
    return report


def test_an_article_is_its_url():
    url = "https://news.example/mill"
    assert lineage.article_identity(article(url=url)) == lineage.article_identity(article(url=url, text="Another."))


def test_an_article_without_one_is_its_title_and_text():
    plain = lineage.article_identity(article())
    assert plain == lineage.article_identity(article(publisher="Danube Wire", received=date(2026, 3, 6), id="y"))
    moved = lineage.article_identity(article(title="A mill", text="burned down."))
    assert len({plain, moved, lineage.article_identity(article(title="A", text="mill burned down."))}) == 3


@pytest.mark.parametrize(
    "change",
    [{"text": "A mill burnt down."}, {"title": "Mill"}, {"publisher": "Danube Wire"}, {"published": date(2026, 3, 4)}],
)
def test_other_words_or_metadata_are_another_version(change):
    assert lineage.content_digest(article()) != lineage.content_digest(article(**change))


@pytest.mark.parametrize("same", [{"id": "y"}, {"received": date(2026, 4, 1)}])
def test_who_names_it_how_and_when_it_came_are_not(same):
    assert lineage.content_digest(article()) == lineage.content_digest(article(**same))


def test_ids_are_short_lower_case_and_spreadsheet_safe():
    ids = {lineage.event_id("https://news.example/mill", "structure-fire", "text:0", attempt) for attempt in range(50)}
    assert len(ids) == 50
    for event_id in ids:
        assert event_id.startswith("evt_")
        assert len(event_id) == 17
        assert set(event_id[4:]) <= set("abcdefghijklmnopqrstuvwxyz234567")


CRASH = told("Three people died when a bus overturned near Lom.", day="2026-03-03", place="Lom")
MARCH = told("Hundreds marched in Vidin.", "protest", "civil-unrest", day="2026-03-04", place="Vidin")


@pytest.mark.parametrize(
    ("after", "events"),
    [
        ([CRASH, MARCH], {0: 0, 1: 1}),
        ([MARCH, CRASH], {0: 1, 1: 0}),
        ([CRASH], {0: 0}),
        ([], {}),
        # The toll rose, and the bus is a coach now.
        ([told("Four people died when a coach overturned near Lom.", day="2026-03-03", place="Lom")], {0: 0}),
        # Better rules know the type; the words are the same.
        ([told("Hundreds marched in Vidin.", "riot", "civil-unrest", day="2026-03-04", place="Vidin")], {0: 1}),
        # Rewritten, and still the protest of that day.
        ([told("Vidin saw a rally of 400 people.", "protest", "civil-unrest", day="2026-03-04")], {0: 1}),
        # The next day's crash somewhere else is news, though an article at one address tells of both in turn.
        ([told("Two drivers were hurt when lorries collided outside Ruse.", day="2026-03-04", place="Ruse")], {}),
        # So is another crash on the same day in another place.
        ([told("Two drivers were hurt as lorries collided outside Ruse.", day="2026-03-03", place="Ruse")], {}),
    ],
)
def test_what_goes_on(after, events):
    assert lineage.match([CRASH, MARCH], after) == events


def test_its_examples_are_true():
    assert doctest.testmod(lineage) == (0, 1)


def test_no_event_goes_on_twice():
    assert lineage.match([CRASH], [CRASH, CRASH]) == {0: 0}


def test_of_two_alike_each_keeps_its_own():
    lom, vidin = (
        told("Bombs went off in Lom and Vidin.", "bombing-ied", "violence-crime", place=p) for p in ("Lom", "Vidin")
    )
    assert lineage.match([lom, vidin], [vidin, lom]) == {0: 1, 1: 0}
