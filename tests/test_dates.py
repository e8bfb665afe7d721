"""Expressions of time, and the days they come to."""

import re
from datetime import date

import pytest

from service.extract import _expressions
from service.extract._dates import Calendar
from service.extract._tense import AHEAD, PAST
from service.records import Today

THURSDAY = Today(date(2026, 3, 5), "dateline March 5, Thursday in 2026", True, (0, 7))


def days(text, tense=PAST, today=THURSDAY, day_first=False):
    calendar = Calendar(today, day_first=day_first)
    expressions = _expressions.with_clocks(_expressions.scan(text), text)
    found = [(text[e.start : e.end], calendar.resolve(e, tense)) for e in expressions]
    return [(words, d) for words, d in found if d]


def values(text, *args, **options):
    return [(words, d.value) for words, d in days(text, *args, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Wednesday", [("Wednesday", "2026-03-04")]),
        ("on Thursday", [("Thursday", "2026-03-05")]),
        ("on Friday", [("Friday", "2026-02-27")]),
        ("last Thursday", [("last Thursday", "2026-02-26")]),
        ("next Thursday", [("next Thursday", "2026-03-12")]),
        ("this past Sunday", [("this past Sunday", "2026-03-01")]),
        ("Tuesday night", [("Tuesday night", "2026-03-03TNI")]),
        ("early Tuesday.", [("early Tuesday", "2026-03-03TMO")]),
        ("in the early hours of Thursday", [("the early hours of Thursday", "2026-03-05TMO")]),
        ("the night of Monday", [("the night of Monday", "2026-03-02TNI")]),
        (
            "today, yesterday and tomorrow",
            [("today", "2026-03-05"), ("yesterday", "2026-03-04"), ("tomorrow", "2026-03-06")],
        ),
        ("last night", [("last night", "2026-03-04TNI")]),
        ("early this morning", [("early this morning", "2026-03-05TMO")]),
        ("the day before yesterday", [("the day before yesterday", "2026-03-03")]),
        ("two days ago", [("two days ago", "2026-03-03")]),
        ("three weeks ago", [("three weeks ago", "2026-W07")]),
        ("five years ago", [("five years ago", "2021")]),
        (
            "On March 1 it rained; two days later it stopped.",
            [("March 1", "2026-03-01"), ("two days later", "2026-03-03")],
        ),
        (
            "The truce ends on 10 March. Until then it holds.",
            [("10 March", "2026-03-10"), ("Until then", "2026-03-10")],
        ),
        ("On Monday it rained. The next day it stopped.", [("Monday", "2026-03-02"), ("The next day", "2026-03-03")]),
        ("last month", [("last month", "2026-02")]),
        ("last week", [("last week", "2026-W09")]),
        ("next year", [("next year", "2027")]),
        ("over the weekend", [("the weekend", "2026-W09-WE")]),
        ("in June", [("in June", "2025-06")]),
        ("in May 2011", [("in May 2011", "2011-05")]),
        ("since 2007", [("since 2007", "2007")]),
        ("March 3, 2011", [("March 3, 2011", "2011-03-03")]),
        ("Tuesday, March 3, 2026", [("Tuesday, March 3, 2026", "2026-03-03")]),
        ("3rd of March", [("3rd of March", "2026-03-03")]),
        ("on 27 Nov 88 in Lima", [("27 Nov 88", "1988-11-27")]),
        ("Dec. 30", [("Dec. 30", "2025-12-30")]),
        ("2026-03-05", [("2026-03-05", "2026-03-05")]),
        ("12/25/2025", [("12/25/2025", "2025-12-25")]),
        ("25/12/2025", [("25/12/2025", "2025-12-25")]),
        ("04.03.2026", [("04.03.2026", "2026-03-04")]),
        ("on Christmas Day", [("Christmas Day", "2025-12-25")]),
        ("on Thanksgiving", [("Thanksgiving", "2025-11-27")]),
        ("on the 3rd, he said", [("on the 3rd", "2026-03-03")]),
        ("about 9:40 p.m. Tuesday", [("9:40 p.m. Tuesday", "2026-03-03T21:40")]),
        ("Tuesday at around 9 a.m.", [("Tuesday at around 9 a.m.", "2026-03-03T09:00")]),
        ("about 7:30 a.m. (0430 GMT) on Tuesday", [("7:30 a.m. (0430 GMT) on Tuesday", "2026-03-03T07:30")]),
        ("at 0430 GMT on Tuesday", [("0430 GMT on Tuesday", "2026-03-03T04:30")]),
    ],
)
def test_values(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Friday", "2026-03-06"),
        ("on Thursday", "2026-03-05"),
        ("in June", "2026-06"),
        ("on March 20", "2026-03-20"),
        ("on January 9", "2027-01-09"),
        ("on Feb. 23", "2026-02-23"),  # ten days back: no tense makes that next year
        ("on the 3rd.", "2026-04-03"),
    ],
)
def test_what_lies_ahead(text, expected):
    assert [value for _, value in values(text, AHEAD)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The troops may march into town.",
        "She was 25 in a group of 30 people.",
        "a 5-year-old boy in the 1400 block",
        "The Baltimore Sun reported it.",
        "on the 14th floor",
        "the crowd at 9 October Avenue",
        "They held 2,000 men for 30 days.",
        "It won 3-1 and 4.5 percent.",
        "February 30",
    ],
)
def test_no_dates(text):
    assert days(text) == []


