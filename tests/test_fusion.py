"""Fusing: blind to order and repetition, always valid, and by each field's own policy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import EventSchema, vocabulary
from schemas.event import MODALITIES
from service import lexicon
from service.merge import _figures, fusion
from service.merge._voices import Telling
from service.merge.fusion import FIELDS, Told, fuse
from tests.tellings import DAYS, LIFE, article, at_least, cite, exactly, killed, reports, tellings, told


def bounds(value):
    return tuple(value.get(name) for name in ("low", "best", "high"))


# -- properties


def ranges(record):
    yield from record.get("toll", {}).values()
    for weapon in record.get("weapons", []):
        yield from (weapon[name] for name in ("used", "hit") if name in weapon)
    yield from (thing["count"] for thing in record.get("damage", []) if "count" in thing)


@settings(deadline=None)
@given(tellings(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(given_reports, chance):
    again = [*given_reports, *chance.choices(given_reports, k=3)]
    chance.shuffle(again)
    assert fuse(again) == fuse(given_reports)


@settings(deadline=None)
@given(tellings())
def test_a_record_is_valid_and_in_the_order_of_the_schema(given_reports):
    record = fuse(given_reports)
    assert EventSchema().validate({**record, **LIFE}) == {}
    assert list(record) == [name for name in FIELDS if name in record]


@settings(deadline=None)
@given(tellings())
def test_low_is_never_above_best_nor_best_above_high(given_reports):
    for value in ranges(fuse(given_reports)):
        known = [bound for bound in bounds(value) if bound is not None]
        assert known == sorted(known)
        assert known or value.get("words")


@settings(deadline=None)
@given(reports("a1"), DAYS, st.sampled_from([None, "a0"]))
def test_one_report_is_the_record(given_report, published, copy_of):
    source = article("a1", published)
    marked = source | ({"copy_of": copy_of} if copy_of else {})
    assert fuse([Told(given_report, source, copy_of)]) == {**given_report, "sources": [marked]}


@st.composite
def figures(draw):
    """Counts of a few sizes, by a few publishers, hours apart."""
    low, more = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    count = draw(st.sampled_from([exactly(low), at_least(low), {"low": low, "best": low + more}, {"low": low + more}]))
    moment = datetime(2026, 2, 3, tzinfo=UTC) + timedelta(hours=draw(st.sampled_from([0, 1, 6, 12, 13, 30])))
    source = {"id": "a1"} | draw(st.sampled_from([{}, {"publisher": "Meridian Wire"}, {"publisher": "Lom Courier"}]))
    telling = Telling({}, source, None, moment, draw(st.sampled_from("abcdefgh")))
    return _figures.Figure(count, {}, telling, moment, draw(st.sampled_from(range(3))), draw(st.booleans()))


@settings(deadline=None)
@given(st.lists(figures(), max_size=9))
def test_what_stands_is_what_none_of_all_others_replaces(given_figures):
    timed = _figures._of_their_time(given_figures)
    expected = [one.bounds for one in timed if not any(_figures._replaces(other, one) for other in timed)]
    assert [one.bounds for one in _figures.standing(given_figures)] == expected
    assert expected or not given_figures


@settings(deadline=None)
@given(tellings(least=2))
def test_a_further_report_takes_no_source_away(given_reports):
    fewer, more = fuse(given_reports[:-1]), fuse(given_reports)
    names = [{source["id"] for source in record["sources"]} for record in (fewer, more)]
    assert names[0] <= names[1] == {one.source["id"] for one in given_reports}
    assert more["confidence"] >= max(one.report["confidence"] for one in given_reports)


@settings(deadline=None)
@given(tellings(least=2))
def test_nothing_is_there_twice(given_reports):
    record = fuse(given_reports)
    for field in ("where", "who", "said_by"):
        if len(given_reports) > 1:
            names = [(one.get("geonames_id", one["name"]), one.get("country_iso3")) for one in record.get(field, [])]
            assert len(names) == len(set(names))
    quotes = [part["quote"] for part in record["evidence"]]
    assert len(quotes) == len(set(quotes)) <= 40


# -- counts


def dead(*tellings):
    return fuse(tellings)["toll"]["killed"]


def test_a_later_larger_figure_replaces_an_older_one():
    monday, tuesday = killed("a1", at_least(8), "2026-02-02"), killed("a2", exactly(12), "2026-02-03")
    value = dead(monday, tuesday)
    assert bounds(value) == (12, 12, 12)
    assert [(one["source"], one["best"], one["published"]) for one in value["figures"]] == [
        ("a1", 8, "2026-02-02"),
        ("a2", 12, "2026-02-03"),
    ]


def test_figures_of_one_half_day_span_and_the_newest_is_the_best():
    value = dead(killed("a1", exactly(8), "2026-02-02T08:00:00Z"), killed("a2", exactly(12), "2026-02-02T11:00:00Z"))
    assert bounds(value) == (8, 12, 12)
    assert "words" not in value


def test_a_total_that_rises_replaces_a_lower_figure_of_the_same_hour():
    rising = killed("a2", exactly(12), "2026-02-02T08:10:00Z", quote="the death toll rose to 12")
    assert bounds(dead(killed("a1", exactly(8), "2026-02-02T08:00:00Z"), rising)) == (12, 12, 12)
    assert bounds(dead(killed("a1", exactly(8), "2026-02-02T09:00:00Z"), rising)) == (12, 12, 12)


def test_that_it_rises_may_stand_before_the_words_of_the_figure():
    sentence = "Police said the number of dead had climbed to 12 by noon."
    toll = {"killed": {**exactly(12), "evidence": cite("12", "a2", start=100 + sentence.index("12"))}}
    rising = told("a2", "2026-02-02T08:10:00Z", toll=toll, evidence=cite(sentence, "a2", start=100))
    assert bounds(dead(killed("a1", exactly(8), "2026-02-02T08:00:00Z"), rising)) == (12, 12, 12)


def test_a_later_lower_figure_stands_beside_the_higher_one():
    value = dead(killed("a1", exactly(12), "2026-02-02"), killed("a2", exactly(9), "2026-02-04"))
    assert bounds(value) == (9, 9, 12)


def test_nobody_was_hurt_is_a_figure_and_silence_is_none():
    nobody, three = killed("a1", exactly(0), "2026-02-02"), killed("a3", exactly(3), "2026-02-03")
    silent = told("a2", "2026-02-03")
    assert bounds(dead(nobody, silent)) == (0, 0, 0)
    assert bounds(dead(nobody, silent, three)) == (3, 3, 3)


def test_a_vague_figure_gives_way_to_a_number_that_fills_it_in():
    dozens = {"low": 24, "words": "dozens"}
    assert bounds(dead(killed("a1", dozens, "2026-02-02"), killed("a2", exactly(31), "2026-02-02"))) == (31, 31, 31)
    assert bounds(dead(killed("a1", dozens, "2026-02-03"), killed("a2", exactly(5), "2026-02-03"))) == (5, 5, None)


def test_an_official_figure_is_the_best_and_a_claim_does_not_replace_it():
    war = {"kind": "shelling", "category": "armed-conflict"}
    front = [{"name": "Northern Front", "sector": "REB", "verb": "claimed", "evidence": cite("the Front", "a2")}]
    hospital = killed("a1", exactly(4, said_by="hospital officials"), "2026-02-02T08:00:00Z", **war)
    unsaid = killed("a3", exactly(6), "2026-02-02T10:00:00Z", **war)
    claim = killed("a2", exactly(60, said_by="Northern Front"), "2026-02-04", said_by=front, **war)
    assert bounds(dead(hospital, unsaid)) == (4, 4, 6)
    value = dead(hospital, claim)
    assert bounds(value) == (4, 4, 60)
    assert value["said_by"] == "hospital officials"


def test_a_copy_that_is_printed_late_makes_no_figure_newer():
    first, second = killed("a1", exactly(8), "2026-02-02T08:00:00Z"), killed("a2", exactly(12), "2026-02-03T08:00:00Z")
    copy = killed("a3", exactly(8), "2026-02-05", copy_of="a1")
    assert bounds(dead(first, second, copy)) == (12, 12, 12)
    assert bounds(dead(first, second, replace(copy, copy_of=None))) == (8, 8, 12)


def test_an_open_figure_does_not_dispute_a_larger_one():
    hours = ("2026-02-02T08:00:00Z", "2026-02-02T09:00:00Z")
    for first, second in (hours, hours[::-1]):
        value = dead(killed("a1", at_least(8), first), killed("a2", exactly(12), second))
        assert bounds(value) == (12, 12, 12)
    assert bounds(dead(killed("a1", exactly(8), hours[0]), killed("a2", at_least(12), hours[1]))) == (8, 12, None)


def test_a_publisher_that_gives_more_later_gives_up_what_it_gave():
    first, second = killed("a1", exactly(8), "2026-02-02T08:00:00Z"), killed("a2", exactly(12), "2026-02-02T09:00:00Z")
    wire = [replace(one, source={**one.source, "publisher": "Example Wire"}) for one in (first, second)]
    assert bounds(dead(*wire)) == (12, 12, 12)
    assert bounds(dead(wire[0], second)) == (8, 12, 12)


def test_an_end_that_another_figure_contradicts_is_open():
    most, least = {"high": 20, "words": "up to 20"}, at_least(60)
    assert bounds(dead(killed("a1", most, "2026-02-02"), killed("a2", least, "2026-02-02"))) == (None, 60, None)


def test_a_part_is_not_more_than_the_whole():
    odd = killed("a1", exactly(8, of=[{"group": "children", **exactly(9)}]), "2026-02-02")
    assert "of" not in dead(odd, killed("a2", exactly(8), "2026-02-02"))


def test_parts_are_those_of_the_figure_that_is_used():
    children, women = ({"group": group, **exactly(3)} for group in ("children", "women"))
    old = killed("a1", exactly(8, of=[children]), "2026-02-02")
    new = killed("a2", exactly(12, of=[women]), "2026-02-03")
    assert dead(old, new)["of"] == [women]
    also_new = killed("a3", exactly(12, of=[children]), "2026-02-03")
    assert {part["group"] for part in dead(old, new, also_new)["of"]} == {"women", "children"}


def test_weapons_are_counted_by_kind_and_damage_by_what_became_of_it():
    def raid(name, day, used, destroyed):
        arms = [{"kind": "drone", "used": exactly(count), "evidence": cite("drones", name)} for count in used]
        school = {
            "kind": "school",
            "status": "destroyed",
            "count": exactly(destroyed),
            "evidence": cite("schools", name),
        }
        burnt = {"kind": "school", "status": "burning", "evidence": cite("on fire", name)}
        return told(name, day, kind="drone-strike", category="armed-conflict", weapons=arms, damage=[school, burnt])

    record = fuse([raid("a1", "2026-02-02", [1, 70], 1), raid("a2", "2026-02-03", [79], 2)])
    (drones,), damage = record["weapons"], record["damage"]
    assert bounds(drones["used"]) == (79, 79, 79)
    assert {part["source"] for part in drones["evidence"]} == {"a1", "a2"}
    assert [(one["status"], bounds(one.get("count", {}))) for one in damage] == [
        ("destroyed", (2, 2, 2)),
        ("burning", (None, None, None)),
    ]


# -- what, whether and when


@pytest.mark.parametrize(
    ("types", "fused"),
    [
        (["shooting", "shooting", "assassination"], "shooting"),
        (["assault-other", "assault-other", "shooting"], "shooting"),
        (["other", "other", "road-crash"], "road-crash"),
        (["bombing-ied", "suicide-bombing"], "suicide-bombing"),
        (["assault-other", "assault-other", "road-crash"], "assault-other"),  # another family
    ],
)
def test_the_type_is_the_finest_that_most_agree_on(types, fused):
    rows = vocabulary.event_types()
    given_reports = [
        told(f"a{number}", kind=kind, category=rows[kind].category, codes={"cap": kind})
        for number, kind in enumerate(types)
    ]
    record = fuse(given_reports)
    assert (record["type"], record["category"], record["codes"]) == (fused, rows[fused].category, {"cap": fused})


def test_copies_of_an_article_are_one_voice():
    copies = [told(f"a{number}", copy_of="a0" if number else None, kind="road-crash") for number in range(4)]
    others = [told(name, kind="rail-crash") for name in ("b1", "b2")]
    record = fuse([*copies, *others])
    assert record["type"] == "rail-crash"
    assert "3 independent sources" in record["confidence_reasons"]
    assert [source.get("copy_of") for source in record["sources"]] == [None, "a0", "a0", "a0", None, None]


def test_what_was_planned_and_took_place_took_place():
    assert fuse([told("a1", modality="planned"), told("a2", modality="occurred")])["modality"] == "occurred"


def when(name, day, precision, **more):
    return {
        "date": day,
        "start": day,
        "end": day,
        "precision": precision,
        "basis": "given",
        **more,
        "evidence": cite(day, name),
    }


def dated(name, published, day, precision, **more):
    return told(name, published, when=when(name, day, precision, **more))


def test_the_day_most_agree_on_as_precisely_as_it_is_told():
    hour = dated("a1", "2026-02-03", "2026-02-02", "hour", time_of_day="21:40")
    days = [dated(name, "2026-02-04", "2026-02-02", "day") for name in ("a2", "a3")]
    month = dated("a4", "2026-03-01", "2026-02-01", "month")
    chosen = fuse([hour, *days, month])["when"]
    assert (chosen["date"], chosen["precision"], chosen["time_of_day"]) == ("2026-02-02", "hour", "21:40")
    assert {part["source"] for part in chosen["evidence"]} == {"a1", "a2", "a3"}
    stray = dated("a5", "2026-02-05", "2026-01-30", "minute")
    assert fuse([hour, *days, stray])["when"]["date"] == "2026-02-02"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (("21:40", "night"), "21:40"),
        (("21:40", "21:30"), "21:30"),
        (("night", "evening"), "evening"),
        (("night", None), "night"),
    ],
)
def test_a_part_of_the_day_told_later_takes_no_clock_time_back(hours, expected):
    told_at = [{"time_of_day": hour} if hour else {} for hour in hours]
    days = [dated(f"a{n}", f"2026-02-0{3 + n}", "2026-02-02", "day", **at) for n, at in enumerate(told_at)]
    assert fuse(days)["when"]["time_of_day"] == expected


def test_of_two_days_the_newer_article_decides():
    old, new = dated("a1", "2026-02-03", "2026-02-02", "day"), dated("a2", "2026-02-04", "2026-02-01", "day")
    assert fuse([old, new])["when"]["date"] == "2026-02-01"


# -- where, who, and the rest


def placed(name, *places):
    return told(name, where=[{"role": "site", **place, "evidence": cite(place["name"], name)} for place in places])


NORLAND = {"name": "Norland", "precision": "country", "country": "Norland", "country_iso3": "NOR", "geonames_id": 2}
LOM = {"name": "Lom", "precision": "city", "country": "Norland", "country_iso3": "NOR", "geonames_id": 1}
VIK = {"name": "Vik", "precision": "city", "country": "Norland", "country_iso3": "NOR", "geonames_id": 3}


def test_each_place_is_there_once_the_finest_agreed_one_first():
    record = fuse(
        [
            placed("a1", NORLAND),
            placed("a2", NORLAND),
            placed("a3", LOM, NORLAND),
            placed("a4", {"name": "Lom", "precision": "city"}),
        ]
    )
    assert [place["name"] for place in record["where"]] == ["Lom", "Norland"]
    assert {part["source"] for part in record["where"][0]["evidence"]} == {"a3", "a4"}
    record = fuse([placed("a1", LOM), placed("a2", LOM), placed("a3", VIK), placed("a4", NORLAND)])
    assert [place["name"] for place in record["where"]] == ["Lom", "Vik", "Norland"]


def test_a_village_beside_a_town_that_others_name_is_the_finer_place():
    town = {**LOM, "latitude": 60.0, "longitude": 9.0}
    village = {"name": "Upper Lom", "precision": "exact", "country_iso3": "NOR", "latitude": 60.05, "longitude": 9.0}
    far = {**village, "name": "Far Lom", "latitude": 63.0}
    assert fuse([placed("a1", town), placed("a2", town), placed("a3", village)])["where"][0]["name"] == "Upper Lom"
    assert fuse([placed("a1", town), placed("a2", town), placed("a3", far)])["where"][0]["name"] == "Lom"


def test_who_is_named_twice_is_there_once():
    def actor(article_name, name, role, **more):
        return told(article_name, who=[{"role": role, "name": name, **more, "evidence": cite(name, article_name)}])

    record = fuse(
        [
            actor("a1", "The Northern Front", "party"),
            actor("a2", "Northern Front", "perpetrator", country_iso3="NOR", sector="REB"),
            actor("a3", "Northern Front", "perpetrator", country_iso3="NOR"),
            actor("a4", "Northern Front", "target", country_iso3="SUD"),
        ]
    )
    front, other = record["who"]
    assert (front["name"], front["role"], front["sector"], len(front["evidence"])) == (
        "Northern Front",
        "perpetrator",
        "REB",
        3,
    )
    assert other["country_iso3"] == "SUD"


def test_confidence_grows_with_independent_voices_only():
    one, copy, other = told("a1", confidence=0.6), told("a2", copy_of="a1", confidence=0.6), told("a3", confidence=0.8)
    assert fuse([one, copy])["confidence"] == 0.6
    assert fuse([one, copy, other])["confidence"] == 0.89
    assert fuse([told(f"b{number}", confidence=0.9) for number in range(20)])["confidence"] == 0.99


def test_a_year_worked_out_by_one_is_worked_out():
    assert fuse([told("a1"), told("a2", year_inferred=True)])["year_inferred"] is True
    assert "year_inferred" not in fuse([told("a1"), told("a2")])


def test_links_and_quotes_are_there_once_and_bounded():
    link = {"rel": "part_of", "to": "evt_b"}
    many = [
        told(f"a{number}", links=[link], evidence=cite(f"Sentence {number % 50}.", f"a{number}"))
        for number in range(60)
    ]
    record = fuse(many)
    assert record["links"] == [link]
    assert len(record["evidence"]) == 40


def test_title_and_summary_are_made_of_the_fused_fields():
    record = fuse(
        [
            killed("a1", exactly(8), "2026-02-02", where=[{"role": "site", **LOM, "evidence": cite("Lom")}]),
            killed("a2", exactly(12), "2026-02-03"),
        ]
    )
    assert record["title"] == "Road crash near Lom: 12 killed"
    assert record["summary"].startswith("A road crash near Lom, Norland, took place. 12 people were killed.")


def test_articles_are_listed_from_the_oldest():
    record = fuse(
        [told("a1"), told("a2", "2026-02-03T10:00:00+09:00"), told("a3", "2026-02-03"), told("a4", "2026-02-01")]
    )
    assert [source["id"] for source in record["sources"]] == ["a4", "a2", "a3", "a1"]


def test_an_unknown_policy_stops_the_start(monkeypatch):
    monkeypatch.setitem(EventSchema._declared_fields["toll"].metadata, "merge", "guess")
    with pytest.raises(LookupError, match="toll by guess"):
        fusion.policies()


def test_every_modality_has_its_firmness():
    assert sorted(lexicon.table("fusion")["firmness"]) == sorted(MODALITIES)


def test_the_types_that_yield_are_types():
    rows = lexicon.table("fusion")["coarser"]
    assert set(rows) | {kind for row in rows.values() for kind in row.get("types", ())} <= set(vocabulary.event_types())
    assert {name for row in rows.values() for name in row.get("categories", ())} <= vocabulary.categories()
