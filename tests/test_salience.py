"""How much an article is about an event."""

from datetime import date

import pytest

from service import salience, triggers
from service.records import Article

pytestmark = pytest.mark.model


@pytest.fixture
def weigh(pipeline):
    def weigh(text, title="", kind=None):
        reading = pipeline.read([Article("a", text, date(2026, 4, 1), title=title)], everything=True)[0]
        told = triggers.find(reading)
        group = [t for t in told if kind in (None, t.type)]
        return salience.of(group, {}, reading, salience.spoken(told, reading))

    return weigh


def test_the_headline_counts_more_than_a_late_paragraph(weigh):
    late = "The council met.\n\nThe roof is new.\n\nThe school is old.\n\nA ferry capsized on Sunday."
    assert weigh("The council met.", title="A ferry capsized on Sunday", kind="maritime-accident") > weigh(
        late, kind="maritime-accident"
    )


def test_the_main_verb_counts_more_than_a_subordinate_clause(weigh):
    assert weigh("A ferry capsized on Sunday.") > weigh("The harbour, in which a ferry capsized, is closed.")


def test_harm_that_is_only_spoken_of_counts_less(weigh):
    spoken_of = weigh("The minister condemned the car bombing.", kind="bombing-ied")
    assert spoken_of < weigh("The station survived the car bombing.", kind="bombing-ied")


def test_what_lies_ahead_counts_less(weigh):
    assert weigh("Teachers will go on strike over pay.") < weigh("Teachers went on strike over pay.")
