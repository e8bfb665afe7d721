"""Links the events of one article: what is said about another, what another caused, what is part of another.

    frames of an article -> {key of a frame: [link]}

A speech act told in the same sentence as another event is about it: "the minister condemned the strikes". Words between
two triggers of one sentence say that the second caused the first: "accused him of blocking peace, in response to his
rejecting the plan". An event of the main event's family, on the same day and within its area, is part of it.
"""

import re
from functools import cache

from service import lexicon
from service.records import Frame, Reading


def between(frames: list[Frame], reports: list[dict], reading: Reading) -> dict[str, list[dict]]:
    """The links of each frame, by its key. Links go one way only, and never from an event to itself."""
    found: dict[str, list[dict]] = {frame.key: [] for frame in frames}
    by_key = {report["key"]: report for report in reports}
    for frame in frames:
        for other in frames:
            if frame.key == other.key or any(link["to"] == frame.key for link in found[other.key]):
                continue
            if rel := _relation(frame, other, by_key, reading):
                found[frame.key].append({"rel": rel, "to": other.key})
    return found


def _relation(frame, other, by_key, reading):
    if _caused(frame, other, reading):
        return "caused_by"
    words = lexicon.table("links")
    shared = {t.sentence for t in frame.triggers} & {t.sentence for t in other.triggers}
    if shared and frame.category in words["speaking"] and other.category in words["spoken_of"]:
        return "about"
    if other.main and frame.category == other.category and _within(by_key[frame.key], by_key[other.key]):
        return "part_of"
    return None


def _caused(frame, other, reading):
    """Whether words of cause stand between a trigger of the frame and a later one of the other, in one sentence."""
    for effect in frame.triggers:
        for cause in other.triggers:
            beside = effect.sentence == cause.sentence and effect.end <= cause.start
            if beside and _causes().search(reading.text, effect.end, cause.start):
                return True
    return False


def _within(part, whole):
    """The same day, and a place in the same first-level division or country as a whole one of the other."""
    if not part.get("when") or not whole.get("when") or part["when"]["date"] != whole["when"]["date"]:
        return False
    if not part.get("where") or not whole.get("where"):
        return False
    place = part["where"][0]
    return any(
        area["precision"] == "country"
        and area.get("country_iso3") == place.get("country_iso3")
        and place["precision"] != "country"
        for area in whole["where"]
    )


@cache
def _causes():
    return lexicon.matcher(lexicon.table("links")["causes"], re.IGNORECASE)
