"""Turns a count of a record into words: "at least 8", "more than 70", "12–15", "dozens"."""

import re

from service import lexicon

WORDS = lexicon.table("wording")
MORE, ABOUT, VAGUE = (
    re.compile(rf"\s*{lexicon.alternation(words)}(?!\w)", re.IGNORECASE)
    for counts in [WORDS["counts"]]
    for words in (counts["more"], counts["about"], counts["vague"] + counts["vague_of"])
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
        about = ABOUT.match(words)
        return "" if best is None else f"{' '.join(about[0].lower().split())} {best:,}" if about else f"{best:,}"
    if best is None and high is None and (vague := VAGUE.match(words)):
        return " ".join(vague[0].lower().split())
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"more than {_exceeded(low, words):,}" if low and MORE.match(words) else f"at least {low:,}"
    if low == high:
        return f"{low:,}"
    if best is not None and (about := ABOUT.match(words)):
        return f"{' '.join(about[0].lower().split())} {best:,}"
    return f"{low:,}–{high:,}"


def _exceeded(low, words):
    """What "more than" stands before: 70 for 71, but 54,000 for 54,000, since a rounded figure keeps its bound."""
    digits = re.sub(r"\D", "", words)
    return low if digits != str(low - 1) and low % 10 == 0 else low - 1


def number_of(value: dict) -> str:
    """The same for people harmed, where none is not news: "No one was hurt" makes no title."""
    return "" if value.get("high") == 0 else counted(value)


def harmed(kind: str, value: dict, *, first: bool) -> str:
    """How many people, and what became of them: "at least 8 people were killed", or later on "3 are missing".

    Where all of them are of one group, that is who they are: "2 children are missing". Others are among them: "4 people
    were killed (among them 1 child)".
    """
    count, groups = counted(value), [group for group in value.get("of", []) if number_of(group)]
    one = _is_one(count)
    whole = next((group for group in groups if _figures(group) == _figures(value)), None)
    noun = _noun(whole["group"], one) if whole else ("person" if one else "people") if first else ""
    who = f"{count} of {noun}" if noun and count in WORDS["counts"]["vague_of"] else f"{count} {noun}".strip()
    others = [grouped(group) for group in groups if group is not whole]
    verb = WORDS["toll"][kind]["one" if one else "many"]
    return f"{who} {verb}" + (f" (among them {', '.join(others)})" if others else "")


def grouped(value: dict) -> str:
    """How many of a group.

    >>> grouped({"group": "children", "low": 1, "best": 1, "high": 1}), grouped({"group": "women", "low": 3})
    ('1 child', 'at least 3 women')
    """
    count = counted(value)
    return f"{count} {_noun(value['group'], _is_one(count))}".strip()


def _noun(group, one):
    return WORDS["singular"].get(group, group) if one else group


def _figures(value):
    return value.get("low"), value.get("best")


def _is_one(count):
    """Whether it is of one: "1" and "at least 1", but neither "21" nor "more than 1"."""
    return count in ("1", "at least 1", "up to 1")
