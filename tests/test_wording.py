"""Titles and summaries: what they say, that they fit, and that they name no private person."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import vocabulary
from schemas.event import MODALITIES, TollByKind
from schemas.parts import Where
from service import lexicon
from service._counting import counted
from service.wording import summary, title

WORDS = lexicon.table("wording")


def exactly(number, **more):
    return {"low": number, "best": number, "high": number, **more}


def report(kind, modality="occurred", *, place=None, country=None, day=None, **fields):
    told = {"type": kind, "modality": modality, **fields}
    if place:
        precision = "country" if place == country else "city"
        told["where"] = [{"role": "site", "name": place, "precision": precision, "country": country}]
    if day:
        told["when"] = {"date": day, "start": day, "end": day, "precision": "day"}
    return told


def said(role, name, **more):
    return {"role": role, "name": name, "sector": "GOV", **more}


STRIKE = report(
    "missile-strike",
    place="Varna Mare",
    country="Norland",
    day="2025-04-24",
    toll={
        "killed": {"low": 8, "best": 8, "words": "at least eight", "said_by": "the governor"},
        "injured": {"low": 71, "best": 71, "words": "more than 70", "said_by": "the governor"},
    },
    weapons=[
        {"kind": "missile", "used": exactly(1, words="a missile")},
        {"kind": "missile", "used": exactly(12), "intercepted": {"low": 9, "words": "over eight"}},
        {"kind": "unknown"},
    ],
    said_by=[{"name": "the governor"}, {"name": "Norland Emergency Service", "sector": "GOV"}],
)

TITLES = [
    (STRIKE, "Missile strike on Varna Mare: at least 8 killed, more than 70 injured (24 Apr 2025)"),
    (report("talks", "planned", place="Lom", day="2025-04-25"), "Planned talks in Lom (25 Apr 2025)"),
    (
        report("talks", who=[said("party", "Norland"), said("party", "Sudmark")], place="Lom"),
        "Talks between Norland and Sudmark in Lom",
    ),
    (
        report("accuse", who=[said("addressee", "Vasil Dren"), said("speaker", "Ana Kolar")]),
        "Ana Kolar accuses Vasil Dren",
    ),
    (report("accuse", who=[said("speaker", "Ana Kolar")]), "Ana Kolar makes an accusation"),
    (report("reject", "claimed", who=[said("speaker", "Ana Kolar")]), "Claimed rejection by Ana Kolar"),
    (
        report("sanction", "threatened", who=[said("speaker", "Norland"), said("addressee", "Sudmark")]),
        "Threatened sanctions by Norland against Sudmark",
    ),
    (
        report("official-visit", who=[said("visitor", "Ana Kolar")], place="Philippines", country="Philippines"),
        "Ana Kolar visits the Philippines",
    ),
    (report("official-visit", place="Lom"), "Official visit to Lom"),
    (report("earthquake", place="Osor"), "Earthquake near Osor"),
    (report("earthquake", place="Norland", country="Norland"), "Earthquake in Norland"),
    (report("air-crash", place="30 km south of Lom"), "Air crash 30 km south of Lom"),
    (report("flood", "ongoing"), "Flood"),
    (report("protest", "denied", place="Lom"), "Denied protest in Lom"),
    (report("bombing-ied", toll={"killed": exactly(0), "injured": exactly(1)}), "Bombing: 1 injured"),
    (report("storm", toll={"displaced": {"low": 24, "words": "dozens of families"}}), "Storm: dozens displaced"),
    (report("storm", toll={"missing": {"low": 12, "high": 15}}), "Storm: 12–15 missing"),
    (report("storm", toll={"affected": {"high": 40000}}), "Storm: up to 40,000 affected"),
    (report("accuse", who=[said("speaker", "residents", sector="CVL")]), "Accusation by residents"),
    (report("accuse", who=[said("speaker", "army"), said("addressee", "rebels")]), "The army accuses rebels"),
    (report("other"), "Event"),
]


@pytest.mark.parametrize(("told", "expected"), TITLES, ids=[expected for _, expected in TITLES])
def test_title(told, expected):
    assert title(told) == expected


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("day", "24 Apr 2025"),
        ("minute", "24 Apr 2025"),
        ("week", "week of 24 Apr 2025"),
        ("month", "Apr 2025"),
        ("year", "2025"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(precision, expected):
    told = report("flood", day="2025-04-24")
    told["when"]["precision"] = precision
    assert title(told) == f"Flood ({expected})"


SUMMARIES = [
    (
        STRIKE,
        "A missile strike on Varna Mare, Norland, took place on 24 April 2025, with missiles (12 launched, more than 8 "
        "intercepted). At least 8 people were killed and more than 70 were injured, according to the governor. "
        "Sources: the governor and Norland Emergency Service.",
    ),
    (
        report("talks", "planned", place="Lom", country="Norland", day="2025-04-25"),
        "Talks in Lom, Norland, are planned on 25 April 2025. No source is named.",
    ),
    (
        report("accuse", who=[said("speaker", "Ana Kolar"), said("addressee", "Vasil Dren")], day="2025-04-23"),
        "Ana Kolar accused Vasil Dren on 23 April 2025. No source is named.",
    ),
    (
        report("flood", toll={"killed": exactly(1), "missing": exactly(3, of=[exactly(2, group="children")])}),
        "A flood took place. 1 person was killed and 3 are missing (among them 2 children). No source is named.",
    ),
    (
        report("building-collapse", toll={"missing": exactly(2, of=[exactly(2, group="children")])}),
        "A collapse took place. 2 children are missing. No source is named.",
    ),
    (
        report("storm", toll={"displaced": {"low": 24, "words": "dozens"}, "rescued": exactly(1)}),
        "A storm took place. Dozens of people were displaced and 1 was rescued. No source is named.",
    ),
    (
        report("air-strike", "planned", toll={"killed": exactly(3)}, said_by=[{"name": "spokesman", "sector": "MIL"}]),
        "An air strike is planned. Source: the spokesman.",
    ),
    (report("reject"), "A rejection was voiced. No source is named."),
    (report("sanction", "threatened"), "Sanctions have been threatened. No source is named."),
    (report("shooting", toll={"killed": exactly(0)}), "A shooting took place. No source is named."),
]


@pytest.mark.parametrize(("told", "expected"), SUMMARIES, ids=[told["type"] for told, _ in SUMMARIES])
def test_summary(told, expected):
    assert summary(told) == expected


@pytest.mark.parametrize(
    ("weapons", "expected"),
    [
        ([{"kind": "small-arms", "used": exactly(29)}], "small arms"),
        ([{"kind": "drone", "used": exactly(1)}], "a drone"),
        ([{"kind": "car-bomb"}], "a car bomb"),
        ([{"kind": "suicide-device", "used": exactly(2)}], "suicide bombs (2 in number)"),
        ([{"kind": "drone", "used": exactly(3), "hit": exactly(0)}], "drones (3 launched, 0 got through)"),
        ([{"kind": "combined", "used": {"low": 24, "words": "dozens"}}], "several kinds of weapon (dozens launched)"),
        (
            [{"kind": "combined", "subkinds": ["missile", "drone"], "used": exactly(40)}, {"kind": "fire"}],
            "drones and missiles (40 launched) and fire",
        ),
        (
            [
                {"kind": "missile", "used": exactly(70)},
                {
                    "kind": "combined",
                    "subkinds": ["drone", "missile"],
                    "intercepted": {"low": 111, "words": "over 110"},
                },
                {"kind": "drone", "used": exactly(145)},
            ],
            "missiles (70 launched) and drones (145 launched), more than 110 of them intercepted",
        ),
    ],
)
def test_weapons(weapons, expected):
    assert summary(report("shooting", weapons=weapons)).startswith(f"A shooting took place, with {expected}. ")


def test_the_summary_says_what_the_date_rests_on():
    told = report(
        "flood", day="2025-04-24", said_by=[{"name": "Police", "sector": "COP"}, {"name": "police", "sector": "COP"}]
    )
    told["when"]["basis"] = "Thursday, the day of the dateline"
    assert summary(told).endswith("Source: Police; date: Thursday, the day of the dateline.")


def test_nobody_is_told_to_have_given_a_figure_that_they_did_not():
    toll = {
        "killed": exactly(6),
        "injured": exactly(8, said_by="the governor"),
        "missing": exactly(2, said_by="police"),
        "detained": exactly(1),
    }
    told = report("shooting", toll=toll, said_by=[{"name": "the governor"}, {"name": "police", "sector": "COP"}])
    assert (
        "6 people were killed; 8 were injured and 2 are missing, according to the governor and police; 1 was detained."
        in summary(told)
    )


def test_who_holds_no_known_office_is_not_named():
    told = report(
        "accuse",
        who=[{"role": "speaker", "name": "Jana Orlo"}, {"role": "addressee", "name": "neighbour Ivo Maren"}],
        toll={"killed": exactly(1, said_by="Jana Orlo")},
        said_by=[{"name": "Jana Orlo"}],
    )
    assert not {"Jana", "Orlo", "Ivo", "Maren"} & set((title(told) + summary(told)).replace(".", " ").split())
    assert summary(told).endswith("No source in public office is named.")


def test_names_within_a_sentence():
    told = report("accuse", who=[said("speaker", "finance minister"), said("addressee", "von Tarr")])
    assert title(told) == "The finance minister accuses von Tarr"
    told = report("accuse", who=[said("speaker", "Norland officials"), said("addressee", "Sudmark")])
    assert title(told) == "Accusation by Norland officials against Sudmark"


def test_a_private_person_is_not_named():
    told = report(
        "shooting",
        who=[said("target", "Ivo Maren", sector="CVL"), said("perpetrator", "Jon Tarr", sector="CRM")],
        toll={"killed": exactly(1, said_by="Mila Maren")},
        said_by=[{"name": "Mila Maren", "sector": "CVL"}],
    )
    text = title(told) + summary(told)
    assert not {"Ivo", "Jon", "Mila", "Maren", "Tarr"} & set(text.replace(".", " ").split())


def test_a_private_person_who_speaks_is_not_named():
    told = report(
        "accuse", who=[said("speaker", "Mila Maren", sector="CVL"), said("addressee", "Lom police", sector="COP")]
    )
    assert title(told) == "Accusation against Lom police"


def test_who_is_no_person_may_be_named():
    told = report("shooting", said_by=[{"name": "residents", "sector": "CVL"}])
    assert summary(told).endswith("Source: residents.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"low": 8, "best": 8}, "at least 8"),
        ({"low": 71, "words": "upwards of 70"}, "more than 70"),
        ({"low": 36, "best": 40, "high": 44, "words": "about 40"}, "about 40"),
        ({"low": 200, "words": "Hundreds"}, "hundreds"),
        ({"low": 20, "words": "tens of thousands"}, "tens of thousands"),
        ({"best": 5}, "5"),
        ({"low": 0, "best": 0, "high": 0}, "0"),
        ({"low": 12, "best": 13, "high": 15}, "12–15"),
        ({"words": "an unknown number"}, ""),
    ],
)
def test_counts(value, expected):
    assert counted(value) == expected


def test_every_type_and_kind_has_its_words():
    assert set(WORDS["types"]) == vocabulary.names("event_types")
    assert set(WORDS["toll"]) == set(TollByKind().fields)
    assert set(WORDS["modality"]) == set(MODALITIES)
    assert set(WORDS["weapons"]) == vocabulary.names("weapons") - {"unknown"}
    assert set(WORDS["private"]) <= vocabulary.names("sectors")


anything = st.text(st.characters(codec=None), max_size=200)
numbers = st.none() | st.integers(0, 10**12)
actors = st.builds(said, st.sampled_from(["speaker", "addressee", "party", "visitor", "target"]), anything)
places = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["site", "affected", "origin", "destination"]),
        "name": anything,
        "precision": st.sampled_from(sorted(Where().fields["precision"].validate.choices)),
    },
    optional={"country": anything},
)
harm = st.fixed_dictionaries(
    {}, optional={"low": numbers, "best": numbers, "high": numbers, "words": anything, "said_by": anything}
)
reports = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(vocabulary.names("event_types"))), "modality": st.sampled_from(MODALITIES)},
    optional={
        "who": st.lists(actors, max_size=4),
        "where": st.lists(places, max_size=3),
        "toll": st.dictionaries(st.sampled_from(sorted(TollByKind().fields)), harm),
        "said_by": st.lists(st.fixed_dictionaries({"name": anything}), max_size=3),
        "when": st.just({"date": "2025-04-24", "start": "2025-04-23", "end": "2025-04-24", "precision": "day"}),
    },
)


@given(told=reports)
def test_whatever_the_fields_hold_it_is_a_line_that_fits(told):
    line, text = title(told), summary(told)
    assert 1 <= len(line) <= 120
    for written in (line, text):
        assert written.splitlines() == [written]
        assert unicodedata.is_normalized("NFC", written)
        assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in written)
    assert (line, text) == (title(told), summary(told))


def test_a_text_that_nobody_asked_names_no_lack_of_sources():
    told = report("flood", day="2025-04-24")
    assert "source" not in summary(told, asked=False)
    assert "No source is named" in summary(told)
    assert "source" not in summary(report("other", day="2025-04-24"))
