"""CSVW: the CSV is read with its types by csvw, and with the same types by frictionless."""

import datetime
import decimal
import json

import pytest
from csvw import CSVW
from frictionless import Resource, Schema, fields

from schemas.derive import COLUMNS
from service.formats import _csvw, csv_
from tests.formats import BARE, BASE, FULL, HOSTILE, RECORD, hostile

OF_TABLES = {"date": "date", "integer": "integer", "decimal": "number", "dateTime": "datetime"}


def written(folder, events, feed):
    """The CSV and its metadata as files side by side."""
    (folder / "events.csv").write_bytes(b"".join(csv_.render(events, feed)))
    path = folder / "events.csv-metadata.json"
    path.write_text(json.dumps(_csvw.metadata("events.csv", BASE)), encoding="utf-8")
    return path


def read(folder, events, feed):
    """Found from the CSV itself, at the default place of its metadata."""
    found = CSVW(str(written(folder, events, feed).with_name("events.csv")), validate=True)
    return list(found.tables[0].iterdicts(strict=True))


def test_values_have_their_types(tmp_path, record, bare, feed):
    first, second = read(tmp_path, [record, bare], feed)
    assert first["event_date"].date() == datetime.date(2026, 2, 3) and second["event_date"] is None
    assert first["latitude"] == decimal.Decimal("13.1629") and first["killed_best"] == 4
    assert first["weapons"] == ["drone"] and first["geonames_id"] == 371870
    assert first["updated_at"].isoformat() == "2026-02-04T10:00:00.000001+00:00"
    assert first["missing_high"] == 0 and first["killed_high"] is None


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_read_strictly(text, tmp_path, feed):
    assert len(read(tmp_path, [hostile(FULL, text), BARE], feed)) == 2


def test_what_is_out_of_bounds_is_refused(tmp_path, record, feed):
    record["where"][0]["latitude"] = 91.0
    with pytest.raises(ValueError, match="latitude"):
        read(tmp_path, [record], feed)


def test_each_column_is_described_and_has_a_term_that_is_written_out():
    told = _csvw.metadata(f"{BASE}/feeds/events.csv", BASE)["tableSchema"]["columns"]
    assert [column["name"] for column in told] == list(COLUMNS)
    assert all(column["dc:description"] and column["propertyUrl"].startswith("http") for column in told)
    terms = {column["name"]: column["propertyUrl"] for column in told}
    assert terms["title"] == "https://schema.org/name"
    assert terms["killed_best"] == f"{BASE}/vocab/terms#killedBest"
    assert len(set(terms.values())) == len(terms)


def test_a_choice_of_columns_is_described_as_such():
    told = _csvw.metadata(f"{BASE}/feeds/events.csv", BASE, ("title", "iso3"))["tableSchema"]
    assert [column["name"] for column in told["columns"]] == ["iso3", "title"]
    assert "primaryKey" not in told


def test_frictionless_finds_nothing_amiss(tmp_path, feed):
    written(tmp_path, [RECORD, BARE], feed)
    schema = Schema()
    for column in _csvw.metadata("events.csv", BASE)["tableSchema"]["columns"]:
        kind = column["datatype"] if isinstance(column["datatype"], str) else column["datatype"]["base"]
        made = getattr(fields, f"{OF_TABLES.get(kind, 'string').capitalize()}Field")
        schema.add_field(made(name=column["name"]))
    report = Resource(path="events.csv", basepath=str(tmp_path), schema=schema).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
