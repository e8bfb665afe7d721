"""Turns a type of event into the codes of other schemes: the type's default, unless a rule of its row fits the words.

ACLED tells a protest that is dispersed from one on which force is used; the type is one, the sentence decides. Codes
that know no modality of their own follow the event's: talks that are planned are no CONSULT but an AGREE.
"""

import re
from functools import cache

from schemas import vocabulary
from service import lexicon, triggers
from service.records import Frame, Reading


def of(frame: Frame, reading: Reading) -> dict[str, str]:
    """Scheme -> code."""
    return _in_mood(by_words(frame.type, _words(frame, reading)), frame, reading)


def by_words(kind: str, words: str) -> dict[str, str]:
    """Scheme -> code of a type, given the words that tell of the event."""
    codes = {scheme: codes[0] for scheme, codes in vocabulary.event_types()[kind].codes.items()}
    decided = set()
    for scheme, code, pattern in _rules(kind):
        if scheme not in decided and pattern.search(words):
            codes[scheme] = code
            decided.add(scheme)
    return codes


def _in_mood(codes, frame, reading):
    """The codes, those changed that know no modality of their own. The first row of a scheme that fits decides."""
    cue = next((reading.quote(*t.cue).lower() for t in frame.triggers if t.cue and t.modality == frame.modality), "")
    moods = {}
    for row in lexicon.table("codes")["by_modality"]:
        fits = frame.modality in row["modality"] and codes.get(row["scheme"], "").startswith(tuple(row["from"]))
        if fits and row["scheme"] not in moods and re.search(row.get("cue", ""), cue):
            moods[row["scheme"]] = row["code"]
    return codes | moods


def _words(frame, reading):
    numbers = dict.fromkeys(trigger.sentence for trigger in frame.triggers)
    return " ".join(reading.text[reading.sentences[n].start : reading.sentences[n].end] for n in numbers)


@cache
def _rules(kind):
    return [
        (rule["scheme"], rule["code"], triggers.compiled(rule["match"], f"{kind}, code_rules"))
        for rule in vocabulary.event_types()[kind].code_rules
    ]
