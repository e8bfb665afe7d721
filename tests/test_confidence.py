"""Confidence: what raises it, what lowers it, and that each reason has its words."""

from datetime import date

import pytest

from service import coder, confidence, lexicon, topic
from service.records import Article

pytestmark = pytest.mark.model


def main_report(pipeline, text, title=""):
    article = Article("a1", text, date(2026, 4, 1), title=title, published=date(2026, 3, 5))
    return next(coder.code(pipeline, [article])).reports[0]


def test_every_feature_has_a_reason_and_every_weight_a_feature(pipeline, monkeypatch):
    seen = {}

    def spied(frame, report, reading, features=confidence.features):
        seen.update(features(frame, report, reading))
        return features(frame, report, reading)

    monkeypatch.setattr(confidence, "features", spied)
    main_report(pipeline, "A bus overturned near Lom on Tuesday, killing two people.")
    table = lexicon.table("confidence")
    assert set(seen) <= set(table["reasons"])
    assert set().union(*(table[name] for name in ("harm", "beside", "words"))) - {"bias"} == set(seen)


def test_a_plain_report_with_date_place_and_toll_is_surer_than_a_bare_one(pipeline):
    full = main_report(
        pipeline, "A bus overturned near Lom, Bulgaria, on Tuesday, killing two people.", "Two die in bus crash"
    )
    late = main_report(pipeline, "The museum opened its doors.\n\nIts paintings are old.\n\nIt shows a bus crash, too.")
    assert full["confidence"] > 0.9
    assert full["confidence"] > late["confidence"]
    assert full["confidence_reasons"]


def test_the_same_words_on_a_page_of_sport_weigh_less(pipeline):
    plain = "The two sides clashed with militants near Lom on Tuesday."
    sport = plain + " The striker scored a goal in the cup match; the coach praised his squad before the league season."
    assert main_report(pipeline, sport)["confidence"] < main_report(pipeline, plain)["confidence"]


def test_an_article_without_an_event_is_unsure(pipeline):
    report = main_report(pipeline, "The library will stay open until eight on weekdays, the council said.")
    assert (report["type"], report["confidence"]) == ("other", lexicon.table("confidence")["other"])


def test_topic_is_between_none_and_all(pipeline):
    (reading,) = pipeline.read([Article("a", "goal match league striker cup", date(2026, 1, 1))])
    assert topic.foreign(reading) == 1.0
    (reading,) = pipeline.read([Article("a", "Two people died when a roof fell.", date(2026, 1, 1))])
    assert topic.foreign(reading) == 0.0


@pytest.mark.parametrize(
    ("kind", "aside", "told"),
    [
        (
            "coup",
            "Turkey has backed the officers who toppled the government of Arvania.",
            "Rebels of the north toppled the government of Arvania.",
        ),
        (
            "support",
            "Rebels backed by the government of Arvania left Kesh.",
            "The government of Arvania backed rebels.",
        ),
    ],
)
def test_what_only_says_who_is_meant_is_less_sure_than_what_was_done(pipeline, kind, aside, told):
    bombing = "A car bomb killed nine people at a market in Lom on Tuesday, police said.\n\n"
    sure = []
    for sentence in (aside, told):
        article = Article("a1", bombing + sentence, date(2026, 4, 1), published=date(2026, 3, 5))
        reports = next(coder.code(pipeline, [article])).reports
        sure.append(max(report["confidence"] for report in reports if report["type"] == kind))
    assert sure[0] < sure[1]
