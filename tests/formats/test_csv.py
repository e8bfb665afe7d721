"""CSV: read back with csv; nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.derive import COLUMNS
from service.formats import csv_
from tests.formats import BARE, FULL, HOSTILE, hostile, make_feed


def read(events, feed, **options):
    text = b"".join(csv_.render(events, replace(feed, **options))).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_per_event_under_a_row_of_names(record, bare, feed):
    lines = b"".join(csv_.render([record, bare], feed)).split(b"\r\n")
    assert lines[0].decode().split(",") == list(COLUMNS)
    assert len(lines) == 4 and lines[3] == b"" and not any(b"\n" in line for line in lines)


def test_values_come_back(record, feed):
    (row,) = read([record], feed)
    expected = {
        "event_id": "evt_aaaaaaaaaaaaa",
        "event_date": "2026-02-03",
        "event_date_end": "2026-02-03",
        "event_type": "armed-conflict",
        "sub_event_type": "drone-strike",
        "actor1": "Northern Front",
        "actor2_role": "target",
        "iso3": "SDN",
        "latitude": "13.1629",
        "longitude": "32.66347",
        "killed_best": "4",
        "killed_high": "",
        "missing_low": "0",
        "weapons": "drone",
        "source": "Meridian Wire",
        "source_url": "https://news.example.com/kosti?a=1&b=2",
        "source_count": "2",
        "confidence": "0.86",
        "updated_at": "2026-02-04T10:00:00.000001Z",
        "admin1_iso": "SD-NW",
        "geonames_id": "371870",
    }
    assert {name: row[name] for name in expected} == expected


def test_unknown_is_empty(bare, feed):
    (row,) = read([bare], feed)
    assert {row[name] for name in ("event_date", "iso3", "latitude", "killed_best", "actor1", "weapons", "source")} == {
        ""
    }


def test_no_events_is_a_row_of_names(feed):
    assert b"".join(csv_.render([], feed)).count(b"\r\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r\n=1",
        "  =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "\u200b=1",
        "\u00a0=1",
        "﹦1",
    ],
)
def test_a_formula_stays_text(text, record, feed):
    record["title"] = record["evidence"][0]["quote"] = text
    (row,) = read([record], feed)
    assert row["title"].startswith("'") and row["quote"].startswith("'")
    (raw,) = read([record], feed, raw=True)
    assert raw["title"] == " ".join(text.split())


def test_a_number_below_zero_stays_a_number(record, feed):
    record["where"][0]["latitude"] = -33.9
    record["where"][0]["longitude"] = 0.00001
    (row,) = read([record], feed)
    assert (row["latitude"], row["longitude"]) == ("-33.9", "0.00001")


def test_a_cell_is_one_line(record, feed):
    record["evidence"][0]["quote"] = 'He said:\r\n"Run,\x00 now"\u2028!'
    (row,) = read([record], feed)
    assert row["quote"] == 'He said: "Run, now" !'


def test_a_byte_order_mark_on_demand(record, feed):
    assert b"".join(csv_.render([record], replace(feed, bom=True))).startswith(b"\xef\xbb\xbfevent_id,")
    assert b"".join(csv_.render([record], feed)).startswith(b"event_id,")


def test_only_the_columns_that_are_asked_for(record, feed):
    (row,) = read([record], feed, fields=("title", "event_id", "no such column"))
    assert row == {"event_id": record["id"], "title": record["title"]}


@pytest.mark.parametrize("text", HOSTILE)
def test_rows_that_were_kept_are_the_same_wherever_the_service_is(text, feed):
    records = [hostile(FULL, text), BARE]
    kept = [csv_.line(record) for record in records]
    for base in (feed.public_url, "http://127.0.0.1:8000"):
        moved = replace(feed, public_url=base)
        assert b"".join(csv_.stored(kept, moved)) == b"".join(csv_.render(records, moved))


def test_kept_rows_are_sent_piece_by_piece(record, feed):
    def endless():
        while True:
            yield csv_.line(record)

    pieces = csv_.stored(endless(), feed)
    assert next(pieces).startswith(b"event_id,") and next(pieces).count(b"\r\n") == csv_.TOGETHER


def test_rows_come_one_at_a_time(record, feed):
    def endless():
        while True:
            yield record

    rows = csv_.render(endless(), feed)
    assert [next(rows)[:8] for _ in range(3)] == [b"event_id", b"evt_aaaa", b"evt_aaaa"]


@given(text=st.text(st.characters(codec=None)))
@example("=1")
@example("\u200b\u3000＝1")
@example('",=1')
def test_any_text_is_one_cell_that_nothing_runs(text):
    first, second = read([hostile(FULL, text), BARE], make_feed())
    assert second["event_id"] == BARE["id"] and None not in first
    for name, is_text in COLUMNS.items():
        assert not is_text or first[name][:1] not in {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}
