"""Whether an event happened, by the words around those that tell of it and by the parse."""

from datetime import date

import pytest

from service import stance, triggers
from service.records import Article

pytestmark = pytest.mark.model


@pytest.fixture
def read(pipeline):
    def read(text, title=""):
        article = Article("a", text, date(2026, 4, 1), title=title, published=date(2026, 3, 5))
        return pipeline.read([article], everything=True)[0]

    return read


def modality(reading, words):
    """The stance of the trigger that covers the words, and its cue."""
    start = reading.text.index(words)
    (found,) = [t for t in triggers.find(reading) if t.start < start + len(words) and start < t.end]
    return found.modality, found.cue and reading.quote(*found.cue)


@pytest.mark.parametrize(
    ("text", "words", "expected", "cue"),
    [
        ("A car bomb exploded outside the court, killing two people.", "car bomb", "occurred", None),
        ("The army denied shelling the village.", "shelling", "denied", "denied"),
        ("There were no clashes between rebels and troops on Sunday.", "clashes", "negated", "no"),
        ("The rebels did not attack the barracks; they shelled the port.", "shelled", "occurred", None),
        ("No group staged protests in the square.", "protests", "negated", "No"),
        ("Activists cancelled a protest outside parliament.", "protest", "negated", "cancelled"),
        ("The president threatened to impose sanctions on the islands.", "sanctions", "threatened", "threatened to"),
        ("The two governments will hold talks in Oslo.", "hold talks", "planned", "will"),
        ("The two governments are due to hold talks in Oslo.", "hold talks", "planned", "due to hold"),
        ("Twelve people died in a car bombing due to a lapse of the guards.", "car bombing", "occurred", None),
        ("The minister would discuss the car bombing with his colleagues.", "car bombing", "occurred", None),
        ("Teachers plan to strike over pay next week.", "strike", "planned", "next week"),
        ("The envoy will fly home after meeting the president.", "meeting", "planned", "will"),
        (
            "The leader, who was captured on Sunday, is responsible for planning roadside bombings against troops.",
            "roadside bombings",
            "generic",
            "responsible for",
        ),
        ("The cell supplied fuses for use in car bombings against the army.", "car bombings", "generic", "supplied"),
        ("Rebels said they had carried out two car bombings in Lomo.", "car bombings", "occurred", None),
        ("The army said it had carried out air strikes on rebel camps on Sunday.", "air strikes", "occurred", None),
        (
            "The raid came less than a week after gunmen massacred nine villagers in Lomo.",
            "massacred",
            "historical",
            "came less than a week after",
        ),
        ("A court jailed ousted president Idris Kane on Monday.", "ousted president", "historical", "ousted"),
        ("The deposed king was flown out of Lomo on Monday.", "deposed king", "historical", "deposed"),
        ("The army ousted the president of Mali on Monday.", "ousted the president", "occurred", None),
        ("The raid came hours after a car bomb exploded in Lomo.", "car bomb", "occurred", None),
        ("Police foiled a suicide bombing at the station.", "suicide bombing", "hypothetical", "foiled"),
        ("Officials fear a cholera outbreak in the camps.", "cholera", "hypothetical", "fear"),
        ("If rebels shelled the town, the army would answer.", "shelled", "hypothetical", "If"),
        ("Nobody knows what may have driven a gunman to fire.", "gunman", "occurred", None),
        ("Police don't plan to arrest anybody in Lomo.", "arrest", "negated", "don't"),
        ("Farmers said they'll hold protests in Lomo.", "protests", "planned", "they'll"),
        ("Monitors verify that rebels shelled the town.", "shelled", "hypothetical", "verify that"),
        ("The group denied responsibility for the bombing in Lomo.", "bombing", "occurred", None),
        ("Officials plan to discuss the bombing in Lomo.", "bombing", "occurred", None),
        ("Two men are to be brought to trial for the assassination of a priest.", "assassination", "occurred", None),
        ("The army denied the shelling of Lomo.", "shelling", "denied", "denied"),
        ("Residents called for protests outside the ministry.", "protests", "hypothetical", "called for"),
        ("Police were called for a shooting in which two men were wounded.", "shooting", "occurred", None),
        (
            "The town marked the anniversary of an earthquake that killed 90 people.",
            "earthquake",
            "historical",
            None,
        ),
        ("The guerrillas massacred forty villagers two decades ago.", "massacred", "historical", "two decades ago"),
        ("Clashes between troops and rebels continued on Friday.", "Clashes", "ongoing", "continued"),
        ("Two men in life threatening condition after shooting in Harn", "shooting", "occurred", None),
        ("A severe drought has left a million people without water.", "drought", "occurred", None),
    ],
)
def test_modality_and_its_cue(read, text, words, expected, cue):
    found, said = modality(read(text), words)
    assert found == expected
    if cue is not None:
        assert said == cue


def test_things_as_they_are_wont_to_be_are_no_events(read):
    reading = read("The talks began on Monday. Kidnappings of foreigners frighten investors, officials say.")
    assert modality(reading, "Kidnappings")[0] == "generic"


def test_the_first_sentence_tells_of_what_happened_in_the_present(read):
    reading = read("Rebels kidnap six aid workers in the north.")
    assert modality(reading, "kidnap")[0] == "occurred"


def test_a_year_is_past_only_if_the_text_says_what_year_it_is(pipeline):
    text = "In 2019 the army shelled the port."
    for published, expected in ((date(2026, 3, 5), "historical"), (date(2019, 8, 1), "occurred"), (None, "occurred")):
        reading = pipeline.read([Article("a", text, date(2026, 4, 1), published=published)])[0]
        assert modality(reading, "shelled")[0] == expected


def test_a_comparison_with_the_past_says_nothing_against_what_is_compared(read):
    text = "Rebels shelled the port in the heaviest bombardment in nearly two years, killing nine people."
    reading = read(text)
    assert modality(reading, "shelled")[0] == "occurred"
    assert [reading.quote(*span) for span in stance.comparisons(reading)] == [
        "the heaviest bombardment in nearly two years"
    ]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("There were no reports of clashes between troops and rebels.", "clashes", "negated"),
        ("Troops will shell the port.", "shell", "planned"),
        ("The army withdrew, but rebels shelled the port.", "shelled", "occurred"),
    ],
)
def test_without_a_parse_the_words_of_the_clause_decide(pipeline, monkeypatch, text, words, expected):
    from service import gate

    monkeypatch.setattr(gate, "levels", lambda text, pieces, **_: [gate.SKIP for _ in pieces])
    reading = pipeline.read([Article("a", text, date(2026, 4, 1))])[0]
    assert not reading.sentences[0].parsed
    start = reading.text.index(words)
    assert stance.of(reading, reading.sentences[0], start, start + len(words))[0] == expected
