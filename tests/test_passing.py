"""Harm that is only told in passing, in articles on sport, show, machines and markets."""

from datetime import date

import pytest

from service import triggers
from service.records import Article

pytestmark = pytest.mark.model

MATCH = (
    "The striker scored twice as the visitors won the cup final. Their coach praised the squad after the match. "
    "The captain, who missed last season with an injury, said the fans had waited years for a title. "
)


@pytest.fixture
def stances(pipeline):
    def stances(text, title=""):
        reading = pipeline.read([Article("a", text, date(2026, 4, 1), title=title)], everything=True)[0]
        return {(t.type, t.modality) for t in triggers.find(reading)}

    return stances


def test_harm_told_in_passing_in_a_report_of_a_match_is_generic(stances):
    text = MATCH + "The referee was shot dead in 2026 in a bar, the club said."
    assert stances(text) == {("shooting", "generic")}


def test_a_short_report_of_a_match_needs_no_word_of_a_cup(stances):
    text = (
        "Ivo Tarr struck twice, the second time with a header into the top corner, as the hosts eased fears of "
        "relegation. The visitors' coach lost a defender in the first half. It rained. Few had come. "
    )
    assert stances(text + "The referee was shot dead in a bar in 2026.") == {("shooting", "generic")}


def test_the_same_words_elsewhere_are_an_event(stances):
    text = "The town is quiet. Its school is shut. The referee was shot dead in a bar on Monday, the club said."
    assert stances(text) == {("shooting", "occurred")}


def test_an_article_that_opens_with_harm_is_about_harm(stances):
    text = "Two footballers were shot dead outside a stadium on Sunday. " + MATCH
    assert ("shooting", "occurred") in stances(text)


def test_words_and_deeds_stand_as_they_are(stances):
    assert ("resignation", "occurred") in stances(MATCH + "The sports minister resigned on Friday.")