def test_a_long_text_without_dates_is_no_trouble():
    assert values(" \n" * 20_000 + "A-1 " * 20_000 + "on Wednesday") == [("Wednesday", "2026-03-04")]


def test_expressions_end_with_their_paragraph_and_sentence():
    assert [words for words, _ in values("It rained on Wednesday.\n\nMarch 2 was dry.")] == ["Wednesday", "March 2"]
    assert [words for words, _ in values("It rained on Wednesday. March 2 was dry.")] == ["Wednesday", "March 2"]


def test_overnight_is_filed_under_the_day_that_it_ends_in():
    [(_, found)] = days("It was hit overnight.")
    assert (found.date, found.start, found.end) == (date(2026, 3, 5), date(2026, 3, 4), date(2026, 3, 5))
    [(_, found)] = days("overnight Tuesday into Wednesday")
    assert (found.date, found.start) == (date(2026, 3, 4), date(2026, 3, 3))


@pytest.mark.parametrize("text", ["March 3-5", "between 3 and 5 March", "from 3 to 5 March", "March 3 to March 5"])
def test_ranges(text):
    [(_, found)] = days(text)
    assert (found.start, found.end, found.date) == (date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 3))


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("last month", date(2026, 2, 1), date(2026, 2, 28), "month"),
        ("last week", date(2026, 2, 23), date(2026, 3, 1), "week"),
        ("last year", date(2025, 1, 1), date(2025, 12, 31), "year"),
    ],
)
def test_coarse_dates_span_their_period(text, first, last, precision):
    [(_, found)] = days(text)
    assert (found.date, found.start, found.end, found.precision) == (first, first, last, precision)


def test_a_date_without_a_year_takes_that_of_the_date_beside_it():
    assert [value for _, value in values("On May 4, 2011, it began. It ended on May 9.")] == [
        "2011-05-04",
        "2011-05-09",
    ]


def test_day_first_where_the_text_writes_so():
    assert values("3/5/2025", day_first=True) == [("3/5/2025", "2025-05-03")]
    assert values("3/5/2025") == [("3/5/2025", "2025-03-05")]


def test_without_a_today_only_full_dates_count():
    assert values("On Friday, in June, last week and on May 4, 2011", today=None) == [("May 4, 2011", "2011-05-04")]


def test_the_basis_says_how():
    assert [d.basis for _, d in days("on Wednesday")] == ["Wednesday before the dateline Thursday"]
    assert [d.basis for _, d in days("on Friday", AHEAD)] == ["Friday after the dateline Thursday"]
    assert [d.basis for _, d in days("on Thursday")] == ["Thursday, the day of the dateline"]


def test_what_is_tried_only_where_there_is_a_figure_needs_one():
    patterns, _, bare = _expressions._sieved()
    assert bare
    for number in bare:
        assert r"\d" in re.sub(r"\(\?:[^()]*\)\?|\(\?P<\w+>[^()]*\)\?", "", patterns[number][1].pattern)
