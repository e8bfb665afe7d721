"""Says of words that tell of an event whether it happened: by the words around them, and by the parse where there is
one.

What did not happen, is long past or is only spoken of is `negated`, `historical` or `generic`: it becomes a non-event,
with the words that say so. What lies ahead is `planned` or `threatened`, what may be is `hypothetical`.
"""

import re
from functools import cache, lru_cache

from schemas import vocabulary
from service import _reach, lexicon
from service.anchors import Sieve
from service.extract import _tense
from service.records import Reading, Sentence

BEFORE = 45  # without a parse: characters in which a word still bears on what follows: "there were no reports of"
BESIDE = 90  # characters before the event in which "will fly home after" may begin
SETTLED_BY = 3  # until this month "in 2024" may still be news in 2025
CLAUSE = re.compile(r"[,;:]\s|\s(?:but|and|while|after|when|who|which|although|though|as)\s|[.!?]\s", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")

Stance = tuple[str, tuple[int, int] | None]

# The order decides where two cues bear on one event: "denied plans to attack" is a denial.
MODALITIES = (
    ("denial", "denied"),
    ("negation", "negated"),
    ("nobody", "negated"),
    ("threat", "threatened"),
    ("hypothesis", "hypothetical"),
    ("plan", "planned"),
    ("claim", "claimed"),
)


def of(reading: Reading, sentence: Sentence, start: int, end: int, kind: str = "") -> Stance:
    """(modality, characters of the cue or None) of the words reading.text[start:end] of a sentence, which tell of a
    type of event."""
    if sentence.parsed and (cue := _unreal(reading, sentence, start, end)):
        return "generic", cue
    if sentence.parsed and (cue := _repute(reading, sentence, start, end, kind)):
        return "generic", cue
    for cues, modality in MODALITIES:
        if (cue := _bearing(cues, reading, sentence, start, end)) and not _is_accord(reading.text, cue, kind):
            return modality, cue
    if cue := _ahead(reading.text, sentence, start):
        return "planned", cue
    if cue := _past(reading, sentence, start, end):
        return "historical", cue
    if sentence.parsed and (cue := _reference(reading, start, end, kind)):
        return "historical", cue
    if sentence.parsed and not _opens(reading, sentence) and _reach.habitual(reading, start, end):
        return "generic", (start, end)
    if cue := _bearing("ongoing", reading, sentence, start, end):
        return "ongoing", cue
    return "occurred", None


def _unreal(reading, sentence, start, end):
    """The film that tells of the event, or the exercise that it is part of: "a documentary on the assassination"."""
    for cue in _in_sentence("invented", reading.text, sentence):
        if not start <= cue[0] < end and _reach.holds(reading, cue, start, end, subjects=True):
            return cue
    for cue in _in_sentence("rehearsed", reading.text, sentence):
        if (
            start <= cue[0] < end  # "fired dummy missiles"
            or _reach.holds(reading, cue, start, end, subjects=False)
            or _reach.bears(reading, cue, start, end)
        ):
            return cue
    return None


def _repute(reading, sentence, start, end, kind):
    """The words that say what somebody is known or wanted for, where the deeds are many and none of them is told:
    "the leader, who was responsible for roadside bombings"."""
    categories = lexicon.table("stance")["reputed"]["categories"]
    if not kind or vocabulary.event_types()[kind].category not in categories:
        return None
    if not _may_stand("repute", reading.text, sentence) or not _reach.bare_plural(reading, start, end):
        return None
    return next(
        (
            cue
            for cue in _in_sentence("repute", reading.text, sentence)
            if cue[1] <= start and _reach.holds(reading, cue, start, end, subjects=False)
        ),
        None,
    )


def _reference(reading, start, end, kind):
    """The participle that only says who is meant, of types of which that tells nothing new: "the ousted president"."""
    if kind not in lexicon.table("stance")["referred"]["types"]:
        return None
    first = _tense.token_at(reading, start)
    is_attribute = first is not None and first.dep_ == "amod" and first.tag_ != "VBD" and start <= first.idx < end
    return (first.idx, first.idx + len(first)) if is_attribute else None


def _is_accord(text, cue, kind):
    """Whether a cue of something to come is the event itself: those who "agreed to a truce" have agreed."""
    accord = lexicon.table("stance")["accord"]
    return kind in accord["types"] and text[slice(*cue)].lower() in accord["words"]


def _opens(reading, sentence):
    """Whether it is the title or the first sentence: those tell of what happened in the present tense."""
    return sentence.zone != "body" or all(before.zone != "body" for before in reading.sentences[: sentence.index])


def comparisons(reading: Reading) -> list[tuple[int, int]]:
    """Characters of comparisons with the past: "the largest assault in almost a year"."""
    return [
        match.span()
        for sentence in reading.sentences
        if sentence.zone == "body" and _may_stand("comparison", reading.text, sentence)
        for match in _cues("comparison").finditer(reading.text, sentence.start, sentence.end)
    ]


def _bearing(name, reading, sentence, start, end):
    """The last cue of a list that bears on the event, if any."""
    if not _may_stand(name, reading.text, sentence):
        return None
    found = None
    hanging = _reach.SUBJECTS if name == "nobody" else _reach.HANGING
    first, last = (
        (sentence.start, sentence.end) if sentence.parsed else (_clause_start(reading.text, sentence, start), start)
    )
    if sentence.parsed:
        spans = _in_sentence(name, reading.text, sentence)
    else:
        spans = [match.span() for match in _cues(name).finditer(reading.text, first, last)]
    for cue in spans:
        if start <= cue[0] < end:  # "threatened to" tells of a threat, "agreed to" of something to come
            found = cue if name == "plan" and cue[0] == start else found
        elif not sentence.parsed or _reach.bears(reading, cue, start, end, hanging):
            found = cue
    return found


def _clause_start(text, sentence, start):
    """Where the clause of the event begins."""
    first = max(sentence.start, start - BEFORE)
    cuts = [match.end() for match in CLAUSE.finditer(text, first, start)]
    return cuts[-1] if cuts else first


def _past(reading, sentence, start, end):
    """A cue that puts the event long before the text was written. A year only does so if the text says what year it is.

    A comparison with the past says nothing against what is compared: "the deadliest crash in ten years".
    """
    if cue := next((cue for cue in _in_sentence("weeks_after", reading.text, sentence) if cue[1] <= start), None):
        return cue
    if not _may_stand("past", reading.text, sentence):
        return None
    for match in _cues("past").finditer(reading.text, sentence.start, sentence.end):
        if sentence.parsed and not _reach.bears(reading, match.span(), start, end, _reach.TIMES):
            continue
        year = YEAR.search(match[0])
        if year and not _bygone(int(year[0]), reading):
            continue
        if not _compares(reading.text, sentence, match.span(), start, end):
            return match.span()
    return None


def _bygone(year, reading):
    if reading.today is None:
        return False
    today = reading.today.date
    return year < today.year - (today.month <= SETTLED_BY)


def _compares(text, sentence, cue, start, end):
    if not _may_stand("comparison", text, sentence):
        return False
    found = (match.span() for match in _cues("comparison").finditer(text, sentence.start, sentence.end))
    return any(first <= cue[0] < last or (first < end and start < last) for first, last in found)


def _ahead(text, sentence, start):
    """An event right before or after one that lies ahead: "would fly home after meeting the king"."""
    if not _may_stand("beside_plan", text, sentence):
        return None
    before = max(sentence.start, start - BESIDE)
    return next((m.span() for m in _cues("beside_plan").finditer(text, before, start) if m.end() == start), None)


def _in_sentence(name, text, sentence):
    """Characters of the cues of a list in a sentence."""
    if not _may_stand(name, text, sentence):
        return []
    spans = _spans(name, text[sentence.start : sentence.end])
    return [(sentence.start + first, sentence.start + last) for first, last in spans]


@lru_cache(maxsize=256)  # asked again for each event of a sentence
def _spans(name, words):
    return tuple(match.span() for match in _cues(name).finditer(words))


def _may_stand(name, text, sentence):
    """Whether a cue of a list can stand in a sentence: most sentences have none, and searching costs time."""
    return name in _lists_in(text[sentence.start : sentence.end])


@lru_cache(maxsize=512)
def _lists_in(words):
    names, sieve = _lists()
    return frozenset(names[number] for number in sieve.worth(words))


@cache
def _lists():
    apart = ("comparison", "past", "beside_plan", "ongoing", "invented", "rehearsed", "repute", "weeks_after")
    names = (*apart, *(name for name, _ in MODALITIES))
    return names, Sieve(_cues(name).pattern for name in names)


@cache
def _cues(name):
    patterns = sorted(lexicon.table("stance")[name], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
