"""GeoJSON: read back with geojson-pydantic, which holds it to RFC 7946."""

import json
from dataclasses import replace

import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st

from schemas.derive import COLUMNS
from service.formats import geojson
from tests.formats import BARE, BASE, FULL, HOSTILE, hostile, make_feed


def read(events, feed):
    text = b"".join(geojson.render(events, feed)).decode()
    return FeatureCollection.model_validate_json(text), json.loads(text)


def test_features_come_back(record, bare, feed):
    found, _ = read([record, bare], feed)
    first, second = found.features
    assert (first.id, second.id) == (record["id"], bare["id"])
    assert tuple(first.geometry.coordinates) == (32.66347, 13.1629)
    assert second.geometry is None
    assert found.bbox == (32.66347, 13.1629, 32.66347, 13.1629)


def test_properties_are_the_columns_with_numbers_and_nulls(record, feed):
    _, document = read([record], feed)
    properties = document["features"][0]["properties"]
    assert list(properties) == ["url", *COLUMNS]
    assert (properties["killed_low"], properties["killed_high"], properties["missing_high"]) == (4, None, 0)
    assert properties["title"] == record["title"]
    _, document = read([record], replace(feed, fields=("iso3",)))
    assert document["features"][0]["properties"] == {"url": f"{BASE}/events/{record['id']}", "iso3": "SDN"}


def test_the_envelope_is_dated_by_the_data(record, bare, feed):
    _, document = read([bare, record], replace(feed, matched=7))
    assert document["timeStamp"] == record["updated"]
    assert document["metadata"] == {
        "generated": 1770199200000,
        "url": feed.url,
        "title": "Dateline: events",
        "count": 2,
    }
    assert (document["numberMatched"], document["numberReturned"]) == (7, 2)
    assert {link["rel"]: link["href"] for link in document["links"]} == {
        "self": feed.url,
        "alternate": f"{BASE}/events?country=SDN",
        "next": feed.next,
    }
    _, document = read([], feed)
    assert document["timeStamp"] == "2026-01-01T00:00:00.000000Z" and "bbox" not in document
    assert "numberMatched" not in document and document["features"] == []


def test_the_box_holds_every_point(record, bare, feed):
    bare["where"] = [{"role": "site", "name": "X", "precision": "city", "latitude": -5.5, "longitude": -60.0}]
    assert read([record, bare], feed)[1]["bbox"] == [-60.0, -5.5, 32.66347, 13.1629]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read(text, feed):
    assert len(read([hostile(FULL, text), BARE], feed)[0].features) == 2


@given(text=st.text(st.characters(codec=None)))
def test_any_text_is_read(text):
    assert len(read([hostile(FULL, text)], make_feed())[0].features) == 1
