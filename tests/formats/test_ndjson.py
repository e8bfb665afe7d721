"""NDJSON: each line is a record that the schema takes."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from schemas import EventSchema
from service.formats import ndjson
from tests.formats import BARE, FULL, hostile, make_feed


def read(events, feed):
    return [json.loads(line) for line in b"".join(ndjson.render(events, feed)).decode().splitlines()]


def test_each_line_is_a_record(feed):
    assert read([FULL, BARE], feed) == [FULL, BARE]
    assert not EventSchema(many=True).validate(read([FULL, BARE], feed))


def test_members_come_in_the_order_of_the_schema(feed):
    (line,) = ndjson.render([dict(reversed(FULL.items()))], feed)
    assert list(json.loads(line))[:3] == ["id", "type", "category"]


def test_chosen_fields_are_those_of_the_csv(record, feed):
    (row,) = read([record], replace(feed, fields=("iso3", "killed_best", "killed_high")))
    assert row == {"iso3": "SDN", "killed_best": 4, "killed_high": None}


@given(text=st.text(st.characters(codec=None)))
def test_a_record_is_one_line_whatever_it_says(text):
    assert len(list(ndjson.render([hostile(FULL, text)], make_feed()))) == 1
    assert b"".join(ndjson.render([hostile(FULL, text), BARE], make_feed())).count(b"\n") == 2
