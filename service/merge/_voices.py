"""Puts what articles tell of one event in order: what was published first comes first, and nothing is there twice.

Near-copies of one article are one voice: a wire story that forty papers print is one report of the event, not forty.
"""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HALF_DAY = timedelta(hours=12)  # what is published closer together is of the same time


@dataclass(frozen=True, slots=True)
class Told:
    """A report, the article that it is from, and the id of the article that this one is a syndicated copy of."""

    report: dict
    source: dict
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """A report in its place among the others. `voice` is one for all copies of an article, `moment` is its time."""

    report: dict
    source: dict
    copy_of: str | None
    moment: datetime
    voice: str


def in_order(told: Iterable[Told]) -> list[Telling]:
    """The reports, the oldest first, however they are given, and however often."""
    first_seen = sorted(
        told, key=lambda one: (one.source["seen"], one.copy_of or "~", _written(one.source)), reverse=True
    )
    sources = {one.source["id"]: one.source for one in first_seen}
    copies = {one.source["id"]: one.copy_of for one in first_seen if one.copy_of}
    reports = {(one.source["id"], _written(one.report)): one.report for one in first_seen}
    tellings = [
        Telling(report, sources[name], copies.get(name), moment(sources[name]), _root(name, copies))
        for (name, _), report in sorted(reports.items(), key=lambda item: item[0])
    ]
    return sorted(tellings, key=lambda one: one.moment)


def moment(source: dict) -> datetime:
    """When an article was published, else first seen. A day without a time counts as its noon."""
    for text in (source.get("published"), source.get("seen")):
        if found := _parsed(text or ""):
            return found
    return datetime.min.replace(tzinfo=UTC)


def voices(tellings: Iterable[Telling]) -> set[str]:
    """Who tells it independently of whom."""
    return {one.voice for one in tellings}


def most_told(tellings: Iterable[Telling], value: Callable[[Telling], Hashable]) -> Counter:
    """How many voices say which value, in the order in which they were told first. None is no value."""
    said = dict.fromkeys((value(one), one.voice) for one in tellings)
    return Counter(answer for answer, _ in said if answer is not None)


def _parsed(text):
    try:
        found = datetime.fromisoformat(f"{text}T12:00:00" if len(text) == len("2026-02-03") else text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _written(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _root(article, copies):
    """The first of a chain of copies. A ring, which two near-copies may make of themselves, has its smallest id."""
    seen = [article]
    while (article := copies.get(article, "")) and article not in seen:
        seen.append(article)
    return min(seen[seen.index(article) :]) if article else seen[-1]
