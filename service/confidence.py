"""How likely it is that the main facts of a report are right: a logistic function of what can be seen of it.

The weights stand in lexicon/confidence.toml; the README says how they were fitted, and how well they hold.
"""

import math

from service import lexicon, topic
from service.extract import _tense
from service.extract.when import NO_DATE
from service.records import Frame, Reading

NOTHING = 0.1  # of an article in which no words tell of an event that took place
SHORT = 400  # characters of a text that is all lead
COARSE = ("country", "admin1")  # places as coarse as that are named in articles on anything
ACTING = ("perpetrator", "speaker", "party", "visitor")
LAW = ("arrest", "weapons-seized")
TOLD = {"ccomp", "conj", "parataxis", "advcl", "pcomp"}  # clauses that tell of what was done as main clauses do
FARTHEST = 4.0  # a 53rd sentence is at 1


def of(frame: Frame, report: dict, reading: Reading) -> tuple[float, list[str]]:
    """(confidence from 0 to 1, what raised or lowered it most, in words)."""
    table = lexicon.table("confidence")
    if frame.type == "other":
        return table["other"], [table["reasons"]["other"]]
    weights = table[_table(frame)]
    found = features(frame, report, reading)
    parts = {name: weights.get(name, 0.0) * value for name, value in found.items()}
    total = weights["bias"] + sum(parts.values())
    strongest = sorted((name for name in parts if parts[name]), key=lambda name: -abs(parts[name]))[:3]
    return round(1 / (1 + math.exp(-total)), 2), [table["reasons"][name] for name in strongest]


def _table(frame):
    """Which weights: events of harm beside the main one are mostly earlier ones, or what somebody is known for."""
    return ("harm" if frame.main else "beside") if _is_harm(frame) else "words"


def features(frame: Frame, report: dict, reading: Reading) -> dict[str, float]:
    """Feature -> its value, mostly 0 or 1."""
    first = min(reading.sentences[trigger.sentence].paragraph for trigger in frame.triggers)
    in_title = any(reading.sentences[trigger.sentence].zone == "title" for trigger in frame.triggers)
    actors = {actor["role"] for actor in report.get("who", ())}
    exact = any(place["precision"] not in COARSE for place in report.get("where", ()))
    return {
        "vague": float(max(trigger.weight for trigger in frame.triggers) <= 0.6),
        "plain": float(max(trigger.weight for trigger in frame.triggers) >= 0.85),
        "repeated": float(len({trigger.sentence for trigger in frame.triggers}) > 1),
        "lead": float(in_title or first <= 2),
        "title": float(in_title),
        "foreign": topic.foreign(reading),
        "dated": float("when" in report and NO_DATE not in report["when"]["basis"]),
        "placed": float("where" in report),
        "site": float(exact),
        "counted": float("toll" in report),
        "armed": float("weapons" in report),
        "short": float(len(reading.text) < SHORT),
        "aside": float(_is_aside(frame, reading)),
        "agent": float(not actors.isdisjoint(ACTING)),
        "office": float(any(actor.get("sector") for actor in report.get("who", ()))),
        "planned": float(frame.modality == "planned"),
        "law": float(frame.type in LAW),
        "law_counted": float(frame.type in LAW and "toll" in report),
        "unrest": float(frame.category == "civil-unrest"),
        "far": math.log1p(frame.triggers[0].sentence) / FARTHEST,
    }


def _is_aside(frame, reading):
    """Whether it is told by a verb that only says which people or things are meant, or what somebody wants: "officers
    who toppled the government", "the besieged town", "the reports, which were denied". What is planned is told so:
    "they are to hold talks"."""
    trigger = frame.triggers[0]
    first = _tense.token_at(reading, trigger.start)
    if first is None:
        return False
    told = [token for token in first.sent if trigger.start <= token.idx < trigger.end]
    verbs = [token.dep_ for token in told if token.tag_.startswith("VB")]
    told_by = TOLD if frame.modality == "occurred" else TOLD | {"xcomp"}
    return bool(verbs) and not any(token.dep_ == "ROOT" for token in told) and told_by.isdisjoint(verbs)


def _is_harm(frame):
    return frame.category in lexicon.table("frames")["harm"]
