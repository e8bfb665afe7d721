"""Columns are described one by one; what is missing or left over stops the start."""

import pytest

from schemas import columns, derive, terms
from schemas.vocabulary import VocabularyError


@pytest.fixture
def anew():
    """The columns as they would be read at a start."""
    columns.columns.cache_clear()
    yield columns.columns
    columns.columns.cache_clear()


def test_every_column_is_described_in_the_order_of_the_csv():
    told = columns.columns()
    assert list(told) == list(derive.COLUMNS)
    assert told["missing_low"].description == "Unaccounted for: at least so many"
    assert told["missing_low"].hxl == "#affected+missing+min"


def test_a_column_that_nobody_described_stops_the_start(anew, monkeypatch):
    monkeypatch.setattr(columns, "COLUMNS", {**derive.COLUMNS, "mood": True})
    with pytest.raises(VocabularyError, match="mood"):
        anew()


def test_a_number_is_described_as_a_number():
    numbers = {name for name, column in columns.columns().items() if column.type in ("integer", "decimal")}
    assert numbers == {name for name, is_text in derive.COLUMNS.items() if not is_text}


@pytest.mark.parametrize("name", terms.own())
def test_every_term_of_ours_says_what_it_means(name):
    assert terms.comments()[name]


def test_relations_are_between_terms_that_there_are():
    prefixes = {*terms.prefixes(), "rdfs"}
    for name, (relation, other) in terms.relations().items():
        assert name in terms.own() and {relation.partition(":")[0], other.partition(":")[0]} <= prefixes


def test_members_are_put_in_the_order_of_the_schema_and_none_is_lost():
    record = {"mood": "glum", "title": "T", "who": [{"name": "N", "role": "party"}], "id": "x", "alarm": 1}
    ordered = derive.ordered(record)
    assert list(ordered) == ["id", "title", "who", "alarm", "mood"] and ordered == record
    assert list(ordered["who"][0]) == ["role", "name"]
