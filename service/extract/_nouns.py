"""Says which nouns mean people, by the lists of lexicon/toll.toml: what is no person rather than what is one, since
anybody may be a victim."""

from functools import cache

from service import lexicon
from service.extract import _groups


@cache
def words(name: str) -> frozenset[str]:
    """A list of [people]."""
    return frozenset(lexicon.table("toll")["people"][name])


def is_word(name: str, token) -> bool:
    """Whether a token is in a list of lexicon/toll.toml, by form or by lemma."""
    return token.lower_ in words(name) or token.lemma_.lower() in words(name)


def are_people(noun: str) -> bool:
    """Whether the words after a number may mean people: "three cats" are none."""
    last = noun.split()[-1].lower().strip(",.'’") if noun.split() else ""
    forms = {last, last.removesuffix("s")}
    return not forms & words("not_people") or bool(_groups.of_noun(last, 1)) or bool(forms & words("surely"))


def may_be_somebody(token) -> bool:
    """Whether a noun is a name, a number, a pronoun or a word for people, and not just any: "a refinery"."""
    if token.pos_ in ("PRON", "PROPN", "NUM") or is_word("surely", token):
        return True
    return any(child.like_num for child in token.lefts) or bool(_groups.of_noun(token.lower_, 1))


def has_the(token) -> bool:
    """Whether a noun speaks of somebody known: "the man", "his wife"."""
    return any(
        child.lower_ in ("the", "that", "this", "these", "those", "his", "her", "their")
        and child.dep_ in ("det", "poss")
        for child in token.lefts
    )


def is_other(token) -> bool:
    """Whether a noun speaks of somebody else than those before: "another man", "two further victims"."""
    return any(child.lower_ in _others() for child in token.lefts)


@cache
def _others():
    return frozenset(lexicon.table("toll")["out"]["others"])
