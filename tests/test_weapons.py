"""Weapons: kinds and numbers, those launched, stopped and got through apart, and words that only look like weapons."""

from datetime import date

import pytest

from service import coder
from service.extract import weapons
from service.records import Article

pytestmark = pytest.mark.model


@pytest.fixture
def find(pipeline):
    def find(text):
        article = Article("a", text, date(2026, 4, 1), published=date(2026, 3, 5))
        reading = pipeline.read([article], everything=True)[0]
        found = weapons.find(reading)
        assert all(text[m.start : m.end] == reading.text[m.start : m.end] for m in found)
        return [(m.value["kind"], {s: m.value[s].get("low") for s in weapons.STATES if s in m.value}) for m in found]

    return find


COUNTED = [
    (
        "Norland launched 70 ballistic, cruise and air-to-surface missiles and 145 drones at Varna on Monday.",
        [("missile", {"used": 70}), ("drone", {"used": 145})],
    ),
    ("Air defences shot down 60 of the missiles and drones.", [("combined", {"intercepted": 60})]),
    (
        "The air force said 12 drones were intercepted and three missiles got through.",
        [("drone", {"intercepted": 12}), ("missile", {"hit": 3})],
    ),
    ("The ministry said it had destroyed nine drones overnight.", [("drone", {"intercepted": 9})]),
    (
        "Of 40 drones launched, 30 were shot down and 10 hit their targets.",
        [("drone", {"used": 40, "intercepted": 30, "hit": 10})],
    ),
    (
        "Norland fired 20 rockets at the port, but 15 were intercepted.",
        [("rocket", {"used": 20, "intercepted": 15})],
    ),
    ("Dozens of rockets rained on the port of Tarim.", [("rocket", {"used": 24})]),
    ("A cruise missile hit a school in Lomo.", [("missile", {"used": 1})]),
    ("The attackers used a car bomb and two grenades.", [("car-bomb", {"used": 1}), ("grenade", {"used": 2})]),
    ("The gang threw three rocket shells over the wall.", [("rocket", {"used": 3})]),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_numbers_of_weapons(find, text, expected):
    assert find(text) == expected


UNCOUNTED = [
    ("A missile attack damaged two apartment blocks.", "missile"),
    ("18 dead as air raid hits market.", "aircraft-bomb"),
    ("Two men with rifles opened fire on a taxi.", "small-arms"),
    ("Lomo, 2 February 2026. An air strike destroyed a bridge.", "aircraft-bomb"),
    ("More than 60 people died in the shelling of the suburb.", "artillery"),
]


@pytest.mark.parametrize(("text", "kind"), UNCOUNTED)
def test_numbers_of_something_else(find, text, kind):
    found = find(text)
    assert kind in [name for name, _ in found]
    assert all(not figures for _, figures in found)


@pytest.mark.parametrize(
    "text",
    [
        "Police seized 40 rifles and a grenade.",
        "The treaty limits the number of cruise missiles.",
        "The force called for close air support before it withdrew.",
        "The plant has produced drones since 2019.",
        "The striker's shots were saved twice.",
    ],
)
def test_weapons_that_nobody_used(find, text):
    assert find(text) == []


def test_a_report_says_whose_number_it_is(pipeline):
    text = (
        "Norland fired missiles at Varna on Monday, killing two people.\n\n"
        "The air force said it had shot down 12 drones and six missiles."
    )
    article = Article("a", text, date(2026, 4, 1), published=date(2026, 3, 5))
    told = next(coder.code(pipeline, [article])).reports[0]
    stopped = {weapon["kind"]: weapon for weapon in told["weapons"] if "intercepted" in weapon}
    assert {kind: weapon["intercepted"]["low"] for kind, weapon in stopped.items()} == {"drone": 12, "missile": 6}
    assert all("air force" in weapon["said_by"].lower() for weapon in stopped.values())
