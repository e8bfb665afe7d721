"""What holds for every format: the same bytes for the same data, no text that stops it, and no field forgotten."""

import json
import os
import random
import subprocess
import sys
import tracemalloc
from hashlib import sha256

import pytest
from marshmallow import fields

from schemas import EventSchema
from service.formats import FORMATS, jsonld, pieces
from tests.formats import BARE, BASE, FULL, HOSTILE, hostile, make_feed


def rendered(name, events):
    return b"".join(pieces(FORMATS[name].render(events, make_feed())))


def shuffled(value, order):
    """The same data, its members in another order."""
    if isinstance(value, dict):
        names = order.sample(list(value), len(value))
        return {name: shuffled(value[name], order) for name in names}
    return [shuffled(part, order) for part in value] if isinstance(value, list) else value


def leaves(value):
    """All texts and numbers in a record."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    else:
        yield value


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_data_are_the_same_bytes(name):
    versions = {rendered(name, [shuffled(FULL, random.Random(seed)), BARE]) for seed in range(5)}
    assert len(versions) == 1


DIGESTS = """
import hashlib
from service.formats import FORMATS, pieces
from tests.formats import BARE, FULL, make_feed
for name, module in FORMATS.items():
    print(name, hashlib.sha256(b"".join(pieces(module.render([FULL, BARE], make_feed())))).hexdigest())
"""


def test_another_process_elsewhere_writes_the_same_bytes():
    """Neither the order of sets, which differs from process to process, nor the time zone is in them."""
    here = {name: sha256(rendered(name, [FULL, BARE])).hexdigest() for name in FORMATS}
    for seed, zone in (("1", "Asia/Kathmandu"), ("2", "America/St_Johns")):
        told = subprocess.run(
            [sys.executable, "-c", DIGESTS],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        assert dict(line.split() for line in told.stdout.splitlines()) == here


@pytest.mark.parametrize("name", FORMATS)
def test_events_come_in_the_order_that_they_are_given_in(name):
    text = rendered(name, [BARE, FULL]).decode()
    assert 0 < text.index(BARE["id"]) < text.index(FULL["id"])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_stops_a_format(name, text):
    whole = rendered(name, [hostile(FULL, text), BARE]).decode("utf-8")
    assert BARE["id"] in whole and "\x00" not in whole


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "atom"])
def test_a_million_events_take_no_more_memory_than_a_few(name):
    """An Atom feed says when it changed before its first entry, so it must know all of them."""

    def peak(count):
        tracemalloc.start()
        for piece in FORMATS[name].render((FULL for _ in range(count)), make_feed()):
            assert piece
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(2)  # what is cached is cached now
    assert peak(400) < peak(20) + 20_000


def test_the_record_of_these_tests_says_all_that_a_record_can_say():
    assert not EventSchema().validate(FULL) and not EventSchema().validate(BARE)
    said, names = {}, {}

    def walk(schema, values):
        said.setdefault(type(schema), set()).update(*values)
        names[type(schema)] = {field.data_key or name for name, field in schema.fields.items()}
        for name, field in schema.fields.items():
            inner = field.inner if isinstance(field, fields.List) else field
            if isinstance(inner, fields.Nested):
                parts = [value[name] for value in values if name in value]
                walk(inner.schema, [one for part in parts for one in (part if isinstance(part, list) else [part])])

    walk(EventSchema(), [FULL])
    assert said == names


def test_every_value_of_a_record_is_in_its_json_ld():
    relations = {link["rel"] for link in FULL["links"]}  # each of them is a term there
    text = jsonld.document(FULL, BASE).decode()
    missing = [leaf for leaf in leaves(FULL) if json.dumps(leaf)[1:-1] not in text and leaf not in relations]
    assert not missing
