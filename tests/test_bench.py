"""What speed is measured with: stores filled in bulk are as the service would fill them, and rows are made."""

import pytest

from bench import __main__ as bench
from bench import filling, inside, texts
from bench.table import Row, printed
from schemas import EventSchema
from service.store import filters, terms

COUNT = 250


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    store = filling.filled(tmp_path_factory.mktemp("bench"), COUNT)
    yield store
    store.close()


def test_a_filled_store_is_sound(filled):
    assert list(filled.check()) == []
    schema = EventSchema()
    records = list(filled.iterate({"includedeleted": "true"}))
    assert [fault for record in records if (fault := schema.validate(record))] == []
    assert len({record["where"][0]["country_iso3"] for record in records}) > 20


def test_what_a_filled_store_finds_by_is_what_its_records_say(filled):
    records = list(filled.iterate())
    country = records[0]["where"][0]["country_iso3"]
    some = [record for record in records if record["where"][0]["country_iso3"] == country]
    assert list(filled.iterate({"country": [country]})) == some
    assert filled.count() == len(records) < COUNT  # some are not sure enough, some have ended
    assert len(list(filled.rows())) == len(records)
    box = filters.around(some[0]["where"][0]["latitude"], some[0]["where"][0]["longitude"], 1)
    assert some[0] in list(filled.iterate({"bbox": box}))
    assert terms.count(some[0], "killed") in (0, *range(2000))


def test_pages_are_measured_without_what_was_kept_of_earlier_answers(filled, monkeypatch):
    asking = inside.client(filled)
    monkeypatch.setattr("service.front.Front.__call__", None)
    assert inside.seconds(asking, "/feeds/events.atom") > 0


def test_texts_are_all_different():
    for told in (texts.mixed(64), texts.dense(64)):
        assert len({article.text for article in told}) == 64
        assert len({texts.sent(article, n)["url"] for n, article in enumerate(told)}) == 64


def test_a_row_says_whether_its_target_is_met():
    least, most = Row("a", "b", [0.5, 2.0, 1.0], 1.0), Row("a", "b", [1.6], 1.5, most=True, figures="3 ms")
    assert (least.met, most.met, Row("a", "b", [1.0]).met) == ("yes", "no", "")
    _, rule, first, second = printed([least, most]).splitlines()
    assert set(rule) == {"|", "-", " "}
    assert [cell.strip() for cell in first.split("|")[3:7]] == ["at least 1", "1.00", "0.50 to 2.00 (3)", "yes"]
    assert [cell.strip() for cell in second.split("|")[3:8]] == [
        "at most 1.5",
        "1.60",
        "1.60 to 1.60 (1)",
        "no",
        "3 ms",
    ]


def test_what_breaks_is_said_by_the_status(monkeypatch, capsys):
    monkeypatch.setitem(bench.ROWS, "atom", "no_such_module")
    assert bench.main(["atom", "--quick"]) == 1
    assert "no_such_module" in capsys.readouterr().err


@pytest.mark.model
def test_rows_are_made(capsys):
    """Those that take no second server; the others are made of the same parts."""
    assert bench.main(["extract", "atom", "filters", "merge", "csv", "--quick"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + 2 + 1 + 3 + 1 + 3
