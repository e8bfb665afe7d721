"""Rows that are kept ready say what the records say, whatever became of those; rows of other code are made anew."""

from dataclasses import replace

import pytest

from service import formats
from service.formats import csv_
from service.store.rows import Maker

from .conftest import LOM

CRASH = "Three people died on Tuesday when a bus overturned near Lom, police said."
BUS = {"day": "2026-03-03", "places": [LOM], "killed": {"low": 3, "best": 3, "high": 3}}
WHY = {"author": "Ana Ilieva", "reason": "Counted again."}


@pytest.fixture
def kept(store):
    store.maker = Maker("one", csv_.line)
    return store


def rendered(store):
    """The export without what is kept."""
    return b"".join(csv_.render(store.iterate(), formats.Feed(store.public_url, "127.0.0.1", "", None)))


def test_rows_follow_records(kept, put):
    assert list(kept.rows()) == []
    one = put(CRASH, ("road-crash", CRASH, BUS), url="https://one.example/bus").event_ids[0]
    two = put(CRASH + " ", ("road-crash", CRASH, BUS)).event_ids[0]
    assert formats.render("csv", kept) == rendered(kept)
    kept.correct(one, {"title": "=1+1"}, **WHY)
    assert formats.render("csv", kept) == rendered(kept)
    assert b"'=1+1" in formats.render("csv", kept)
    kept.retract(two, **WHY)
    assert formats.render("csv", kept) == rendered(kept)
    assert len(list(kept.rows())) == 1
    kept.undo(two, **WHY)
    assert formats.render("csv", kept) == rendered(kept)


def test_rows_of_other_code_are_no_use_until_they_are_made_anew(kept, put):
    put(CRASH, ("road-crash", CRASH, BUS))
    kept.maker = replace(kept.maker, name="two")
    assert kept.rows() is None
    assert formats.render("csv", kept) == rendered(kept)
    kept.refresh()
    assert len(list(kept.rows())) == 1


def test_a_store_from_before_rows_were_kept(store, put):
    for number in range(3):
        put(CRASH + " " * number, ("road-crash", CRASH, BUS))
    store.maker = Maker("one", csv_.line)
    assert store.rows() is None
    store.refresh()
    assert formats.render("csv", store) == rendered(store)
    assert len(list(store.rows())) == 3


def test_a_page_of_rows_is_the_page_of_records(kept, put):
    for number in range(5):
        put(f"{CRASH} {number}", ("road-crash", CRASH, BUS | {"day": f"2026-03-0{number + 1}"}))
    for asked in ({}, {"country": ["BGR"]}, {"orderby": "time"}):
        page, cursor = None, None
        seen = []
        while page is None or cursor:
            page = kept.rows_page(asked, limit=2, cursor=cursor)
            records = kept.events(asked, limit=2, cursor=cursor)
            sent = [row.replace(csv_.BASE, kept.public_url) for row in page.events]
            assert sent == [csv_.line(record) for record in records.events]
            assert (page.next_cursor, page.revision) == (records.next_cursor, records.revision)
            seen += page.events
            cursor = page.next_cursor
        assert seen == list(kept.rows(asked))


def test_a_page_of_which_a_row_is_not_kept(kept, put):
    one = put(CRASH, ("road-crash", CRASH, BUS)).event_ids[0]
    kept.retract(one, **WHY)
    assert kept.rows_page({"includedeleted": "only"}) is None
    assert kept.rows_page().events == []
    put(CRASH + " ", ("road-crash", CRASH, BUS))
    kept.maker = replace(kept.maker, name="two")
    assert kept.rows_page() is None
    kept.maker = None
    assert kept.rows_page() is None
