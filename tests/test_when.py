"""The day of an event: all dates of a text, and the one that is its own."""

from datetime import date

import pytest

from service.extract import _event_day, when
from service.records import Article, Frame, Trigger

pytestmark = pytest.mark.model

THURSDAY = date(2026, 3, 5)


@pytest.fixture
def read(pipeline):
    def read(text, published=THURSDAY):
        return pipeline.read([Article("a", text, date(2026, 4, 1), published=published)], everything=True)[0]

    return read


def frame(reading, *words, main=True, modality="occurred", category="violence-crime"):
    """A frame with a trigger at each of the words; its scope: their sentences and the next, or all."""
    triggers = []
    for word in words:
        start = reading.text.index(word)
        triggers.append(
            Trigger(start, start + len(word), reading.sentence_at(start).index, "shooting", "", 0.8, modality)
        )
    scope = range(len(reading.sentences)) if main else {t.sentence + shift for t in triggers for shift in (0, 1)}
    return Frame("r1", "shooting", category, modality, tuple(triggers), frozenset(scope), main, 1.0)


def dates(reading):
    return [(reading.text[m.start : m.end], m.value["date"]) for m in when.find(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers met on Friday.", "2026-02-27"),
        ("The ministers will meet on Friday.", "2026-03-06"),
        ("The ministers are due to meet on Friday.", "2026-03-06"),
        ("The offer had been due to expire on Friday.", "2026-02-27"),
        ("A third round of talks is scheduled for Friday.", "2026-03-06"),
        ("The envoy is being dispatched to Oslo for a third round of talks on Friday.", "2026-03-06"),
        ("The talks were scheduled for Friday.", "2026-03-06"),
        ("He said that he would return on Friday.", "2026-03-06"),
        ("The union plans to strike on Friday.", "2026-03-06"),
        ("The shop opens on Friday.", "2026-03-06"),
        ("The deadline was put off until Friday.", "2026-03-06"),
        ("Deputies were dispatched to the farm on Friday.", "2026-02-27"),
        ("Police are searching for a man after a shooting on Friday.", "2026-02-27"),
        ("The letter, released Friday, names nobody.", "2026-02-27"),
        ("Missiles hit the port on Friday.", "2026-02-27"),
        ("A driver is dead after a crash on Friday.", "2026-02-27"),
        ("The plan is to get round Friday's ruling.", "2026-02-27"),
        ("A driver is dead following Friday night's crash.", "2026-02-27"),
    ],
)
def test_tense_tells_which_friday(read, text, expected):
    assert [day for _, day in dates(read(text))] == [expected]


def test_captions_tell_the_past_in_the_present_tense(read):
    reading = read("Firefighters hose down a depot in the early hours of Wednesday.\n\nMarch 5 (MW) -- A missile fell.")
    assert ("the early hours of Wednesday", "2026-03-04") in dates(reading)


def test_unparsed_sentences_have_cues(pipeline):
    from dataclasses import replace

    reading = pipeline.read(
        [Article("a", "They will meet on Friday. They met on Monday.", THURSDAY, published=THURSDAY)]
    )[0]
    for token in reading.doc:
        token.dep = 0
    unparsed = replace(reading, sentences=tuple(replace(s, parsed=False) for s in reading.sentences))
    assert dates(unparsed) == [("Friday", "2026-03-06"), ("Monday", "2026-03-02")]


def test_the_dateline_is_found_but_never_chosen(read):
    reading = read("ROME, March 5 (MW) - A gunman killed two people on Tuesday.")
    assert dates(reading) == [("March 5", "2026-03-05"), ("Tuesday", "2026-03-03")]
    value = when.choose(when.find(reading), frame(reading, "killed"), reading)
    assert value["date"] == "2026-03-03"
    assert value["basis"] == "Tuesday before the dateline Thursday"
    assert [e["quote"] for e in value["evidence"]] == ["Tuesday", "March 5"]
    assert not [key for key in value if key.startswith("_")]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A man was shot dead in a bar on Tuesday night, police said on Wednesday.", ["shot"], "2026-03-03"),
        ("A clerk was robbed on Monday, police said.", ["robbed"], "2026-03-02"),
        ("Police on Wednesday charged a man with the shooting of two boys on Sunday.", ["shooting"], "2026-03-01"),
        ("A court sentenced Lee on Tuesday. He shot his neighbour on May 4, 2025.", ["shot"], "2025-05-04"),
        ("Two boys were shot on Monday. A vigil was held on Wednesday.", ["shot"], "2026-03-02"),
        ("Ms. Hill, born in 1970, was wounded when the gunman opened fire yesterday.", ["opened fire"], "2026-03-04"),
        (
            "Troops caught a rebel responsible for an attack Feb. 24 in Tarn district during a raid in Kelm yesterday.",
            ["caught"],
            "2026-03-04",
        ),
        ("A man wanted for Sunday's bombing in Velmar was seized by commandos today.", ["seized"], "2026-03-05"),
        ("Deputies are looking for Lee, 30, who is wanted for the murder of a nurse on Sunday.", [], "2026-03-01"),
        (
            "Troops killed 12 rebels in Tarn on Tuesday. The raids are part of a campaign that began Feb. 22 with an "
            "assault on Kelm.",
            ["killed"],
            "2026-03-03",
        ),
        (
            "March 5: Operations in Tarn and Kelm\nForces shot two rebels in an operation in Tarn province Sunday.",
            ["shot"],
            "2026-03-01",
        ),
        (
            "Soldiers killed four rebels in Kelm province. In June, the force came under fire in a similar operation.",
            ["killed"],
            "2026-03-05",
        ),
        ("The court decided to expel him on 18 August after the murder of a judge.", ["murder"], "2025-08-18"),
    ],
)
def test_the_day_of_what_happened(read, text, words, expected):
    """What somebody is known for, the campaign that it is part of and the month of an older fight are other days."""
    reading = read(text)
    assert when.choose(when.find(reading), frame(reading, *words), reading)["date"] == expected


