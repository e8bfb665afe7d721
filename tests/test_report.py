"""Reports: counts that never contradict themselves, and non-events with the words that speak against them."""

from datetime import date

import pytest

from service import extract, frames, report, triggers
from service.records import Article

pytestmark = pytest.mark.model


def read(pipeline, text):
    article = Article("a", text, date(2026, 4, 1), published=date(2026, 3, 5))
    return pipeline.read([article], everything=True)[0]


@pytest.mark.parametrize(
    ("text", "cue", "words"),
    [
        ("No one fired a shot at the rally in Lomo.", "No one", "fired"),
        ("A car bomb killed nine people in Tarim in 1998.", "1998", "car bomb"),
    ],
)
def test_the_evidence_of_a_non_event_shows_the_cue(pipeline, text, cue, words):
    reading = read(pipeline, text)
    found = report.non_events(triggers.find(reading), reading)
    assert found
    assert any(cue in row["quote"] and words in row["quote"] for row in found)
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in found)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"low": 3, "best": 2, "high": 2}, {"low": 3}),
        ({"low": 3, "best": 5, "high": 4}, {"low": 3, "best": 5}),
        ({"low": 1, "best": 2, "high": 3}, {"low": 1, "best": 2, "high": 3}),
        ({"high": 4}, {"high": 4}),
    ],
)
def test_a_count_that_contradicts_itself_keeps_what_is_sure(pipeline, monkeypatch, given, kept):
    reading = read(pipeline, "Police detained two men after a shooting in Lomo on Monday.")
    mentions = extract.mentions(reading)
    frame = frames.build(triggers.find(reading), mentions, reading)[0]
    evidence = reading.evidence((0, 6))
    monkeypatch.setattr(extract.FIELDS["toll"], "choose", lambda *_: {"detained": {**given, "evidence": evidence}})
    told = report.build(frame, mentions, reading)
    assert {
        name: told["toll"]["detained"][name] for name in ("low", "best", "high") if name in told["toll"]["detained"]
    } == kept


def test_what_came_before_lends_its_place_and_its_dead_to_no_other(pipeline):
    text = (
        "A gunman shot dead three people at a mill in Heston on Thursday, police said.\n\n"
        "The shooting came less than a week after a man opened fire in Kalamazoo, Michigan, and killed six people."
    )
    reading = read(pipeline, text)
    mentions = extract.mentions(reading)
    found = report.build_all(frames.build(triggers.find(reading), mentions, reading), mentions, reading)
    assert [row["toll"]["killed"]["best"] for row in found] == [3]
    assert "Kalamazoo" not in [place["name"] for place in found[0].get("where", ())]
