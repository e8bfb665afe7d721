"""How likely it is that the main facts of a report are right: a logistic function of what can be seen of it.

The weights stand in lexicon/confidence.toml; the README says how they were fitted, and how well they hold.
"""

import math

from service import lexicon, topic
from service.extract.when import NO_DATE
from service.records import Frame, Reading

NOTHING = 0.1  # of an article in which no words tell of an event that took place
SHORT = 400  # characters of a text that is all lead
COARSE = ("country", "admin1")  # places as coarse as that are named in articles on anything


def of(frame: Frame, report: dict, reading: Reading) -> tuple[float, list[str]]:
    """(confidence from 0 to 1, what raised or lowered it most, in words)."""
    table = lexicon.table("confidence")
    if frame.type == "other":
        return table["other"], [table["reasons"]["other"]]
    weights = table["harm" if _is_harm(frame) else "words"]
    found = features(frame, report, reading)
    parts = {name: weights.get(name, 0.0) * value for name, value in found.items()}
    total = weights["bias"] + sum(parts.values())
    strongest = sorted((name for name in parts if parts[name]), key=lambda name: -abs(parts[name]))[:3]
    return round(1 / (1 + math.exp(-total)), 2), [table["reasons"][name] for name in strongest]


def features(frame: Frame, report: dict, reading: Reading) -> dict[str, float]:
    """Feature -> its value, mostly 0 or 1."""
    first = min(reading.sentences[trigger.sentence].paragraph for trigger in frame.triggers)
    in_title = any(reading.sentences[trigger.sentence].zone == "title" for trigger in frame.triggers)
    harm = _is_harm(frame)
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
        "bare_words": 0.0 if harm or report.get("where") else (1.0, 0.4, 0.0)[min(len(actors), 2)],
    }


def _is_harm(frame):
    return frame.category in lexicon.table("frames")["harm"]
