"""Says of words that tell of an event whether it happened: by the words around them, and by the parse where there is one.

What did not happen, is long past or is only spoken of is `negated`, `historical` or `generic`: it becomes a non-event,
with the words that say so. What lies ahead is `planned` or `threatened`, what may be is `hypothetical`.
"""

import re
from functools import cache

from service import lexicon
from service.records import Reading, Sentence

BEFORE = 45  # characters in which a word still bears on what follows: "there were no reports of"
CLAUSE = re.compile(r"[,;:]\s|\s(?:but|and|while|after|when|who|which|although|though|as)\s|[.!?]\s", re.IGNORECASE)

Stance = tuple[str, tuple[int, int] | None]


def of(reading: Reading, sentence: Sentence, start: int, end: int) -> Stance:
    """(modality, characters of the cue or None) of the words reading.text[start:end] of a sentence."""
    before, after = _clause(reading.text, sentence, start, end)
    for cues, modality in (
        ("threat", "threatened"),
        ("negation", "negated"),
        ("hypothesis", "hypothetical"),
        ("plan", "planned"),
    ):
        if cue := _last(cues, reading.text, before, start):
            return modality, cue
    if cue := _last("past", reading.text, sentence.start, sentence.end):
        if not _spares(reading, cue, start, end):
            return "historical", cue
    if cue := _ahead(reading.text, sentence, start, end):
        return "planned", cue
    if cue := _last("fiction", reading.text, sentence.start, sentence.end):
        return "generic", cue
    return "occurred", None


def comparisons(reading: Reading) -> list[tuple[int, int]]:
    """Characters of comparisons with the past: "the largest assault in almost a year"."""
    return [
        match.span()
        for sentence in reading.sentences
        if sentence.zone == "body"
        for match in _cues("comparison").finditer(reading.text, sentence.start, sentence.end)
    ]


def _clause(text, sentence, start, end):
    """The characters from the beginning of the clause to the trigger, and on to the end of the clause."""
    first = max(sentence.start, start - BEFORE)
    cuts = [match.end() for match in CLAUSE.finditer(text, first, start)]
    stop = CLAUSE.search(text, end, sentence.end)
    return (cuts[-1] if cuts else first), (stop.start() if stop else sentence.end)


def _last(name, text, start, end):
    found = None
    for match in _cues(name).finditer(text, start, end):
        found = match.span()
    return found


def _spares(reading, cue, start, end):
    """A comparison with the past says nothing against what is compared: "the deadliest crash in ten years"."""
    return any(first <= cue[0] < last or first < end and start < last for first, last in comparisons(reading))


def _ahead(text, sentence, start, end):
    """A trigger that itself speaks of what is to come ("will meet"), or comes before or after what is to come."""
    if cue := _last("plan", text, start, end):
        return cue
    before = max(sentence.start, start - 2 * BEFORE)
    beside = next((match for match in _cues("beside_plan").finditer(text, before, start) if match.end() == start), None)
    return beside.span() if beside else None


@cache
def _cues(name):
    patterns = sorted(lexicon.table("stance")[name], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
