"""Lists of what several reports name: actors, speakers, links, quotes, reasons. What is one thing is there once."""

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from service import lexicon
from service.merge._voices import Telling, voices

MOST_QUOTES = 40
MOST_REASONS = 10
POSITION = ("source", "in", "start", "end")
ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)")


@dataclass(slots=True)
class Group:
    """What several reports say of one thing: (report, place in its list, value), the oldest report first."""

    entries: list[tuple[Telling, int, dict]] = field(default_factory=list)

    @property
    def values(self) -> list[dict]:
        return [value for _, _, value in self.entries]

    @property
    def votes(self) -> int:
        return len(voices(telling for telling, _, _ in self.entries))

    def most(self, name: str, order: tuple = ()) -> str | None:
        """What most voices say of one member; of equal ones the first of `order`, then what was told first."""
        said = dict.fromkeys((value[name], one.voice) for one, _, value in self.entries if value.get(name))
        counts: dict[str, int] = {}
        for answer, _ in said:
            counts[answer] = counts.get(answer, 0) + 1
        rank = {answer: place for place, answer in enumerate(order)}
        return min(counts, key=lambda answer: (-counts[answer], rank.get(answer, 0)), default=None)


def named(name: str, tellings: list[Telling]) -> list[dict]:
    """Actors and speakers, those named by most voices first; one of a name whose country is not told is the one known
    of that name. The spelling, role and so on are those that most voices give."""
    groups = _by_name(entries(name, tellings))
    return [_one(group, ("name", "role", "sector")) for group in ranked(groups)]


def union(name: str, tellings: list[Telling]) -> list[dict]:
    """Values without evidence that are the same or not, those of most voices first."""
    groups: dict[tuple, Group] = {}
    for entry in entries(name, tellings):
        groups.setdefault(tuple(sorted(entry[2].items())), Group()).entries.append(entry)
    return [group.values[0] for group in ranked(groups.values())]


def reasons(name: str, tellings: list[Telling]) -> list[str]:
    """Why it is likely, or is not: those given most often, and how many say it independently of each other."""
    said: dict[str, Group] = {}
    for one in tellings:
        for place, reason in enumerate(one.report.get(name, ())):
            said.setdefault(reason, Group()).entries.append((one, place, {}))
    independent = len(voices(tellings))
    more = [lexicon.table("fusion")["independent"].format(independent)] if independent > 1 else []
    ordered = sorted(said, key=lambda reason: _rank(said[reason]))
    return [*more, *(reason for reason in ordered if reason not in more)][:MOST_REASONS]


def quotes(name: str, tellings: list[Telling]) -> list[dict]:
    """The words of all, each once, whoever prints them."""
    return _in_turn([one.report[name] for one in tellings], lambda part: " ".join(part["quote"].split()))


def articles(_name: str, tellings: list[Telling]) -> list[dict]:
    """Each article once, the oldest first; copies say of what."""
    marked = {one.source["id"]: {**one.source, **({"copy_of": one.copy_of} if one.copy_of else {})} for one in tellings}
    return list(marked.values())


def cited(values: Iterable[dict]) -> list[dict]:
    """The evidence that the values rest on: the first of each value, then the second ..., as far as it goes."""
    return _in_turn([value["evidence"] for value in values], lambda part: tuple(map(part.get, POSITION)))


def entries(name: str, tellings: list[Telling]) -> list[tuple[Telling, int, dict]]:
    """All values of a field that is a list."""
    return [(one, place, value) for one in tellings for place, value in enumerate(one.report.get(name, ()))]


def folded(name: str) -> str:
    """A name without what spellings differ in.

    >>> folded("The Civil Défence  Service")
    'civil defence service'
    """
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return ARTICLE.sub("", " ".join(bare.casefold().split()), count=1)


def ranked(groups: Iterable[Group]) -> list[Group]:
    """Those of most voices first; of equal ones those that stand first in their reports."""
    return sorted(groups, key=_rank)


def filled(group: Group) -> dict:
    """The fullest value of a group, with what only the others know."""
    fullest = max(group.values, key=len)
    others = {name: value for entry in reversed(group.values) for name, value in entry.items()}
    return {**others, **fullest, "evidence": cited(group.values)}


def _one(group, members):
    told = {name: most for name in members if (most := group.most(name))}
    return {**filled(group), **told}


def _rank(group):
    return (-group.votes, min(place for _, place, _ in group.entries))


def _in_turn(lists, same):
    found: dict[Hashable, dict] = {}
    for rank in zip_longest(*lists):
        for part in rank:
            if part is not None:
                found.setdefault(same(part), part)
    return list(found.values())[:MOST_QUOTES]


def _by_name(found):
    groups: dict[tuple, Group] = {}
    for entry in sorted(found, key=lambda entry: entry[2].get("country_iso3") is None):
        name, country = folded(entry[2]["name"]), entry[2].get("country_iso3")
        if country is None:
            known = [key for key in groups if key[0] == name and key[1]]
            country = max(known, key=lambda key: groups[key].votes)[1] if known else None
        groups.setdefault((name, country), Group()).entries.append(entry)
    return groups.values()
