"""Who took part and who says so, by the faults that a reading falls into: sentences and their truth (actors.toml)."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from service import coder
from service.records import Article

pytestmark = pytest.mark.model
SENTENCES = tomllib.loads((Path(__file__).parent / "actors.toml").read_text(encoding="utf-8"))
DAY = date(2026, 5, 14)
ROWS = [pytest.param(row, id=f"{kind}-{number}") for kind, rows in SENTENCES.items() for number, row in enumerate(rows)]


def told(values, *members):
    """The members of each value in one line: "perpetrator|gunmen||CRM"."""
    return ["|".join(value.get(member) or "" for member in members) for value in values]


@pytest.mark.parametrize("row", ROWS)
def test_who_and_said_by(pipeline, row):
    article = Article("a1", row["text"], DAY, published=DAY)
    report = next(coder.code(pipeline, [article])).reports[0]
    assert told(report.get("who", []), "role", "name", "country_iso3", "sector") == row["who"]
    assert told(report.get("said_by", []), "name", "country_iso3", "sector") == row["said_by"]
    places = told(report.get("where", []), "name")
    assert not [place for place in places if re.fullmatch(row.get("not_where", "-"), place)]
