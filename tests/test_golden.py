"""The golden cases: what a reader finds in an article is in its record, and every rendering is what it was."""

import json

import pytest

from service import coder
from service.config import Config
from tests import golden

pytestmark = pytest.mark.model
FEEDS = ("occurred", "ongoing")


def reports_of(case, pipeline):
    told = next(coder.code(pipeline, [golden.article(case)]))
    published, _ = coder.published(told, golden.THRESHOLD)
    return [report for report in published if report["type"] != "other" and report["modality"] in FEEDS]


@pytest.mark.parametrize("case", golden.CASES)
def test_the_facts_of_the_article_are_in_its_record(case, pipeline):
    """expected.json was written by hand, before the service read the article."""
    expected = json.loads((golden.FOLDER / case / "expected.json").read_text(encoding="utf-8"))
    reports = reports_of(case, pipeline)
    harm = [r for r in reports if r["category"] not in ("diplomacy", "politics")]
    if not expected:
        assert not harm
        return
    for facts, report in zip(expected, harm, strict=False):
        assert report["type"] == facts["type"]
        assert report["modality"] == facts["modality"]
        assert report["when"]["date"] == facts["date"]
        place = report["where"][0]
        assert {key: place.get(key) for key in facts["place"]} == facts["place"]
        for kind, bounds in facts["toll"].items():
            toll = report["toll"][kind]
            assert [toll.get("low"), toll.get("best"), toll.get("high")] == bounds, kind
    assert len(harm) >= len(expected)


@pytest.mark.parametrize("case", golden.CASES)
def test_every_quote_is_a_slice_of_the_article(case, pipeline):
    article = golden.article(case)
    told = next(coder.code(pipeline, [article]))
    found = list(quotes({"reports": told.reports, "non_events": told.non_events}))
    assert found
    for evidence in found:
        part = article.title if evidence.get("in") == "title" else article.text
        assert part[evidence["start"] : evidence["end"]] == evidence["quote"]


def quotes(node):
    if isinstance(node, dict):
        if {"quote", "start", "end"} <= node.keys():
            yield node
        for value in node.values():
            yield from quotes(value)
    elif isinstance(node, list):
        for value in node:
            yield from quotes(value)


@pytest.mark.parametrize("case", golden.CASES)
def test_every_rendering_is_what_it_was(case, pipeline, tmp_path):
    """If this fails and you meant it: `make golden`, and read the difference."""
    for name, content in golden.renderings(case, pipeline, tmp_path).items():
        assert (golden.FOLDER / case / name).read_bytes() == content, name


def test_the_golden_threshold_is_the_default():
    assert Config().publish_threshold == golden.THRESHOLD
