"""Who may be named in a title or a summary, and how: "the governor", "authorities", "the United States", "Ana Kolar".

A name is told only of those who are known to act in public: who has a sector that is none of private people. A person
without one is a witness or a victim as far as we know ("Mila Maren, who saw the crash"), and stays unnamed.
"""

from collections.abc import Iterable

from service import lexicon

WORDS = lexicon.table("wording")


def may_be_named(actor: dict) -> bool:
    """Whether an actor or a speaker may. Common nouns always may: "residents" and "the governor" name nobody.

    >>> may_be_named({"name": "residents", "sector": "CVL"}), may_be_named({"name": "Mila Maren"})
    (True, False)
    """
    sector = actor.get("sector")
    return bool(actor["name"].strip()) and (actor["name"].islower() or bool(sector and sector not in WORDS["private"]))


def called(name: str) -> str:
    """The name within a sentence, with "the" where it takes one.

    >>> called("United States"), called("governor"), called("officials"), called("the mayor"), called("al-Varna Front")
    ('the United States', 'the governor', 'officials', 'the mayor', 'al-Varna Front')
    """
    first = next(iter(name.split()), "")
    common = first.islower() and first not in (*WORDS["determined"], *WORDS["particles"]) and not are_many(name)
    return f"the {name}" if common else place_called(name)


def place_called(name: str) -> str:
    """The name of a place within a sentence: "the Philippines", but "northern Norland"."""
    return f"the {name}" if name in WORDS["takes_the"] else name


def are_many(name: str) -> bool:
    """Whether the name takes a verb in the plural: "officials", "Norland police", "Varna rebels"."""
    last = name.split()[-1] if name.split() else ""
    return last.lower() in WORDS["many"] or (last.islower() and last.endswith("s") and not last.endswith("ss"))


def each_once(names: Iterable[str]) -> list[str]:
    """Names, however they are capitalised ("Police said ...", "... police said"), the first of each."""
    told: dict[str, str] = {}
    for name in names:
        told.setdefault(name.lower(), name)
    return list(told.values())


def listed(parts: Iterable[str]) -> str:
    """The parts as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
