"""What changed between two versions of a record, in words."""

import pytest
from hypothesis import given, settings

from service.merge.changes import LONGEST, changes, headline
from service.merge.fusion import fuse
from tests.tellings import LIFE, article, at_least, cite, exactly, killed, tellings, told


def record(**fields):
    """An event with its life; "given" says what the reports say."""
    return {**fuse([told("a1", "2026-02-02", **fields)]), **LIFE}


def texts(old, new):
    return [change["text"] for change in changes(old, new)]


def place(name, **more):
    return {"role": "site", "name": name, "precision": "city", "country": "Norland", **more, "evidence": cite(name)}


def actor(name, role="party", **more):
    return {"role": role, "name": name, **more, "evidence": cite(name)}


def day(date, **more):
    return {"date": date, "start": date, "end": date, "precision": "day", **more, "evidence": cite(date)}


def toll(**counts):
    return {kind: {**count, "evidence": cite("they were")} for kind, count in counts.items()}


def weapon(kind, **counts):
    return {"kind": kind, **counts, "evidence": cite(kind)}


def hospital(status, **more):
    return {"kind": "hospital", "status": status, **more, "evidence": cite("hospital")}


# What a record said, what it says, and what changed.
CHANGED = [
    ({"toll": toll(killed=at_least(8))}, {"toll": toll(killed=exactly(12))}, ["killed: at least 8 -> 12"]),
    ({}, {"toll": toll(missing=exactly(2))}, ["missing: 2"]),
    ({"toll": toll(injured=exactly(2))}, {}, ["injured: 2 -> not known"]),
    ({"toll": toll(killed=exactly(0))}, {"toll": toll(killed=exactly(1200))}, ["killed: 0 -> 1,200"]),
    (
        {"toll": toll(killed={"low": 8, "best": 8, "high": 12})},
        {"toll": toll(killed={"low": 8, "best": 12, "high": 12})},
        ["killed: 8–12, best 8 -> 8–12, best 12"],
    ),
    (
        {"toll": toll(killed=exactly(8, of=[{"group": "children", **exactly(2)}]))},
        {"toll": toll(killed=exactly(8, of=[{"group": "children", **exactly(3)}]))},
        ["children killed: 2 -> 3"],
    ),
    ({"when": day("2026-02-02")}, {"when": day("2026-02-01")}, ["date: 2 Feb 2026 -> 1 Feb 2026"]),
    ({}, {"when": day("2026-02-02")}, ["date: 2 Feb 2026"]),
    (
        {"when": day("2026-02-02", time_of_day="evening")},
        {"when": day("2026-02-02", time_of_day="21:40")},
        ["time: evening -> 21:40"],
    ),
    ({}, {"where": [place("Lom")]}, ["place added: Lom, Norland"]),
    (
        {"where": [place("Lom"), place("Vik")]},
        {"where": [place("Vik")]},
        ["main place: Lom, Norland -> Vik, Norland", "place removed: Lom, Norland"],
    ),
    (
        {"who": [actor("Northern Front", sector="REB")]},
        {"who": [actor("Northern Front", "perpetrator", sector="REB"), actor("police", "target")]},
        ["actor added: police (target)", "Northern Front: party -> perpetrator"],
    ),
    ({}, {"who": [actor("Mila Maren", "target", sector="CVL")]}, ["actor added: somebody (target)"]),
    ({}, {"said_by": [{"name": "governor", "evidence": cite("governor")}]}, ["speaker added: the governor"]),
    ({}, {"said_by": [{"name": "Mila Maren", "evidence": cite("Mila Maren")}]}, ["summary: worded anew"]),
    (
        {"weapons": [weapon("drone", used=exactly(70))]},
        {"weapons": [weapon("drone", used=exactly(79), intercepted=exactly(60)), weapon("missile", used=exactly(3))]},
        ["weapon added: missile (3 launched)", "drone launched: 70 -> 79", "drone intercepted: 60"],
    ),
    (
        {"weapons": [weapon("vehicle", used=exactly(1))]},
        {"weapons": [weapon("vehicle", used=exactly(2)), weapon("blade", used=exactly(1))]},
        ["weapon added: blade (1)", "vehicle: 1 -> 2"],
    ),
    (
        {"damage": [hospital("damaged", count=exactly(1))]},
        {"damage": [hospital("damaged", count=exactly(2)), hospital("burning")]},
        ["damage added: hospital burning", "hospital damaged: 1 -> 2"],
    ),
    (
        {"kind": "assault-other"},
        {"kind": "shooting"},
        ["type: Other attack on people (stabbing, ramming, beating) -> "],
    ),
    ({"modality": "planned"}, {"modality": "occurred"}, ["modality: planned -> occurred"]),
    ({"codes": {"cameo": "18"}}, {"codes": {"cameo": "183"}}, ["cameo code: 18 -> 183"]),
    ({"confidence": 0.7}, {"confidence": 0.74}, []),
    ({"confidence": 0.7}, {"confidence": 0.75}, ["confidence: 0.70 -> 0.75"]),
    ({"links": [{"rel": "part_of", "to": "evt_b"}]}, {}, ["link removed: part of evt_b"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGED)
def test_what_changed_is_told_in_words(old, new, expected):
    found = texts(record(**old), record(**new))
    assert len(found) == len(expected)
    assert all(text.startswith(start) for text, start in zip(found, expected, strict=True))


def test_a_change_has_both_ends_where_both_are_known():
    counts = [record(toll=toll(killed=count)) for count in (at_least(8), exactly(12))]
    change = {"field": "toll.killed", "from": "at least 8", "to": "12", "text": "killed: at least 8 -> 12"}
    assert changes(*counts) == [change]
    added = {"field": "toll.killed", "to": "12", "text": "killed: 12"}
    assert changes(record(), counts[1]) == [added]


def test_sources_come_and_go_by_the_name_of_who_publishes_them():
    one, other = record(), record()
    other["sources"] = [*one["sources"], article("a2", publisher="Example Wire"), article("a3", title="Bus off road")]
    assert texts(one, other) == ["source added: Example Wire", "source added: Bus off road"]
    assert texts(other, one)[0] == "source removed: Example Wire"


def test_an_end_comes_first_and_a_correction_last():
    old, new = record(confidence=0.9), record(toll=toll(killed=exactly(1)), confidence=0.5)
    assert texts(old, {**new, "status": "retracted"})[0] == "status: active -> retracted"
    assert texts(old, {**new, "status": "corrected"})[-1] == "status: active -> corrected"


def test_of_a_new_record_and_of_an_equal_one_nothing_changed():
    assert changes(None, record()) == []
    assert changes(record(), record()) == []
    assert headline([]) == ""


def test_a_title_is_told_only_where_nothing_else_changed():
    old = record()
    assert texts(old, {**old, "title": "Bus accident"}) == [f"title: {old['title']} -> Bus accident"]
    assert texts(old, {**record(confidence=0.2), "title": "Bus accident"}) == ["confidence: 0.70 -> 0.20"]


def test_the_headline_has_the_most_important_that_fit():
    old = record(toll=toll(killed=at_least(8), injured=exactly(30)), confidence=0.5)
    new = record(toll=toll(killed=exactly(12), injured=exactly(41)), confidence=0.9, where=[place("Lom")])
    assert headline(changes(old, new)) == "killed at least 8 -> 12, injured 30 -> 41, place added: Lom, Norland"
    new["where"][0]["name"] = "Lower Lom by the old mill"
    assert headline(changes(old, new)) == "killed at least 8 -> 12, injured 30 -> 41"


def test_a_headline_of_one_long_change_is_cut():
    line = headline(changes(record(), record(where=[place("Lom " * 30)])))
    assert line.startswith("place added: Lom Lom") and line.endswith("…") and len(line) == LONGEST


def test_a_growing_toll_from_reports_to_headline():
    first, second = killed("a1", at_least(8), "2026-02-02"), killed("a2", exactly(12), "2026-02-03")
    told_of = changes(fuse([first]), fuse([first, second]))
    assert headline(told_of).startswith("killed at least 8 -> 12, source added: https://a2.example/lom")


@settings(deadline=None)
@given(tellings(), tellings())
def test_each_change_is_a_line_and_equal_records_have_none(some, others):
    old, new = fuse(some), fuse(others)
    assert changes(old, old) == []
    for change in changes(old, new):
        assert change["text"] and "\n" not in change["text"]
        assert change.get("from") != change.get("to")
    assert len(headline(changes(old, new))) <= LONGEST
    assert bool(changes(old, new)) == bool(headline(changes(old, new)))
