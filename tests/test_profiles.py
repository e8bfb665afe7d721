"""Profiles and sketches: what tells articles apart, small, the same in every process; and copies, told by them."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import merge
from service.merge import profiles
from service.records import Article
from tests.tellings import report

FERRY = """A ferry carrying about 120 passengers capsized off the island of Marrow on Thursday, the coastguard said.
Rescuers in fishing boats had pulled 87 survivors from the water by nightfall. At least nine people drowned.
The Silver Heron left Port Ansel shortly after dawn for the two-hour crossing, a spokeswoman for its owner said.
Passengers told local radio that cargo shifted when a wave struck the vessel broadside. "We slid like crates," one said.
The harbour master had warned small craft to stay ashore, but ferries of that size were allowed to sail.
Opposition lawmakers called for an inquiry into safety on the island routes, where 31 people died in a sinking in 2019.
The transport minister, Elin Varga, visited a hospital in Port Ansel and promised that the owner would be prosecuted.
Divers were to resume the search for two dozen missing people on Friday if the swell allowed, the coastguard added."""
DESK = """Hopes faded on Friday for passengers missing since a boat overturned in heavy seas near Marrow, as relatives
kept watch on the quay at Port Ansel. Nine bodies have been recovered, and officials said 24 people were missing.
Crews searched all night with lights, said coastguard commander Tor Asmund. "The current is against us," he said.
The Silver Heron, built in 1988, passed an inspection in spring, according to documents that its operator made public.
Most of those aboard were traders going home from a weekly market. Schools on the island were closed in mourning.
Survivors described how sacks of grain broke loose. Meteorologists had forecast waves of four metres for the strait."""


def article(text, title="", name="a1"):
    return Article(name, text, date(2026, 2, 5), title=title, published=date(2026, 2, 5))


def profile(text, title=""):
    return merge.profile(article(text, title))


def size(value):
    return len(json.dumps(value))


# -- copies


def without(text, *numbers):
    return "\n".join(line for number, line in enumerate(text.splitlines()) if number not in numbers)


COPIES = {
    "itself": (FERRY, "Ferry capsizes off Marrow"),
    "another headline": (FERRY, "Nine drown, dozens missing in island disaster"),
    "two sentences cut": (without(FERRY, 4, 5), "Ferry capsizes off Marrow"),
    "another headline and the end cut": (without(FERRY, 6, 7), "Island ferry sinks"),
    "a line put before it": (f"This story was updated at 18:40.\n{FERRY}", "Ferry capsizes off Marrow"),
    "other line breaks and capitals": (" ".join(FERRY.upper().split()), "FERRY CAPSIZES"),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_an_article_printed_again_is_a_copy(copy):
    first, second = profile(FERRY, "Ferry capsizes off Marrow"), profile(*copy)
    assert merge.near_copy(first, second)
    assert merge.near_copy(second, first)


def test_two_desks_on_one_event_are_no_copies():
    first, second = profile(FERRY, "Ferry capsizes off Marrow"), profile(DESK, "Ferry capsizes off Marrow")
    assert not merge.near_copy(first, second)
    assert profiles.overlap(first, second) < 0.1


def test_nothing_is_no_copy_of_nothing():
    assert not merge.near_copy(profile("Two died."), profile("Two died."))


@given(st.lists(st.integers(0, 2**32 - 1), max_size=64), st.lists(st.integers(0, 2**32 - 1), max_size=64))
def test_overlap_is_a_share_and_the_same_either_way(one, other):
    share = profiles.overlap({"marks": one}, {"marks": other})
    assert 0 <= share <= 1
    assert share == profiles.overlap({"marks": other}, {"marks": one})


# -- what tells


def test_a_rare_word_weighs_more_than_a_common_one_and_a_plain_one_nothing():
    words = profile("The ferry left the city on 12 May 2026, people said.")["words"]
    assert words["ferry"] > 2 * words["city"] > 0
    assert not {"the", "people", "12", "2026"} & set(words)


def test_what_is_told_more_often_weighs_more():
    words = profile("A ferry, then a barge. The ferry sank.")["words"]
    again = profile("A ferry, then a barge. The barge sank.")["words"]
    assert words["ferry"] > again["ferry"]
    assert words["barge"] < again["barge"]


def test_a_word_of_the_headline_weighs_more():
    told = profile("A barge hit a ferry.", "Barge adrift")["words"]
    assert told["barge"] > profile("A barge hit a ferry.", "Ferry adrift")["words"]["barge"]


def test_names_are_words_always_written_with_a_capital():
    names = profile("Heron spotted. The Silver Heron, off Marrow: a heron sat on its mast, said Varga.")["names"]
    assert {"silver", "marrow", "varga"} <= set(names)
    assert "heron" not in names


def test_years_are_those_of_our_time():
    assert profile("In 2019 and in 1988, not in 1066, nor 2,019 or 20190.")["years"] == ["1988", "2019"]


@given(st.text(max_size=300), st.text(max_size=60))
def test_a_vector_has_length_one(text, title):
    for name in ("words", "lead"):
        vector = profile(text, title)[name]
        assert not vector or sum(weight**2 for weight in vector.values()) == pytest.approx(1, abs=0.02)
        assert profiles.cosine(vector, vector) <= 1.02


# -- small, and the same everywhere


def test_both_stay_small_however_long_the_article():
    source = article(((FERRY + DESK) * 50)[:100_000], "Ferry capsizes off Marrow")
    found = merge.profile(source)
    assert size(found) < 3_000
    place = {"name": "Lom", "precision": "city", "role": "site", "latitude": 60.12345, "longitude": 9.12345}
    where = [{**place, "country_iso3": "NOR", "admin1": "Innlandet"}] * 9
    told = report(where=where, evidence=[{"quote": line} for line in FERRY.splitlines()])
    assert max(size(merge.sketch(told, found, source, main=main)) for main in (True, False)) < 4_000


def test_what_is_no_word_takes_no_room():
    blob = " ".join(f"X{number:0400x}y" for number in range(240))
    assert len(blob) > 90_000
    assert size(merge.profile(article(blob, f"Ferry {blob[:900]}"))) < 3_000


@pytest.mark.parametrize("number", ["10²", "7" * 5_000, "٣٤"], ids=["raised", "endless", "of another script"])
def test_any_number_may_stand_in_an_article(number):
    assert "ferry" in profile(f"A ferry sank {number} times.")["words"]


def test_every_process_makes_the_same_profile():
    code = (
        "import json, sys; from datetime import date; from service import merge; from service.records import Article;"
        "print(json.dumps(merge.profile(Article('a1', sys.stdin.read(), date(2026, 2, 5), title='Ferry'))))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            input=FERRY,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert json.loads(told[0]) == profile(FERRY, "Ferry")


# -- sketches


def test_the_main_report_is_compared_by_the_lead_and_others_by_their_own_words():
    source = article(FERRY, "Ferry capsizes off Marrow")
    found = merge.profile(source)
    told = report(evidence=[{"quote": "31 people died in a sinking in 2019"}])
    assert merge.sketch(told, found, source, main=True)["own"] == found["lead"]
    own = merge.sketch(told, found, source, main=False)["own"]
    assert "sinking" in own
    assert "silver" not in own


def test_a_place_is_a_point_only_where_it_is_a_fine_one():
    lom = {"role": "site", "name": "Lom", "latitude": 61.8, "longitude": 8.6, "country_iso3": "NOR"}
    where = [
        {**lom, "precision": "city", "admin1": "Innlandet"},
        {**lom, "precision": "country"},
        {**lom, "precision": "city", "role": "origin"},
    ]
    told = merge.sketch(report(where=where), profile(FERRY), article(FERRY), main=True)
    assert told["spots"] == [[61.8, 8.6, "NOR", "Innlandet"], [None, None, "NOR", None]]
