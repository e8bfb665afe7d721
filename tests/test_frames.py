"""Triggers grouped into events: how many, of which type, which is the main one, and which sentences are theirs."""

from datetime import date

import pytest

from service import extract, frames, triggers
from service.records import Article

pytestmark = pytest.mark.model


@pytest.fixture
def build(pipeline):
    def build(text, title=""):
        article = Article("a", text, date(2026, 4, 1), title=title, published=date(2026, 3, 5))
        reading = pipeline.read([article], everything=True)[0]
        return frames.build(triggers.find(reading), extract.mentions(reading), reading), reading

    return build


def told(found):
    return [(frame.type, frame.modality) for frame in found]


def test_an_article_without_triggers_has_one_frame_of_type_other(build):
    found, reading = build("The museum opens at nine. Entry is free.")
    assert told(found) == [("other", "occurred")]
    assert found[0].main
    assert found[0].sentences == {0, 1}
    assert found[0].triggers == ()
    assert len(reading.sentences) == 2


def test_one_event_told_in_several_words_is_one_frame(build):
    found, _ = build(
        "A car bomb exploded outside the courthouse in Tarim on Tuesday, killing four people.\n\n"
        "The blast shattered windows across the square. Police said the bomb had been hidden in a taxi."
    )
    assert told(found) == [("bombing-ied", "occurred")]


def test_two_shootings_on_two_days_are_two_frames(build):
    found, _ = build(
        "A man was shot dead outside a bar in Lomo on Monday.\n\n"
        "On Wednesday two women were shot dead in a car in Arvo."
    )
    assert told(found) == [("shooting", "occurred"), ("shooting", "occurred")]
    assert not found[0].sentences & found[1].sentences


def test_the_day_on_which_somebody_speaks_is_no_other_day(build):
    found, _ = build(
        "A teenager who was shot at a party has died, the sheriff's office said on Tuesday.\n\n"
        "The shooting was reported at about 10:30 p.m. Saturday at a home in Lomo. A girl was also shot."
    )
    assert told(found) == [("shooting", "occurred")]
    found, _ = build(
        "Police apprehended a man early Wednesday in a shooting that left a guard dead.\n\n"
        "The shooting happened on Monday in a flat in Lomo."
    )
    assert sorted(told(found)) == [("arrest", "occurred"), ("shooting", "occurred")]
    found, _ = build(
        "Two men were shot dead in Lomo on Wednesday, police said on Thursday.\n\n"
        "On Monday nine people were shot dead in a bar in the same district."
    )
    assert told(found) == [("shooting", "occurred"), ("shooting", "occurred")]
    found, _ = build(
        "A teenager who was shot at a party has died, the sheriff's office said on Tuesday.\n\n"
        "On Jan. 3 two women were shot dead in a car in Arvo."
    )
    assert told(found) == [("shooting", "occurred"), ("shooting", "occurred")]


def test_missiles_and_drones_make_a_combined_attack(build):
    found, _ = build(
        "A missile strike hit the power station in Kesh on Monday. Drones struck the station an hour later."
    )
    assert told(found)[0] == ("combined-air-attack", "occurred")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hundreds of people protested in the capital until police fired tear gas at the crowd.", "protest-repressed"),
        ("Demonstrators marched through the port. Rioters torched cars and smashed shop windows.", "riot"),
        (
            "Soldiers clashed with rebels on Friday. The army retook the town of Selim at dusk.",
            "territory-captured",
        ),
        ("A militant was killed when a roadside bomb exploded under his truck.", "bombing-ied"),
        ("Rebels attacked the suburb with chlorine gas, and shells hit a school.", "cbrn-attack"),
    ],
)
def test_of_one_event_the_word_that_says_more_decides(build, text, kind):
    found, _ = build(text)
    assert found[0].type == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The foreign minister condemned the bombing of the consulate.", "condemn"),
        ("The government rejected the rebels' call for a ceasefire after a week of clashes.", "reject"),
        ("The president accused rebels of planning attacks.", "accuse"),
        ("Police said that gunmen had shot dead three farmers near Lomo.", "shooting"),
        ("Two people were killed when a bus overturned, the transport minister told parliament.", "road-crash"),
    ],
)
def test_the_main_verb_makes_the_main_event(build, text, kind):
    found, _ = build(text)
    assert found[0].main
    assert found[0].type == kind


