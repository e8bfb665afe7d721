"""Of each type of event: what tells of one is found, and what only seems to is not (lookalikes.toml)."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from schemas import vocabulary
from schemas.event import REAL
from service import coder
from service.records import Article

pytestmark = pytest.mark.model
SENTENCES = tomllib.loads((Path(__file__).parent / "lookalikes.toml").read_text(encoding="utf-8"))
DAY = date(2026, 5, 14)
THRESHOLD = 0.4
CASES = [(kind, told, text) for kind, rows in SENTENCES.items() for told in ("fires", "silent") for text in rows[told]]


@pytest.fixture(scope="module")
def listed(pipeline):
    """Sentence -> the types of the events that a feed would have of it."""
    articles = [Article(f"a{number}", text, DAY, published=DAY) for number, (_, _, text) in enumerate(CASES)]
    found = {}
    for coded in coder.code(pipeline, articles):
        told, _ = coder.published(coded, THRESHOLD)
        real = [report["type"] for report in told if report["type"] != "other" and report["modality"] in REAL]
        found[coded.article.text] = real
    return found


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, told, text in CASES if told == "fires"])
def test_it_is_found(listed, kind, text):
    assert kind in listed[text]


@pytest.mark.parametrize("text", [text for _, told, text in CASES if told == "silent"])
def test_it_only_seems_so(listed, text):
    assert listed[text] == []


def test_each_type_has_both():
    assert set(SENTENCES) == set(vocabulary.event_types()) - {"other"}
    assert all(rows["fires"] and len(rows["silent"]) >= 2 for rows in SENTENCES.values())
