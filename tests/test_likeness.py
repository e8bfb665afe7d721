"""Two reports of one event are found to be so in other words, and two events that look alike are kept apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import coder, intake, merge

APART = {
    "two quakes in a week": [
        (
            "2026-03-02",
            "Quake kills six in Nepal",
            "An earthquake killed six people in Nepal on Monday, officials said.",
        ),
        (
            "2026-03-07",
            "Quake kills two in Nepal",
            "An earthquake killed two people in Nepal on Saturday, officials said.",
        ),
    ],
    "two shootings in a city on neighbouring days": [
        (
            "2026-05-09",
            "Three shot dead at Memphis garage",
            "Three people were shot and killed at a garage in Memphis on Saturday, police said. Two were wounded.",
        ),
        (
            "2026-05-10",
            "One killed outside Memphis bar",
            "A man was shot and killed outside a bar in Memphis on Sunday, police said.",
        ),
    ],
    "strikes on one city two nights running": [
        (
            "2026-06-02",
            "Four killed in Russian attack on Odesa",
            "Russian drones and missiles hit Odesa overnight, killing four people, officials said on Tuesday.",
        ),
        (
            "2026-06-03",
            "Nine dead in Russian strike on Odesa",
            "Russian missiles struck Odesa overnight, killing nine people, Ukrainian officials said on Wednesday.",
        ),
    ],
    "one day, two cities": [
        (
            "2026-06-01",
            "Car bomb kills five in Mosul",
            "A car bomb killed five people in Mosul on Monday, police said.",
        ),
        (
            "2026-06-01",
            "Car bomb kills five in Basra",
            "A car bomb killed five people in Basra on Monday, police said.",
        ),
    ],
    "a funeral and a strike": [
        (
            "2026-06-09",
            "Thousands at funeral of Aleppo bishop",
            "Thousands of mourners filled the streets of Aleppo on Tuesday for the funeral of an archbishop who had "
            "died in his sleep aged 90.",
        ),
        (
            "2026-06-09",
            "Air strike kills seven in Aleppo",
            "An air strike killed seven people in a market in Aleppo on Tuesday, medics said.",
        ),
    ],
    "talks and a blast in one city": [
        ("2026-06-09", "Ministers meet in Athens", "Ministers met in Athens on Tuesday."),
        (
            "2026-06-09",
            "Blast kills two in Athens",
            "A gas explosion killed two people in Athens on Tuesday, firefighters said.",
        ),
    ],
    "floods in two states": [
        ("2026-06-01", "Floods kill 12 in Bihar", "Floods killed 12 people in Bihar on Monday, officials said."),
        ("2026-06-01", "Floods kill three in Assam", "Floods killed three people in Assam on Monday, officials said."),
    ],
    "quakes in two countries": [
        (
            "2026-06-01",
            "Quake kills three in Chile",
            "An earthquake killed three people in Chile on Monday, officials said.",
        ),
        (
            "2026-06-01",
            "Quake kills two in Iran",
            "An earthquake killed two people in Iran on Monday, state television said.",
        ),
    ],
    "nothing in common but the day": [
        ("2026-06-01", "Quake shakes Crete", "An earthquake of magnitude 6 struck Crete on Monday. No one was hurt."),
        (
            "2026-06-01",
            "Leaders meet in Oslo",
            "Norway's prime minister met the president of Finland in Oslo on Monday.",
        ),
    ],
}
ONE = {
    "a strike whose toll grew": [
        (
            "2026-06-02",
            "Four killed in Russian attack on Odesa",
            "Russian drones and missiles hit Odesa overnight, killing four people, officials said on Tuesday.",
        ),
        (
            "2026-06-02",
            "Odesa attack toll rises to six",
            "A Russian missile and drone attack on Odesa killed six people on Tuesday, the mayor said.",
        ),
    ],
    "a crash by two desks": [
        (
            "2026-04-14",
            "Bus plunge kills 14 in Peru's Cusco",
            "At least 14 passengers died when a bus plunged into a ravine near Cusco in southern Peru on Tuesday, "
            "police said. The driver had lost control on a bend.",
        ),
        (
            "2026-04-15",
            "Peru: 16 dead after bus falls into ravine",
            "Rescuers pulled two more bodies from a ravine outside the Peruvian city of Cusco on Wednesday, a day "
            "after a bus veered off a bend, raising the number of dead passengers to 16.",
        ),
    ],
    "a bombing by two desks": [
        (
            "2026-06-01",
            "Car bomb kills five in Mosul",
            "A car bomb killed five people at a checkpoint in Mosul on Monday, Iraqi police said.",
        ),
        (
            "2026-06-01",
            "Blast at Iraqi checkpoint",
            "Five people were killed on Monday when an explosives-laden car blew up at a police checkpoint in the "
            "northern Iraqi city of Mosul, the interior ministry said.",
        ),
    ],
}


def sketches(pipeline, name, published, title, text):
    sent = {"text": text, "title": title, "published": published}
    article = intake.read(sent, received=date(2026, 10, 1), max_chars=10_000, name=name)
    return next(coder.code(pipeline, [article], compare=True)).sketches


@pytest.fixture(scope="session")
def told(pipeline):
    """The sketches of the first and of the second article of a pair."""
    return lambda pair: [sketches(pipeline, f"a{number}", *article) for number, article in enumerate(pair)]


@pytest.mark.model
@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_what_looks_alike_stays_apart(told, pair):
    first, second = told(pair)
    assert first and second
    assert max(merge.same_event(one, other).score for one in first for other in second) < merge.THRESHOLD


@pytest.mark.model
@pytest.mark.parametrize("pair", ONE.values(), ids=ONE)
def test_one_event_in_other_words_is_found(told, pair):
    first, second = (reports[0] for reports in told(pair))
    assert merge.same_event(first, second).score >= merge.THRESHOLD
    assert set(merge.keys(first)) & set(merge.keys(second))


@pytest.mark.model
@pytest.mark.parametrize("pair", [*APART.values(), *ONE.values()], ids=[*APART, *ONE])
def test_neither_comes_first_and_there_are_reasons(told, pair):
    first, second = told(pair)
    for one in first:
        for other in second:
            found = merge.same_event(one, other)
            assert found.score == pytest.approx(merge.same_event(other, one).score)
            assert found.reasons


# -- sketches of any kind

VECTORS = st.dictionaries(st.sampled_from(["ferry", "Marrow", "capsized", "said"]), st.floats(0.1, 1), max_size=4)
DAY = 740_000


@st.composite
def any_sketch(draw):
    first = DAY + draw(st.integers(0, 9))
    days = st.sampled_from([None, [first, first], [first, first + 1], [first, first + 30]])
    spot = st.sampled_from(
        [[61.8, 8.6, "NOR", "Innlandet"], [61.9, 8.6, "NOR", None], [None, None, "NOR", None], [1.5, 2, "SUD", "East"]]
    )
    return {
        "article": draw(st.sampled_from("abc")),
        "main": draw(st.booleans()),
        "type": draw(st.sampled_from(["other", "shooting", "assault-other", "flood", "talks"])),
        "family": draw(st.sampled_from(["violence-crime", "natural-disaster", "diplomacy"])),
        "days": draw(days),
        "night": draw(st.sampled_from([None, DAY, DAY + 1])),
        "published": draw(st.sampled_from([None, DAY, DAY + 1, DAY + 5, DAY + 50])),
        "received": DAY + 60,
        "spots": draw(st.lists(spot, max_size=2)),
        "toll": draw(st.dictionaries(st.just("killed"), st.sampled_from([None, 0, 3, 40]), max_size=1)),
        "own": draw(VECTORS),
        "words": draw(VECTORS),
        "names": draw(VECTORS),
        "years": draw(st.lists(st.sampled_from(["2025", "2026"]), max_size=2)),
        "marks": draw(st.lists(st.integers(0, 9), max_size=4)),
    }


@given(any_sketch(), any_sketch())
def test_any_two_are_as_alike_as_the_other_two_and_every_reason_has_words(one, other):
    found, turned = merge.same_event(one, other), merge.same_event(other, one)
    assert found.score == pytest.approx(turned.score)
    assert sorted(found.reasons) == sorted(turned.reasons)
    assert 0 <= found.score <= 1
    assert found.reasons and all(found.reasons)
    if one["article"] == other["article"]:
        assert found.score == 0


@pytest.fixture
def crash():
    """A bus that left a road near Lom, as one article tells of it."""
    words = {"bus": 0.6, "ravine": 0.6, "lom": 0.5}
    return {
        "article": "a",
        "main": True,
        "type": "road-crash",
        "family": "accident",
        "days": [DAY, DAY],
        "night": None,
        "published": DAY,
        "received": DAY,
        "spots": [[61.8, 8.6, "NOR", "Innlandet"]],
        "toll": {"killed": 8},
        "own": words,
        "words": words,
        "names": {"lom": 5.0},
        "years": [],
        "marks": [],
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"article": "a"}, "they are of one article"),
        ({"days": [DAY + 2, DAY + 2], "published": DAY + 2}, "they are days apart"),
        (
            {"main": False, "type": "flood", "family": "natural-disaster"},
            "one of them is no main report, and the types differ",
        ),
        ({"days": [DAY + 1, DAY + 1]}, "another day"),
        ({"spots": [[1.5, 2.5, "SUD", "East"]]}, "another country"),
        ({"spots": [[61.8, 12.6, "NOR", "Innlandet"]]}, "another place"),
        ({"spots": [[None, None, "NOR", "Viken"]]}, "another part of the country"),
    ],
)
def test_what_tells_two_apart_is_said_first(crash, change, reason):
    words = {"bus": 0.6, "cliff": 0.8}
    other = {**crash, "article": "b", "own": words, "words": words, "names": {"lom": 5.0, "vidin": 5.0}}
    assert merge.same_event(crash, other).score >= merge.THRESHOLD
    found = merge.same_event(crash, {**other, **change})
    assert found.score < merge.THRESHOLD
    assert found.reasons[0].startswith(reason)


def test_a_copy_that_is_dated_otherwise_is_still_one(crash):
    later = {**crash, "article": "b", "days": [DAY + 4, DAY + 4], "published": DAY + 4}
    assert merge.same_event(crash, later).score == 0
    copies = [{**one, "marks": list(range(40))} for one in (crash, later)]
    assert merge.same_event(*copies).score >= merge.THRESHOLD


def test_a_day_long_past_does_not_tell_two_apart(crash):
    """It may be misread: an article months later dates it by an anniversary."""
    later = {**crash, "article": "b", "days": [DAY + 4, DAY + 4], "published": DAY + 90}
    assert merge.same_event(crash, later).score > 0
