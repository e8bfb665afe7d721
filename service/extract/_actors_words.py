"""The words by which actors are told: offices, bodies, armed groups, and the nouns for those without a name."""

import re
from functools import cache

from service import lexicon, places_file


@cache
def offices() -> tuple[tuple[str, re.Pattern], ...]:
    """(sector, pattern of its titles), as whole words."""
    return tuple((sector, lexicon.matcher(titles)) for sector, titles in lexicon.table("who")["offices"].items())


@cache
def holders() -> dict[str, str]:
    """Offices of one word, which stand for those who hold them: "the president condemned the attack"; no "Sgt"."""
    return {
        title: sector
        for sector, titles in lexicon.table("who")["offices"].items()
        for title in titles
        if title.replace("-", "").isalpha() and f"{title}." not in titles
    }


@cache
def nouns() -> dict[str, str]:
    """Common nouns for people and bodies -> their sector: "gunmen" CRM, "troops" MIL."""
    found = dict.fromkeys(words("peoples"), "CVL")
    return found | {word: sector for sector, told in lexicon.table("who")["nouns"].items() for word in told}


def sector_of(words: str) -> str | None:
    """The sector that the words of a body or a speaker tell: "hospital officials" MED, "the Interior Ministry" GOV."""
    return next((sector for sector, pattern in _sectors() if pattern.search(words)), None)


@cache
def groups() -> dict[str, dict]:
    """Name or other name of an armed group, an alliance or an organisation -> its row of groups.csv."""
    found = {}
    for row in places_file.rows("groups.csv"):
        for name in (row["name"], *filter(None, row["also"].split("|"))):
            found[name] = row
    return found


@cache
def group_names() -> re.Pattern:
    """A pattern for the names of groups, as they are written."""
    return re.compile(rf"(?<![\w-]){lexicon.alternation(groups())}(?![\w])")


@cache
def words(name: str) -> frozenset[str]:
    """A list of lexicon/who.toml."""
    return frozenset(lexicon.table("who")[name])


@cache
def agencies() -> frozenset[str]:
    """News agencies and papers, which take part in nothing."""
    return frozenset(name.lower() for name in lexicon.table("said_by")["agencies"])


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency: "the Reuters news agency"."""
    return name.lower().removeprefix("the ") in agencies()


@cache
def made() -> re.Pattern:
    """What stands behind a country that only made, leads or backs a thing: "U.S.-made", "Norland-backed"."""
    return re.compile(rf"\s*-\s*{lexicon.alternation(lexicon.table('who')['made'])}(?!\w)", re.IGNORECASE)


@cache
def _sectors():
    return tuple((row["sector"], lexicon.matcher(row["words"])) for row in lexicon.table("said_by")["sectors"])
