"""Joins what one operation of an army or of police did into one event, and tells its news from what is said besides
of those it was after.

"Troops killed four rebels, detained two and seized rifles in a raid on Friday" is one event told as a clash, an arrest
and a find. "The man, who is responsible for roadside bombings in the district, ..." tells of other events, of which
nothing is known but that they were: they are never the news, and nothing that follows is about them.
"""

from collections.abc import Callable
from functools import cache

from service import lexicon
from service.records import Mention, Reading, Trigger

REACH = 110  # characters between the words that open a background clause and what it tells of
REAL = ("occurred", "ongoing", "claimed")


def is_background(trigger: Trigger, reading: Reading) -> bool:
    """Whether a trigger tells what somebody is known for: "who is involved in attacks", but not "in the attack"."""
    sentence = reading.sentences[trigger.sentence]
    if sentence.zone == "title":
        return False
    start = max(sentence.start, trigger.start - REACH)
    return any(
        not _apart().search(reading.text, match.end(), trigger.start)
        for match in _background().finditer(reading.text, start, trigger.start)
    )


def joined(
    groups: list[list[Trigger]], mentions: dict[str, list[Mention]], reading: Reading, differ: Callable[..., bool]
) -> list[list[Trigger]]:
    """The groups, those that tell of one operation made one. `differ` says whether days or places keep two apart."""
    out: list[list[Trigger]] = []
    for group in groups:
        home = next(
            (other for other in out if _one_operation(group, other, reading) and not differ(group, other, mentions)),
            None,
        )
        if home is None:
            out.append(list(group))
        else:
            home.extend(group)
    return out


def _one_operation(group, other, reading):
    words = lexicon.table("frames")["operations"]
    kinds = {trigger.type for trigger in group}, {trigger.type for trigger in other}
    deeds = {*words["deeds"]}
    if not all(kind <= deeds | {*words["beside"]} for kind in kinds) or not any(kind & deeds for kind in kinds):
        return False
    if not all(trigger.modality in REAL for trigger in (*group, *other)):
        return False
    if any(all(is_background(trigger, reading) for trigger in part) for part in (group, other)):
        return False
    return all(
        any(_by_forces(trigger, reading, foes=bool(kind & deeds)) for trigger in part)
        for part, kind in zip((group, other), kinds, strict=True)
    )


def _by_forces(trigger, reading, *, foes):
    """Whether the sentence names an operation, or forces that conduct one, or, of a deed, those it was against."""
    sentence = reading.sentences[trigger.sentence]
    names = (_forces(), _foes()) if foes else (_forces(),)
    return any(pattern.search(reading.text, sentence.start, sentence.end) for pattern in names)


@cache
def _background():
    return lexicon.any_of(lexicon.table("frames")["operations"]["background"])


@cache
def _apart():
    return lexicon.any_of(lexicon.table("frames")["operations"]["apart"])


@cache
def _forces():
    return lexicon.any_of(lexicon.table("frames")["operations"]["forces"])


@cache
def _foes():
    return lexicon.any_of(lexicon.table("frames")["operations"]["foes"])