def test_occurred_events_lie_behind_whatever_the_tense(read):
    reading = read("The shooting on Friday will be remembered.")
    assert when.choose(when.find(reading), frame(reading, "shooting"), reading)["date"] == "2026-02-27"


def test_planned_events_look_forward(read):
    reading = read("Talks broke down on Monday. A new round of talks will be held in Oslo on Friday.")
    planned = frame(reading, "round of talks", main=False, modality="planned", category="diplomacy")
    assert when.choose(when.find(reading), planned, reading)["date"] == "2026-03-06"


def test_another_event_has_no_date_of_its_own_unless_said(read):
    text = "Rebels shelled the port on Tuesday. The minister praised the plan in the report, released Monday."
    reading = read(text)
    found = when.find(reading)
    assert when.choose(found, frame(reading, "praised", main=False, category="diplomacy"), reading) is None
    reading = read("Rebels shelled the port on Tuesday. The premier rejected the plan.")
    assert (
        when.choose(when.find(reading), frame(reading, "rejected", main=False, category="diplomacy"), reading) is None
    )


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Rain fell on Monday. Guards were hurt in an attack staged on Tuesday on the villa.", "attack", "2026-03-03"),
        ("Rain fell on Monday. Two guards were shot. It happened on Tuesday near the villa.", "shot", "2026-03-03"),
        ("Rain fell on Monday. Two guards were shot and three hurt on Tuesday.", "shot", "2026-03-03"),
        ("Rain fell on Monday. An aide said on Tuesday that two guards had been shot.", "shot", None),
        ("Rain fell on Monday. Two guards were shot. The mayor was in Rome on Tuesday.", "shot", None),
    ],
)
def test_another_event_with_a_date_of_its_own(read, text, trigger, expected):
    reading = read(text)
    value = when.choose(when.find(reading), frame(reading, trigger, main=False), reading)
    assert (value and value["date"]) == expected


def test_overnight_with_its_evening(read):
    reading = read("March 5 (MW) -- Missiles hit the port overnight, killing two people, officials said.")
    value = when.choose(when.find(reading), frame(reading, "killing"), reading)
    assert (value["date"], value["start"], value["end"]) == ("2026-03-05", "2026-03-04", "2026-03-05")
    assert value["time_of_day"] == "overnight"


def test_the_hour_told_in_a_later_sentence(read):
    reading = read("A man was shot on Tuesday. The shooting began about 9:40 p.m. near the station.")
    value = when.choose(when.find(reading), frame(reading, "shot", "shooting"), reading)
    assert (value["date"], value["time_of_day"]) == ("2026-03-03", "21:40")
    assert [e["quote"] for e in value["evidence"]] == ["Tuesday", "9:40 p.m."]


def test_the_hour_told_in_the_next_paragraph(read):
    reading = read(
        "A quake shook the coast on Tuesday, officials said.\n\nThe quake struck at 4:17 a.m. near the port."
    )
    value = when.choose(when.find(reading), frame(reading, "quake", "quake struck"), reading)
    assert (value["date"], value["time_of_day"]) == ("2026-03-03", "04:17")


def test_an_evening_hour_without_a_day_is_of_the_evening_before(read):
    reading = read("A man was shot at about 9:20 p.m. near the station.")
    value = when.choose(when.find(reading), frame(reading, "shot"), reading)
    assert (value["date"], value["end"]) == ("2026-03-04", "2026-03-05")


def test_a_main_event_of_harm_without_any_date_is_of_the_day(read):
    reading = read("ROME, March 5 (MW) - A gunman killed two people near the station.")
    value = when.choose(when.find(reading), frame(reading, "killed"), reading)
    assert value["date"] == "2026-03-05"
    assert value["basis"] == "day of the dateline; the text gives no date"
    assert [e["quote"] for e in value["evidence"]] == ["killed", "March 5"]


@pytest.mark.parametrize("changes", [{"main": False}, {"category": "diplomacy"}, {"modality": "planned"}])
def test_no_other_event_is(read, changes):
    reading = read("ROME, March 5 (MW) - A gunman killed two people near the station.")
    assert when.choose(when.find(reading), frame(reading, "killed", **changes), reading) is None


def test_nothing_to_go_by_no_date(read):
    reading = read("A gunman killed two people on Friday.", published=None)
    assert when.find(reading) == []
    assert when.choose([], frame(reading, "killed"), reading) is None


def test_the_year_since_which_is_counted_is_no_day_of_the_event(read):
    reading = read("Gunmen killed two people. It is the worst attack since 2016.", published=None)
    assert when.choose(when.find(reading), frame(reading, "killed"), reading) is None


def test_the_year_since_which_is_counted_is_not_lent(read):
    reading = read("Lom has been besieged since March 2024. On February 27 a bomb killed two people.")
    assert when.choose(when.find(reading), frame(reading, "killed"), reading)["date"] == "2026-02-27"


def test_quotes_are_the_text(read):
    reading = read(
        "ROME, March 5 (MW) - Two men died on Tuesday night, and at 9 p.m. on Monday.\n\nLast week it rained."
    )
    for mention in when.find(reading):
        [evidence] = reading.evidence((mention.start, mention.end))
        assert reading.article.text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_agreement_of_the_judges(read):
    reading = read("A man was shot on Tuesday, police said on Wednesday.")
    assert _event_day.agree(when.find(reading), frame(reading, "shot"), reading) is True
    assert _event_day.agree([], frame(reading, "shot"), reading) is None