def test_what_is_planned_is_no_part_of_what_happened(build):
    found, _ = build(
        "Teachers went on strike across the islands on Monday.\n\n"
        "The union will hold a second strike over pay on Friday."
    )
    assert sorted(told(found)) == [("strike-labour", "occurred"), ("strike-labour", "planned")]


@pytest.mark.parametrize(
    "text",
    [
        "Thousands were evacuated in Tacloban ahead of the typhoon. The typhoon struck on Monday and killed 9.",
        "Cyclone Merle left 14 dead in Sri Lanka. In Bangladesh 9,000 were evacuated ahead of the cyclone.",
    ],
)
def test_the_storm_that_people_left_for_is_the_one_that_came(build, text):
    found, _ = build(text)
    assert told(found) == [("tropical-cyclone", "occurred")]
    assert found[0].sentences == {0, 1}


def test_a_storm_that_has_not_come_is_not_the_one_that_did(build):
    found, _ = build(
        "Cyclone Merle left 14 dead in Sri Lanka. Forecasters expect another cyclone to strike Goa next week."
    )
    assert len(found) == 2


def test_a_sentence_without_a_trigger_goes_on_about_the_event_before_it(build):
    found, reading = build(
        "A ferry capsized off the coast on Sunday, and 12 people drowned.\n\n"
        "In the capital a fire swept through a hotel. Guests jumped from the windows."
    )
    fire = next(frame for frame in found if frame.type == "structure-fire")
    assert [reading.quote(s.start, s.end).strip() for s in reading.sentences if s.index in fire.sentences] == [
        "In the capital a fire swept through a hotel.",
        "Guests jumped from the windows.",
    ]


def test_the_headline_says_what_the_article_is_about(build):
    text = "Officials met on Monday to discuss aid for the flooded valleys. A landslide there had killed nine people."
    with_title, _ = build(text, title="Landslide kills nine in mountain valley")
    assert with_title[0].type == "landslide"


OPERATIONS = [
    (
        "Soldiers killed four rebels in a raid near Lomo on Tuesday.\n\n"
        "During the operation the troops detained two suspects. The patrol also seized rifles and ammunition.",
        "armed-clash",
    ),
    (
        "A joint security force detained two militants in Tarim on Tuesday.\n\n"
        "The soldiers seized rifles and explosives from the house.",
        "arrest",
    ),
]


@pytest.mark.parametrize(("text", "kind"), OPERATIONS)
def test_what_one_operation_did_is_one_event(build, text, kind):
    found, reading = build(text)
    assert [frame.type for frame in found] == [kind]
    assert found[0].sentences == {sentence.index for sentence in reading.sentences}


def test_operations_in_two_towns_are_two_events(build):
    found, _ = build("Soldiers killed four rebels in Mosul, Iraq.\n\nTroops detained two rebels in Basra.")
    assert len(found) == 2


def test_an_arrest_after_a_crime_is_an_event_of_its_own(build):
    found, _ = build(
        "A man was shot dead outside a bar in Lomo on Monday.\n\nPolice arrested a suspect on Tuesday evening."
    )
    assert ("arrest", "occurred") in told(found)
    assert found[0].type == "shooting"


def test_what_somebody_is_known_for_is_not_the_news(build):
    found, _ = build(
        "Security forces detained a militant leader in Tarim on Tuesday.\n\n"
        "The man is responsible for roadside bombings that killed nine soldiers."
    )
    assert found[0].type == "arrest"
    assert 1 not in found[0].sentences


def test_who_is_involved_in_the_attack_of_the_news_is(build):
    found, _ = build(
        "A car bomb exploded in Tarim on Tuesday.\n\nPolice named three men who were involved in the bombing."
    )
    assert [frame.type for frame in found if frame.category == "violence-crime"] == ["bombing-ied"]


def test_two_mishaps_in_a_sentence_are_two_events_each_in_its_place(build):
    found, _ = build("Floods drowned two people in Herat, and a bus crash killed five in Ghazni on Tuesday.")
    assert {frame.type for frame in found} == {"flood", "road-crash"}


def test_blankets_handed_out_days_after_a_quake_are_no_second_quake(build):
    found, _ = build(
        "Aid workers handed out blankets on Monday to survivors of an earthquake in eastern Turkey.\n\n"
        "The quake struck near Van on Sunday and killed 40 people."
    )
    assert [frame.type for frame in found if frame.category == "natural-disaster"] == ["earthquake"]


def test_floods_and_landslides_are_one(build):
    found, _ = build("Floods and landslides killed 12 people in Herat on Monday.")
    assert len(found) == 1
