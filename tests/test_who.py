"""Who took part and on which side, and who says so: sentences of a wire, with what a reader finds in them."""

import re
from datetime import date

import pytest

from service import coder
from service.records import Article

pytestmark = pytest.mark.model

TOOK_PART = [
    (
        "Turkish warplanes bombed Kurdish militants in northern Iraq on Thursday, killing six.",
        [("perpetrator", "Turkey", "TUR", "MIL"), ("target", "Kurdish militants", None, "REB")],
    ),
    (
        "A journalist was shot dead by unidentified gunmen in Quetta, Pakistan, on Monday, police said.",
        [("perpetrator", "gunmen", None, "CRM"), ("target", "journalist", None, "JRN")],
    ),
    (
        "Israel blamed Hezbollah for a rocket attack on a farm near the border on Sunday that killed two farmers.",
        [("perpetrator", "Hezbollah", "LBN", "REB"), ("target", "farmers", None, "AGR")],
    ),
    (
        "The army blamed the Rapid Support Forces for shelling a camp in El Fasher on Sunday that killed 20 people.",
        [("perpetrator", "Rapid Support Forces", "SDN", "PRM")],
    ),
    (
        "Protesters clashed with riot police in Tbilisi on Saturday.",
        [("party", "protesters", None, "CVL"), ("party", "riot police", None, "COP")],
    ),
    (
        "China accused the United States of violating its airspace on Wednesday.",
        [("speaker", "China", "CHN", "GOV"), ("addressee", "United States", "USA", "GOV")],
    ),
    ("Qatar mediated the talks between two delegations in Doha on Monday.", [("mediator", "Qatar", "QAT", "GOV")]),
    (
        "France and Germany signed an agreement on defence in Paris on Monday.",
        [("party", "France", "FRA", "GOV"), ("party", "Germany", "DEU", "GOV")],
    ),
    ("An earthquake killed 14 people in Arequipa, Peru, on Thursday, the defence ministry said.", []),
    (  # another shot them than those who say so
        "Authorities say he shot and killed two shopkeepers in Tulsa on Friday.",
        [("target", "shopkeepers", None, "BUS")],
    ),
    ("A man was stabbed to death in Leeds on Saturday night, Maria Lopez, a neighbour, said.", []),
]
SAY_SO = [
    ("The doctors' union said 20 people were killed by shells in Kosti, Sudan, on Monday.", "doctors' union", "LAB"),
    ("Kenya Red Cross said six people drowned in floods in Kitui on Tuesday.", "Kenya Red Cross", "NGO"),
    ("The institute's head, Rosa Quispe, said the earthquake killed 14 people in Arequipa.", "Rosa Quispe", "GOV"),
    ("Two people were shot dead in Lom on Friday, according to the Interior Ministry.", "Interior Ministry", "GOV"),
    ("Ukrainian forces captured the village of Robotyne on Monday, the General Staff said.", "General Staff", "MIL"),
]

PRIVATE = [  # those who suffered, who are suspected, who saw it: named in the article, and not by us
    (
        "A gunman, Derek Jones, 41, shot dead his wife, Mary Jones, and their son Tom, 7, in Akron on Tuesday.",
        "Jones|Tom",
    ),
    (
        "Mary Jones, 34, was killed when a truck hit her car near Lom on Tuesday, her mother, Ann Smith, said.",
        "Jones|Smith",
    ),
    (
        "Masked men kidnapped Father Paul Okoye, a priest, and 12-year-old Grace Adamu in Kaduna on Monday.",
        "Okoye|Adamu",
    ),
    ("Police arrested John Doe, 17, over the stabbing of Kevin Brown, 15, in Leeds on Friday.", "Doe|Brown"),
    ("Anna Petrova was beaten by police officer Ivan Ivanov during a protest in Minsk on Sunday.", "Petrova|Ivanov"),
    ("A boy named Ahmed, 6, was among eight people killed by an air strike in Gaza City on Monday.", "Ahmed"),
]


def without_quotes(value):
    """All strings of a record but the words of the article."""
    if isinstance(value, dict):
        return [text for name, part in value.items() if name not in ("quote", "words") for text in without_quotes(part)]
    if isinstance(value, list):
        return [text for part in value for text in without_quotes(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(("text", "names"), PRIVATE)
def test_private_persons_are_not_named(pipeline, text, names):
    article = Article("a1", text, date(2026, 6, 1), published=date(2026, 5, 14))
    reports = next(coder.code(pipeline, [article])).reports
    assert reports[0]["type"] != "other" or reports[0]["toll"]["killed"]
    said = [told for report in reports for told in without_quotes(report)]
    assert not [told for told in said if re.search(rf"\b({names})\b", told)]


def main(pipeline, text):
    article = Article("a1", text, date(2026, 6, 1), published=date(2026, 5, 14))
    return next(coder.code(pipeline, [article])).reports[0]


@pytest.mark.parametrize(("text", "expected"), TOOK_PART)
def test_who_took_part(pipeline, text, expected):
    found = main(pipeline, text).get("who", [])
    assert [(one["role"], one["name"], one.get("country_iso3"), one.get("sector")) for one in found] == expected
    assert all(part["quote"] in text for one in found for part in one["evidence"])


@pytest.mark.parametrize(("text", "name", "sector"), SAY_SO)
def test_who_says_so(pipeline, text, name, sector):
    found = main(pipeline, text)["said_by"]
    assert [(one["name"], one.get("sector")) for one in found] == [(name, sector)]
