"""Turns a count of a record into words: "at least 8", "more than 70", "12–15", "dozens"."""

import re

from service import lexicon

WORDS = lexicon.table("wording")
MORE, ABOUT, VAGUE = (
    re.compile(rf"\s*{lexicon.alternation(WORDS['counts'][name])}(?!\w)", re.IGNORECASE)
    for name in ("more", "about", "vague")
)


def counted(value: dict) -> str:
    """The count in as few words as say it; nothing if it says nothing.

    >>> counted({"low": 8, "best": 8}), counted({"low": 71, "best": 71, "words": "more than 70"})
    ('at least 8', 'more than 70')
    >>> counted({"low": 24, "words": "dozens"}), counted({"low": 12, "high": 15})
    ('dozens', '12–15')
    """
    low, best, high = (value.get(name) for name in ("low", "best", "high"))
    words = str(value.get("words") or "")
    if low is None and high is None:
        return "" if best is None else f"{best:,}"
    if best is None and high is None and (vague := VAGUE.match(words)):
        return " ".join(vague[0].lower().split())
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"more than {low - 1:,}" if low and MORE.match(words) else f"at least {low:,}"
    if low == high:
        return f"{low:,}"
    if best is not None and (about := ABOUT.match(words)):
        return f"{' '.join(about[0].lower().split())} {best:,}"
    return f"{low:,}–{high:,}"


def number_of(value: dict) -> str:
    """The same for people harmed, where none is not news: "No one was hurt" makes no title."""
    return "" if value.get("high") == 0 else counted(value)


def harmed(kind: str, value: dict, *, first: bool) -> str:
    """How many people, and what became of them: "at least 8 people were killed", or later on "3 are missing (among them
    2 children)"."""
    count = counted(value)
    verb = WORDS["toll"][kind]["one" if _is_one(count) else "many"]
    people = (" person" if _is_one(count) else " people") if first else ""
    groups = [grouped(group) for group in value.get("of", []) if number_of(group)]
    return f"{count}{people} {verb}" + (f" (among them {', '.join(groups)})" if groups else "")


def grouped(value: dict) -> str:
    """How many of a group.

    >>> grouped({"group": "children", "low": 1, "best": 1, "high": 1}), grouped({"group": "women", "low": 3})
    ('1 child', 'at least 3 women')
    """
    count, group = counted(value), value["group"]
    return f"{count} {WORDS['singular'].get(group, group) if _is_one(count) else group}".strip()


def _is_one(count):
    """Whether it is of one: "1" and "at least 1", but neither "21" nor "more than 1"."""
    return count in ("1", "at least 1", "up to 1")
