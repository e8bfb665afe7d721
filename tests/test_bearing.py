"""Which of an article's events a figure belongs to: what one sentence tells of two is counted once."""

from datetime import date

import pytest

from service import extract, frames, report, triggers
from service.records import Article

pytestmark = pytest.mark.model


@pytest.fixture
def tolls(pipeline):
    """text -> [(type, {kind: best})] of its events."""

    def tolls(text):
        article = Article("a", text, date(2026, 4, 1), published=date(2026, 3, 5))
        reading = pipeline.read([article], everything=True)[0]
        mentions = extract.mentions(reading)
        found = report.build_all(frames.build(triggers.find(reading), mentions, reading), mentions, reading)
        return [(r["type"], {kind: n.get("best") for kind, n in r.get("toll", {}).items()}) for r in found]

    return tolls


@pytest.mark.parametrize(
    ("text", "main", "other"),
    [
        (
            "A bomb killed nine people at a market in Lom on Tuesday, police said.\n\n"
            "The interior ministry accused the Harun Brigade of the attack, in which 40 people were injured.",
            ("bombing-ied", {"killed": 9}),
            ("accuse", {}),
        ),
        (
            "A bomb killed nine people at a market in Lom on Tuesday, police said.\n\n"
            "Peace talks between the government and the rebels, whose shelling killed 12 people in Arvo last week, "
            "resumed in Geneva on Wednesday.",
            ("bombing-ied", {"killed": 9}),
            ("talks", {}),
        ),
    ],
)
def test_whoever_accuses_or_talks_kills_nobody(tolls, text, main, other):
    found = tolls(text)
    assert found[0] == main
    assert other in found


def test_a_figure_in_a_sentence_of_two_other_events_is_the_nearer_ones(tolls):
    found = tolls(
        "A gunman shot dead a clerk at a petrol station in Lom on Sunday, police said.\n\n"
        "On Tuesday 30 people were detained at a rally in Kesh, and an avalanche killed five climbers in Arvo."
    )
    assert found[0] == ("shooting", {"killed": 1})
    assert [toll for _, toll in found[1:] if "killed" in toll] == [{"killed": 5}]
    assert [toll for _, toll in found[1:] if "detained" in toll] == [{"detained": 30}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mortar fire hit a market in Kandahar on Monday, hours after a car bomb killed six people in Herat.",
            [("shelling", {}), ("bombing-ied", {"killed": 6})],
        ),
        (
            "Floods injured two people in Herat, and an avalanche killed five in Ghazni on Tuesday, officials said.",
            [("landslide", {"killed": 5}), ("flood", {"injured": 2})],
        ),
        (
            "Police arrested three men who had killed a priest in Kandahar on Sunday.",
            [("arrest", {"detained": 3})],
        ),
        (
            "Officials plan to discuss the bombing in Kandahar on Monday that killed six people.",
            [("bombing-ied", {"killed": 6}), ("talks", {})],
        ),
        (
            "Soldiers attacked by rebels near Kandahar killed four of them on Sunday and detained two suspects.",
            [("armed-clash", {"killed": 4, "detained": 2})],
        ),
    ],
)
def test_each_clause_has_the_figures_of_its_event(tolls, text, expected):
    assert tolls(text) == expected
