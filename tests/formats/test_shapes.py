"""The triples have the promised shape (SHACL, by pyshacl), and crawlers find what a page embeds (by extruct)."""

import json
from pathlib import Path

import extruct
import pytest
from pyshacl import validate
from rdflib import Graph

from service.formats import jsonld
from tests.formats import BARE, BASE, FULL, RECORD

SHAPES = Path(__file__).with_name("event.shapes.ttl").read_text(encoding="utf-8").replace("{base}", BASE)


def checked(record):
    document = json.loads(jsonld.document(record, BASE)) | jsonld.context(BASE)
    data = Graph().parse(data=json.dumps(document), format="json-ld")
    return validate(data, shacl_graph=Graph().parse(data=SHAPES, format="turtle"), inference="none")


@pytest.mark.parametrize("record", [RECORD, FULL, BARE], ids=["record", "full", "bare"])
def test_an_event_has_the_promised_shape(record):
    conforms, _, report = checked(record)
    assert conforms, report


@pytest.mark.parametrize(
    ("path", "value"),
    [(("confidence",), 2.0), (("version",), 0), (("where", 0, "latitude"), 99.0), (("toll", "killed", "low"), 9)],
)
def test_the_shapes_refuse_what_is_not_so(path, value, record):
    *way, last = path
    part = record
    for step in way:
        part = part[step]
    part[last] = value
    assert not checked(record)[0]


def test_a_crawler_finds_the_event_of_a_page(record):
    record["title"] = "</script><script>alert(1)</script>"
    page = f'<html><head><script type="application/ld+json">{jsonld.embedded(record, BASE)}</script></head></html>'
    (found,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert (found["@type"], found["name"], found["identifier"]) == ("Event", record["title"], record["id"])
    assert found["location"]["geo"]["latitude"] == 13.1629
