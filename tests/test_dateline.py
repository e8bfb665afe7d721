"""Datelines, and the day that the text calls today."""

from datetime import UTC, date, datetime

import pytest

from service import dateline
from service.records import Article

RECEIVED = date(2026, 1, 1)


def parts(text):
    head = dateline.find(text, 0)
    return head and tuple(span and text[slice(*span)] for span in (head.place, head.day, head.agency))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KYIV, Ukraine (MW) — Two people died.", ("KYIV, Ukraine", None, "MW")),
        ("April 24 (Meridian Wire) -- Two people died.", (None, "April 24", "Meridian Wire")),
        ("LONDON, March 3 (Meridian) - A bridge fell.", ("LONDON", "March 3", "Meridian")),
        ("BOGOTA, 7 Jan 90 (MW) -- [Text] [Excerpts] The army said.", ("BOGOTA", "7 Jan 90", "MW")),
        (
            "San Salvador (El Salvador), 7 Jan 90 (Radio Uno) -- Men",
            ("San Salvador (El Salvador)", "7 Jan 90", "Radio Uno"),
        ),
        ("Kabul, Afghanistan (Mar. 5, 2012) – A patrol found it.", ("Kabul, Afghanistan", "Mar. 5, 2012", None)),
        ("KABUL, Afghanistan (August 3)\nA patrol found it.", ("KABUL, Afghanistan", "August 3", None)),
        ("MEXICO CITY — The volcano erupted.", ("MEXICO CITY", None, None)),
        ("WASHINGTON _ The Senate met.", ("WASHINGTON", None, None)),
        ("DAYTON, Ohio (WXYZ) Two people were shot.", ("DAYTON, Ohio", None, "WXYZ")),
        ("Hanoi (VNN) – The river rose.", ("Hanoi", None, "VNN")),
        ("NEW DELHI, Jan 25: Three grenades went off.", ("NEW DELHI", "Jan 25", None)),
        ("Paris, Sunday, 5 July 2026 (MW) - Shots fell.", ("Paris", "5 July 2026", "MW")),
        ("Men dig at the site.\n\nApril 24 (MW) -- A missile fell.", (None, "April 24", "MW")),
        ("All rights reserved. JACKSON, Miss. (WXYZ) - Police said.", ("JACKSON, Miss.", None, "WXYZ")),
    ],
)
def test_datelines(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "POLICE -- who arrived late -- said so.",
        "NATO — The alliance met.",
        "UPDATE - The road is open.",
        "The army - The one we know - left.",
        "Mary Hill (the mayor) - Born in 1970 - spoke.",
        "On April 24 (a Thursday) the river rose.",
        "The vote is due on March 3 - the last day.",
        "WHY WE ARE NOT GOING TO THE FAIR - A letter.",
        "",
    ],
)
def test_no_dateline_in_sentences(text):
    assert dateline.find(text, 0) is None


def test_spans_count_from_the_start_of_the_reading():
    article = Article("a", "ROME, May 2 (MW) - Rain fell.", RECEIVED, title="Rain in Rome")
    head = dateline.find(article.reading, article.text_start)
    assert article.reading[head.start : head.end] == "ROME, May 2 (MW) - "
    assert article.reading[slice(*head.day)] == "May 2"


def called_today(text, published=None, received=RECEIVED):
    article = Article("a", text, received, published=published)
    return dateline.today(article, dateline.find(article.reading, article.text_start))


def test_the_dateline_counts_before_publication():
    found = called_today("ROME, May 2 (MW) - Rain fell.", published=datetime(2024, 5, 4, 7, tzinfo=UTC))
    assert (found.date, found.year_inferred) == (date(2024, 5, 2), False)


def test_the_year_of_publication_may_be_the_next():
    assert called_today("ROME, Dec. 31 (MW) - Snow.", published=date(2024, 1, 2)).date == date(2023, 12, 31)


def test_a_dateline_far_from_publication_is_not_believed():
    found = called_today("ROME, May 2 (MW) - Rain fell.", published=date(2024, 9, 1))
    assert (found.date, found.span) == (date(2024, 9, 1), None)


def test_a_year_in_the_dateline_wins():
    found = called_today("ROME, May 2, 2011 (MW) - Rain fell.", published=date(2024, 5, 2))
    assert found.date == date(2011, 5, 2)
    assert called_today("ROME, 2 May 89 (MW) -- Rain.").date == date(1989, 5, 2)


@pytest.mark.parametrize(
    ("text", "received", "expected"),
    [
        ("May 2 (MW) -- Rain fell on Friday.", RECEIVED, date(2025, 5, 2)),
        ("May 2 (MW) -- Rain fell early on Monday.", RECEIVED, date(2022, 5, 2)),
        ("May 2 (MW) -- Rain fell on Sunday night, the mayor said on Monday.", RECEIVED, date(2022, 5, 2)),
        ("May 2 (MW) -- Rain fell. Talks are due on Monday.", RECEIVED, date(2025, 5, 2)),
        ("May 2 (MW) -- Rain fell on Friday.", date(2025, 5, 1), date(2014, 5, 2)),
        ("May 2 (MW) -- Rain fell.", date(2025, 5, 1), date(2024, 5, 2)),
        ("Feb. 29 (MW) -- Rain fell.", RECEIVED, date(2024, 2, 29)),
    ],
)
def test_the_year_is_inferred_from_the_weekday(text, received, expected):
    found = called_today(text, received=received)
    assert (found.date, found.year_inferred) == (expected, True)


def test_a_weekday_that_fits_no_year_is_ignored():
    found = called_today("Feb. 29 (MW) -- Rain fell on Tuesday.")  # Tuesdays: 2000, 2028
    assert found.date == date(2024, 2, 29)


def test_nothing_to_go_by():
    assert called_today("ROME (MW) - Rain fell on Friday.") is None
    assert called_today("ROME, May 32 (MW) - Rain fell.") is None
