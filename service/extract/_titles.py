"""Takes titled names apart: "Norlandic Prime Minister Ana Kolar" is Ana Kolar, of the government of Norland.

An office before the name, or in apposition behind it, makes a person a public one, who may be named.
"""

import re
from dataclasses import dataclass

from service.extract import _actors_words as words

APPOSED = re.compile(r"(?:,|\s+\()\s*(?:(?:the|a|an|his|her|its|their)\s+)?(?P<between>(?:[\w.'’-]+\s+){0,4})$")
CAPITALISED = re.compile(r"(?:[A-Z]\.)+|[A-Z][\w.’'-]*[\w.]|[A-Z]")
REACH = 70  # characters behind a name in which an office in apposition stands
LONGEST_COUNTRY = 3  # words


@dataclass(frozen=True, slots=True)
class Titled:
    """A person's name, where it begins in the phrase, and the office it is told with."""

    name: str
    start: int
    sector: str
    country: str | None


def in_front(text: str, gazetteer) -> Titled | None:
    """The name at the end of a phrase that begins with a title; None if there is no title, or nothing but one."""
    titles = [
        (title.start(), title.end(), sector)
        for sector, pattern in words.offices()
        for title in pattern.finditer(text)
        if text[title.end() :].lstrip(" ,\"'“‘")[:1].isupper()
    ]
    if not titles:
        return None
    first = min(titles, key=lambda title: (title[0], -title[1]))
    last = max(titles, key=lambda title: title[1])
    rest = text[last[1] :]
    start = last[1] + len(rest) - len(rest.lstrip(" ,\"'“‘"))
    # "Police Detective Sgt. Brian Philip", "Foreign Minister Gen. Oto Haas": the first title says most
    sector = _told_by(first[2], text[: first[1]])
    return Titled(text[start:].strip(), start, sector, country_in(text[: first[0]], gazetteer, last=True))


def behind(text: str, start: int, end: int, gazetteer) -> tuple[str, str | None, str] | None:
    """(sector, country, words) of an office in apposition behind text[:start]: "X, the Norlandic prime minister"."""
    after = text[start : min(end, start + REACH)]
    found = []
    for sector, pattern in words.offices():
        for title in pattern.finditer(after):
            before = APPOSED.match(after[: title.start()])
            if before and all(_may_stand_before(word) for word in before["between"].split()):
                office = f"{before['between']} {title[0]} {re.split(r'[,;.(]', after[title.end() :])[0]}"
                told = _told_by(sector, office)
                found.append((title.start() - title.end(), told, country_in(office, gazetteer), office))
    return min(found, key=lambda one: one[0])[1:] if found else None


def _told_by(sector, office):
    """The sector of an office of state, unless its words tell of another body: "leader of the miners' union"."""
    return (words.sector_of(office) or sector) if sector == "GOV" else sector


def country_in(text: str, gazetteer, *, last: bool = False) -> str | None:
    """The country that the words name, by its name or by its people; with `last` the one nearest to the end."""
    names = [(match.start(), match.end()) for match in CAPITALISED.finditer(text)]
    runs = [
        names[start : start + length]
        for length in range(min(LONGEST_COUNTRY, len(names)), 0, -1)
        for start in range(len(names) - length + 1)
    ]
    if last:
        runs.sort(key=lambda run: (-run[-1][1], -len(run)))
    for run in runs:
        name = re.sub(r"['’]s?$", "", text[run[0][0] : run[-1][1]])
        if country := gazetteer.country_of(name):
            return country
    return None


def _may_stand_before(word):
    """Whether a word may stand between a comma and an office: "the Norlandic deputy foreign minister"."""
    return word[0].isupper() or word.lower() in words.words("telling")
