"""KML: read back with fastkml, and held to the schema of KML 2.2 that comes with it."""

import datetime

import pytest
from fastkml import KML
from fastkml.features import Placemark
from fastkml.utils import find_all
from fastkml.validator import validate
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from service.formats import kml
from tests.formats import BARE, BASE, FULL, HOSTILE, hostile, make_feed


def read(events, feed):
    document = b"".join(kml.render(events, feed))
    assert validate(element=etree.fromstring(document))
    found = KML.from_string(document.decode().partition("\n")[2], strict=True)  # it takes no declaration
    return list(find_all(found, of_type=Placemark))


def test_placemarks_come_back(record, bare, feed):
    first, second = read([record, bare], feed)
    assert (first.id, first.name) == (record["id"], record["title"])
    assert (first.geometry.x, first.geometry.y) == (32.66347, 13.1629)
    assert first.begin.dt == first.end.dt == datetime.date(2026, 2, 3)
    assert second.geometry is None and second.begin is None
    told = {data.name: data.value for data in first.extended_data.elements}
    assert (told["iso3"], told["killed_low"], told["missing_low"]) == ("SDN", "4", "0")
    assert "killed_high" not in told
    assert first.atom_link.href == f"{BASE}/events/{record['id']}"


def test_events_come_one_at_a_time(record, feed):
    def endless():
        while True:
            yield record

    pieces = kml.render(endless(), feed)
    assert b"<Document>" in next(pieces) and b"<Placemark" in next(pieces)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read(text, feed):
    assert len(read([hostile(FULL, text), BARE], feed)) == 2


@given(text=st.text(st.characters(codec=None)))
def test_any_text_is_read(text):
    assert len(read([hostile(FULL, text)], make_feed())) == 1
