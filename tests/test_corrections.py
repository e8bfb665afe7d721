"""Corrections: a merge patch sets whole values, which rest on the word of a person; what follows from them follows."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import EventSchema, vocabulary
from service import codes
from service.merge.corrections import FIXED, Correction, allowed, applied, quotes, sets
from service.merge.fusion import fuse
from tests.tellings import LIFE, cite, exactly, report, tellings, told

REASON = "The district hospital gives other figures."
LOM = {"name": "Lom", "role": "site", "precision": "city", "country": "Norland", "country_iso3": "NOR"}


def crash(**more):
    """The record of a bus that left a road: eight killed, and twenty hurt."""
    toll = {
        "killed": {**exactly(8), "evidence": cite("eight people were killed")},
        "injured": {**exactly(20), "evidence": cite("twenty were hurt")},
    }
    return fuse([told("a1", toll=toll, where=[{**LOM, "evidence": cite("near Lom")}], **more)])


def corrected(record, *patches, names=("d1", "d2", "d3")):
    """The record with patches, one after another."""
    made = []
    for name, patch in zip(names, patches, strict=False):
        made.append(Correction(name, sets(patch), "Desk of Lom", REASON, "2026-02-06T10:00:00.000000Z"))
    return applied(record, made)


def is_valid(record):
    return EventSchema().validate({**record, **LIFE}) == {}


# -- what a patch sets


def test_what_is_kept_is_what_the_person_said_and_no_more():
    assert sets({"toll": {"killed": {"best": 9}, "missing": None}, "where": None, "modality": "claimed"}) == {
        "toll.killed": {"best": 9},
        "toll.missing": None,
        "where": None,
        "modality": "claimed",
    }
    assert sets({"toll": None}) == {"toll": None}


@pytest.mark.parametrize("patch", [{"precision": "week"}, {"basis": "by the clock"}, {"date": None}])
def test_what_was_said_of_a_day_that_is_gone_is_left_out(patch):
    record = {name: value for name, value in crash().items() if name != "when"}
    after = corrected(record, {"when": patch}, {"modality": "claimed"})
    assert is_valid(after)
    assert (after["modality"], "when" in after) == ("claimed", False)


def test_a_count_that_is_given_says_nothing_of_the_words_that_were_read():
    read = {**exactly(8), "said_by": "police", "evidence": cite("eight people were killed")}
    record = fuse([told("a1", toll={"killed": read})])
    killed = corrected(record, {"toll": {"killed": {"best": 9}}})["toll"]["killed"]
    assert {name: value for name, value in killed.items() if name != "evidence"} == {"best": 9}
    assert [part["quote"] for part in killed["evidence"]] == [REASON]


def test_a_day_that_is_given_is_a_day_and_nothing_else():
    record = corrected(crash(), {"when": {"date": "2026-02-03"}})
    when = {name: value for name, value in record["when"].items() if name != "evidence"}
    assert when == {
        "date": "2026-02-03",
        "start": "2026-02-03",
        "end": "2026-02-03",
        "precision": "day",
        "basis": "set by hand",
    }
    assert is_valid(record)


def test_null_takes_away_a_member_a_kind_or_a_field():
    record = corrected(crash(), {"toll": {"killed": {"high": None}, "injured": None}, "where": None})
    assert record["toll"]["killed"]["best"] == 8
    assert "high" not in record["toll"]["killed"]
    assert "injured" not in record["toll"]
    assert "where" not in record
    assert "toll" not in corrected(crash(), {"toll": None})


def test_the_record_that_is_patched_stays_as_it_was():
    record = crash()
    before = copy.deepcopy(record)
    assert corrected(record, {"toll": {"killed": {"best": 9, "high": 9}}, "where": None}) != record
    assert record == before


# -- what a record is with it


def test_one_kind_of_a_toll_is_changed_and_the_other_is_not():
    record = crash()
    found = corrected(record, {"toll": {"killed": {"low": 9, "best": 9, "high": 9, "words": None}}})
    assert {name: found["toll"]["killed"].get(name) for name in ("low", "best", "high", "words")} == {
        "low": 9,
        "best": 9,
        "high": 9,
        "words": None,
    }
    assert found["toll"]["injured"] == record["toll"]["injured"]
    assert "9 killed" in found["title"]
    assert is_valid(found)


def test_null_leaves_out_and_nothing_empty_stays():
    found = corrected(crash(), {"toll": {"killed": None}})
    assert list(found["toll"]) == ["injured"]
    assert "toll" not in corrected(found, {"toll": {"injured": None}})
    assert "where" not in corrected(crash(), {"where": None})
    assert "where" not in corrected(crash(), {"where": []})
    assert "Lom" not in corrected(crash(), {"where": None})["title"]


def test_a_value_rests_on_the_word_of_the_person():
    found = corrected(crash(), {"toll": {"killed": {"best": 9, "high": 9}}, "where": [LOM, {**LOM, "name": "Vidin"}]})
    word = [{"quote": REASON, "start": 0, "end": len(REASON), "in": "text", "source": "d1"}]
    assert [value["evidence"] for value in (found["toll"]["killed"], *found["where"])] == [word] * 3
    assert found["sources"][:-1] == crash()["sources"]
    assert found["sources"][-1]["id"] == "d1"
    assert found["sources"][-1]["publisher"] == "Desk of Lom"
    assert all(REASON[part["start"] : part["end"]] == part["quote"] for part in quotes(found) if part["source"] == "d1")
    assert is_valid(found)


@pytest.mark.parametrize("kind", ["shooting", "flood", "talks"])
def test_the_type_decides_category_and_codes(kind):
    found = corrected(crash(), {"type": kind})
    assert found["type"] == kind
    assert found["category"] == vocabulary.event_types()[kind].category != "accident"
    assert found["codes"] == codes.by_words(kind, "")
    assert is_valid(found)


def test_title_and_summary_follow_unless_they_are_set():
    record = crash()
    patch = {"toll": {"killed": {"low": 9, "best": 9, "high": 9}}}
    plain, titled = corrected(record, patch), corrected(record, {**patch, "title": "Bus crash near Lom"})
    assert plain["title"] != record["title"]
    assert plain["summary"] != record["summary"]
    assert (titled["title"], titled["summary"]) == ("Bus crash near Lom", plain["summary"])
    later = corrected(record, {"title": "Bus crash near Lom"}, patch)
    assert later["title"] == "Bus crash near Lom"


def test_of_two_the_later_holds_and_both_are_sources():
    found = corrected(crash(), {"toll": {"killed": {"best": 9}}}, {"toll": {"killed": {"best": 7, "low": 7}}})
    assert (found["toll"]["killed"]["low"], found["toll"]["killed"]["best"]) == (7, 7)
    assert [part["source"] for part in found["toll"]["killed"]["evidence"]] == ["d2"]
    assert [source["id"] for source in found["sources"]] == ["a1", "d1", "d2"]


@given(tellings())
def test_without_corrections_nothing_changes(given_reports):
    record = fuse(given_reports)
    assert applied(record, []) == record


@given(tellings(), st.sampled_from(["shooting", "flood", "road-crash"]), st.integers(0, 60))
def test_a_corrected_record_is_valid_and_in_the_order_of_the_schema(given_reports, kind, number):
    found = corrected(
        fuse(given_reports), {"type": kind, "toll": {"killed": None}}, {"toll": {"killed": exactly(number)}}
    )
    assert is_valid(found)
    assert found["toll"]["killed"]["best"] == number
    order = [name for name in (*allowed(), *FIXED) if name in found]
    assert set(order) == set(found) - {"sources"}
    assert list(found) == [*(name for name in EventSchema().fields if name in order), "sources"]


def test_a_report_may_be_set_but_for_what_follows_from_it():
    assert not set(FIXED) & set(allowed())
    assert {"type", "when", "where", "toll", "title", "summary"} <= set(allowed())


def test_quotes_are_found_however_deep():
    assert [part["quote"] for part in quotes({"a": [{"b": {"evidence": cite("one")}}], "evidence": cite("two")})] == [
        "one",
        "two",
    ]
    assert list(quotes(report()))
