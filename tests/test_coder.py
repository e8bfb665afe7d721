"""Coding: what is published, what is kept back, and that a batch changes nothing."""

import json
from datetime import date

import pytest

from schemas import ReportSchema
from service import coder
from service.records import Article
from tests import golden

pytestmark = pytest.mark.model


def article(text, **more):
    return Article("a1", text, date(2026, 4, 1), published=date(2026, 3, 5), **more)


def test_articles_are_coded_alike_alone_and_together(pipeline):
    articles = [golden.article(case) for case in golden.CASES]
    together = list(coder.code(pipeline, articles))
    alone = [next(coder.code(pipeline, [one])) for one in articles]
    assert [json.dumps(told.reports) for told in together] == [json.dumps(told.reports) for told in alone]


def test_every_article_has_a_main_report(pipeline):
    for text in ("Nothing happened here today.", "?", "A B C", "1 2 3"):
        told = next(coder.code(pipeline, [article(text)]))
        assert told.reports[0]["type"] == "other"
        assert told.reports[0]["evidence"]


def test_a_report_below_the_threshold_is_a_non_event(pipeline):
    told = next(coder.code(pipeline, [golden.article("bus-crash")]))
    published, non_events = coder.published(told, 0.0)
    assert [report["type"] for report in published] == [report["type"] for report in told.reports]
    published, non_events = coder.published(told, 1.0)
    assert [report["type"] for report in published] == ["other"]
    assert {"low-confidence"} <= {row["reason"] for row in non_events}


def test_keys_follow_salience(pipeline):
    told = next(coder.code(pipeline, [golden.article("drone-strike")]))
    assert [report["key"] for report in told.reports] == [f"r{n}" for n in range(1, len(told.reports) + 1)]


def test_quotes_in_the_title_count_in_the_title(pipeline):
    sent = article("Rescuers are at work near Lom.", title="Bus crash kills two near Lom")
    report = next(coder.code(pipeline, [sent])).reports[0]
    first = report["evidence"][0]
    assert first["in"] == "title"
    assert sent.title[first["start"] : first["end"]] == first["quote"]


@pytest.mark.parametrize(
    "text", ["A bomb. " + "(" * 5000, "killed " * 3000, "“" * 3000 + " a bomb exploded", "😀" * 3000]
)
def test_odd_shapes_are_read_in_bounded_time(pipeline, text):
    assert next(coder.code(pipeline, [article(text)])).reports


def test_where_all_is_planned_the_main_report_is_of_no_event(pipeline):
    """It says no more than that there is an article: what did not take place has no toll."""
    told = next(coder.code(pipeline, [article("Rail workers will go on strike in Lyon on Monday, their union said.")]))
    planned, bare = coder.published(told, 0.0)[0]
    assert (planned["type"], planned["modality"]) == ("strike-labour", "planned")
    assert (bare["type"], bare["modality"], bare["confidence"]) == ("other", "occurred", 0.1)
    assert not {"toll", "when", "where", "who"} & bare.keys()
    assert ReportSchema().validate(bare) == {}


def test_who_left_for_fear_of_what_may_come_has_left(pipeline):
    text = "In Hatay, more than 2,000 people were evacuated from villages at risk of shelling in the coming days."
    feared, bare = coder.published(next(coder.code(pipeline, [article(text)])), 0.0)[0]
    assert feared["modality"] == "hypothetical"
    assert (bare["type"], bare["modality"]) == ("other", "occurred")
    assert bare["toll"]["evacuated"]["low"] == 2000
    assert bare["where"][0]["name"] == "Hatay"
    assert ReportSchema().validate(bare) == {}
