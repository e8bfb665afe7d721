"""Says whether an article is about something in which the words of harm mean other things: sport, show, machines,
markets.

There "shot", "strike" and "beat" tell of goals and films, and what did happen is told in passing: "a charity match for
victims of the flood". Only an article that opens with plain words of harm is about harm all the same.
"""

import re
from dataclasses import replace
from functools import cache

from schemas import vocabulary
from schemas.event import REAL
from service import lexicon
from service.anchors import Sieve
from service.records import Reading, Trigger


def settle(triggers: list[Trigger], reading: Reading) -> list[Trigger]:
    """The triggers, those of harm told in passing in an article on such a topic made `generic`."""
    triggers = _without_echoes(_without_doers(triggers), reading)
    if not any(_is_harm(trigger) for trigger in triggers):
        return triggers
    cue = _of(reading)
    if cue is None or _opens_with_harm(triggers, reading) or _dwells_on_harm(triggers):
        return triggers
    return [
        replace(trigger, modality="generic", cue=cue) if _is_harm(trigger) and trigger.modality in REAL else trigger
        for trigger in triggers
    ]


def _without_doers(triggers):
    """The triggers but for those of violence that are a disaster's own harm.

    "An earthquake hit Arica. Nine people were killed": by no one. "Homes were destroyed by the cyclone": no arson.
    """
    nature = lexicon.table("topics")["nature"]
    disasters = [t for t in triggers if _category(t) in nature["categories"] and t.weight >= nature["plain"]]
    if not any(trigger.modality in REAL for trigger in disasters):
        return triggers
    violence = [trigger for trigger in triggers if _category(trigger) in nature["violence"]]
    bare = nature["bare"] if all(trigger.weight < nature["plain"] for trigger in violence) else 0.0
    told = {trigger.sentence for trigger in disasters}
    ruin = {id(t) for t in violence if t.weight <= bare or (t.type in nature["ruin"] and t.sentence in told)}
    return [trigger for trigger in triggers if id(trigger) not in ruin]


def _without_echoes(triggers, reading):
    """The triggers but for those that speak of an event told of before: "blamed the front for the attack" is about the
    strike that the article opens with, whatever else it tells of."""
    echo = lexicon.table("topics")["echo"]
    plain = [t.sentence for t in triggers if _is_harm(t) and t.weight >= echo["plain"] and t.modality in REAL]
    first = min(plain, default=None)
    if first is None:
        return triggers

    def is_echo(trigger):
        before = reading.text[max(0, trigger.start - 6) : trigger.start].lower()
        known = trigger.sentence > first and trigger.type in echo["types"] and trigger.weight <= echo["vague"]
        return known and before.endswith(tuple(echo["determiners"]))

    return [trigger for trigger in triggers if not is_echo(trigger)]


def _category(trigger):
    return vocabulary.event_types()[trigger.type].category


def _of(reading):
    """Characters of the first word that shows the topic of an article, if it has one of these topics."""
    words = lexicon.table("topics")
    found: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in words["words"]}
    for sentence in _head(reading, words["head"]):
        patterns, sieve = _patterns()
        for number in sieve.worth(reading.text[sentence.start : sentence.end]):
            name, pattern = patterns[number]
            for match in pattern.finditer(reading.text, sentence.start, sentence.end):
                found[name].setdefault(match[0].lower(), match.span())
    best = max(found.values(), key=len)
    return min(best.values()) if len(best) >= words["least"] else None


def _head(reading, number):
    return [sentence for sentence in reading.sentences if sentence.zone in ("title", "caption", "body")][:number]


def _opens_with_harm(triggers, reading):
    """Whether the title or the first sentences tell of harm in plain words, and of somebody harmed or twice."""
    words = lexicon.table("topics")
    opening = {sentence.index: sentence for sentence in _head(reading, words["opening"])}
    plain = [
        trigger
        for trigger in triggers
        if trigger.sentence in opening
        and _is_harm(trigger)
        and trigger.modality in REAL
        and trigger.weight >= words["plain"]
    ]
    harmed = any(
        _harmed().search(reading.text, opening[trigger.sentence].start, opening[trigger.sentence].end)
        for trigger in plain
    )
    return harmed or len({trigger.sentence for trigger in plain}) > 1


def _dwells_on_harm(triggers):
    """Whether many sentences tell of one kind of harm: a share sale put off after weeks of protest."""
    words = lexicon.table("topics")
    sentences: dict[str, set[int]] = {}
    for trigger in triggers:
        if _is_harm(trigger) and trigger.modality in REAL and trigger.weight > words["vague"]:
            sentences.setdefault(trigger.type, set()).add(trigger.sentence)
    return any(len(numbers) >= words["dwelling"] for numbers in sentences.values())


def _is_harm(trigger):
    return _category(trigger) in lexicon.table("frames")["harm"]


@cache
def _patterns():
    named = lexicon.table("topics")["words"].items()
    patterns = [(name, re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)) for name, words in named]
    return patterns, Sieve(pattern.pattern for _, pattern in patterns)


@cache
def _harmed():
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.table('topics')['harmed'])})(?!\w)", re.IGNORECASE)
