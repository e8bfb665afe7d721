"""Damage: what was destroyed, damaged, set burning or hit, how many of it, and what only looks damaged."""

from datetime import date

import pytest

from service.extract import damage
from service.records import Article

pytestmark = pytest.mark.model


@pytest.fixture
def find(pipeline):
    def find(text):
        article = Article("a", text, date(2026, 4, 1), published=date(2026, 3, 5))
        found = damage.find(pipeline.read([article], everything=True)[0])
        return [(m.value["kind"], m.value["status"], m.value.get("count", {}).get("low")) for m in found]

    return find


DAMAGED = [
    ("A missile attack damaged two apartment blocks.", [("residential-building", "damaged", 2)]),
    ("At least 300 homes were destroyed by the flood.", [("residential-building", "destroyed", 300)]),
    ("The blast wrecked five cars.", [("transport-vehicle", "destroyed", 5)]),
    ("Fire gutted a warehouse.", [("industry", "destroyed", 1)]),
    ("The strikes sparked at least 40 fires.", [("fire", "burning", 40)]),
    ("A drone fell on a kindergarten.", [("kindergarten", "hit", 1)]),
    ("Two fuel tanks caught fire.", [("energy", "burning", 2)]),
    ("Shells hit a hospital in Lomo.", [("hospital", "hit", 1)]),
    ("The town sustained severe damage, including a school.", [("school", "damaged", 1)]),
]


@pytest.mark.parametrize(("text", "expected"), DAMAGED)
def test_damage(find, text, expected):
    assert find(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "No buildings were damaged.",
        "The hospital was not damaged.",
        "The prime minister hit out at the school system.",
        "A soldier was hit on the road to Tarim.",
        "The minister visited a hospital and a school.",
        "Police searched a house near the market.",
    ],
)
def test_things_that_are_whole(find, text):
    assert find(text) == []
