"""Counts in words and digits, what bends them, and the numbers that count nobody."""

import pytest

from service.extract._numbers import counts, number_of

RANGES = {
    "twelve people": (12, 12, 12),
    "twenty-one men": (21, 21, 21),
    "a hundred and fifty villagers": (150, 150, 150),
    "1.2 million residents": (1_200_000, 1_200_000, 1_200_000),
    "10 000 people left": (10_000, 10_000, 10_000),
    "3 lakh people": (300_000, 300_000, 300_000),
    "at least eight people": (8, 8, None),
    "At least two dozen": (24, 24, None),
    "more than 70 people": (71, 71, None),
    "more than a dozen": (13, 13, None),
    "more than 54,000 residents": (54_000, 54_000, None),  # a rounded figure is not 54,001
    "over 200 homes": (200, 200, None),
    "fewer than 10 people": (None, None, 9),
    "up to 30 people": (None, None, 30),
    "no more than three": (None, None, 3),
    "about 40 people": (None, 40, None),
    "nearly two dozen": (None, 24, None),
    "70-odd passengers": (None, 70, None),
    "between 12 and 15 people": (12, None, 15),
    "12-15 people": (12, None, 15),
    "rose from 12 to 15": (15, 15, 15),
    "up to 12 to 15 people": (None, None, 15),
    "an estimated 25,000 to 30,000 people": (25_000, None, 30_000),
    "dozens of people": (24, None, None),
    "scores of people": (40, None, None),
    "several people": (3, None, None),
    "tens of thousands": (20_000, None, None),
    "a couple of hikers": (2, 2, None),
    "half a dozen": (6, 6, 6),
    "no one was hurt": (0, 0, 0),
    "not a single person": (0, 0, 0),
    "in 2014 three people died": (3, 3, 3),
}

NO_COUNTS = [
    "a 34-year-old man",
    "Jane Roe, 34, was there",
    "Jane Roe, 34, and John Roe, 36, were there",
    "aged 34",
    "the men, 22 and 34, were there",
    "in his 20s",
    "at 7 p.m. on April 24",
    "at 10:30",
    "24 April",
    "in 2014",
    "a 9mm pistol and a .45-caliber rifle",
    "an AK-47 and an F-16",
    "from $5 to 10 dollars",
    "12 percent",
    "on Highway 12",
    "a two-story house",
    "at 524 Elm Street",
    "he called 911",
    "two days later",
    "the males, each 19, were there",
    "Ada Lund dead at 75",
    "a father of three",
]


@pytest.mark.parametrize(("text", "bounds"), RANGES.items())
def test_range_of_a_count(text, bounds):
    count = counts(text)[0]
    assert (count.low, count.best, count.high) == bounds


@pytest.mark.parametrize("text", NO_COUNTS)
def test_ages_times_and_prices_count_nobody(text):
    assert counts(text) == []


@pytest.mark.parametrize(
    "number",
    ["99,999,999,999,999,999,999,999", "999999999999999 million", "9223372036854775808"],
)
def test_more_than_there_are_counts_nobody(number):
    assert counts(f"The flood displaced {number} people") == []
    assert [count.best for count in counts(f"killing 3 and injuring {number} people")] == [3]


def test_counts_of_a_sentence_in_order():
    text = "It launched 70 missiles and 145 drones, killing at least eight people"
    found = counts(text)
    assert [count.words for count in found] == ["70", "145", "at least eight"]
    assert all(text[count.start : count.end] == count.words for count in found)
    assert text[found[-1].number :].startswith("eight")


def test_counts_stay_within_the_limits_given():
    text = "Two died. Three fled."
    assert [count.best for count in counts(text, 10)] == [3]
    assert [count.best for count in counts(text, 0, 9)] == [2]


def test_range_leaves_out_what_is_unknown():
    assert counts("dozens of people")[0].range() == {"low": 24, "words": "dozens"}


def test_number_of_words():
    assert [number_of(words) for words in ("34", "twenty-one", "two dozen", "little")] == [34, 21, 24, 0]
