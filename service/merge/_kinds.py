"""What kind of event several reports tell of, whether and when it happened, how sure that is: one value of theirs."""

from collections import Counter
from math import fsum

from schemas import vocabulary
from service import lexicon
from service.merge._lists import cited
from service.merge._voices import Telling, most_told, voices

FINE = ("minute", "hour", "day")  # precisions that name a day
MOST_SURE = 0.99  # however many say so
# What each further voice counts for. All are read by the same rules: where one of several labelled articles of an event
# is misread, a quarter of the others are misread, too.
FURTHER = 0.75
PRECISIONS = (*FINE, "week", "month", "year")


def finest(name: str, tellings: list[Telling]) -> str | dict:
    """The type that most voices agree on, and what goes with it. A coarse type speaks for each finer one that is told:
    of "attack", "attack" and "stabbing" it is the last."""
    kind = _type(tellings)
    ours = [one for one in tellings if one.report["type"] == kind]
    if name == "codes":
        return _codes(ours)
    return most_told(ours, lambda one: one.report[name]).most_common(1)[0][0]


def firmest(name: str, tellings: list[Telling]) -> str:
    """What was planned on Monday and took place on Friday took place."""
    firmness = lexicon.table("fusion")["firmness"]
    return min((one.report[name] for one in tellings), key=firmness.index)


def most_precise(name: str, tellings: list[Telling]) -> dict | None:
    """The day that most voices agree on, as precisely as one of them gives it; of equal ones the newest.

    A week, a month or a year counts only where no day is told, and agrees with the days that lie in it.
    """
    dated = [one for one in tellings if one.report.get(name)]
    if not dated:
        return None
    days = [one for one in dated if one.report[name]["precision"] in FINE]
    near = days or [one for one in dated if one.report[name]["precision"] == _best_precision(name, dated)]
    days = {str(one.report[name]["date"]) for one in near}
    agreeing = {day: len(voices(one for one in dated if _covers(one.report[name], day))) for day in days}
    chosen = max(
        enumerate(one.report[name] for one in near),
        key=lambda item: (agreeing[str(item[1]["date"])], -_coarseness(item[1]), item[0]),
    )[1]
    same = [one for one in near if one.report[name]["date"] == chosen["date"]]
    values = [*(one.report[name] for one in same), chosen]
    hours = [value["time_of_day"] for value in values if value.get("time_of_day")]
    clocks = [hour for hour in hours if hour[:1].isdigit()]  # "10:40 p.m." is not taken back by a later "at night"
    told = {"time_of_day": (clocks or hours)[-1]} if hours else {}
    return {**chosen, **told, "evidence": cited([chosen, *(one.report[name] for one in same)])}


def noisy_or(name: str, tellings: list[Telling]) -> float:
    """How likely it is that not all are wrong. One voice keeps its own confidence, that of its surest copy; each
    further one takes away a share of the doubt that is left."""
    surest: dict[str, float] = {}
    for one in tellings:
        surest[one.voice] = max(one.report[name], surest.get(one.voice, 0.0))
    first, *others = sorted(surest.values(), reverse=True)
    doubt = 1 - first
    for other in others:
        doubt *= 1 - FURTHER * other
    return max(first, min(MOST_SURE, round(1 - doubt, 2))) if others else first


def any_of(name: str, tellings: list[Telling]) -> bool | None:
    """True if it is true of one of them."""
    return any(one.report.get(name) for one in tellings) or None


def _type(tellings):
    """Of equal ones the more certain, then the one told first."""
    told = most_told(tellings, lambda one: one.report["type"])
    agreed = Counter(
        {kind: len({one.voice for one in tellings if _speaks_for(one.report["type"], kind)}) for kind in told}
    )
    sure = {kind: fsum(one.report["confidence"] for one in tellings if one.report["type"] == kind) for kind in told}
    return max(told, key=lambda kind: (agreed[kind], not _yields(kind, told), told[kind], sure[kind]))


def _speaks_for(coarse, kind):
    """Whether a report of the one type agrees with its being the other."""
    if coarse == kind:
        return True
    row = lexicon.table("fusion")["coarser"].get(coarse, {})
    known = vocabulary.event_types().get(kind)
    return kind in row.get("types", ()) or (known is not None and known.category in row.get("categories", ()))


def _yields(kind, told):
    return any(other != kind and _speaks_for(kind, other) for other in told)


def _codes(tellings):
    """The code of each scheme that most voices give."""
    schemes = dict.fromkeys(scheme for one in tellings for scheme in one.report.get("codes", {}))
    told = {
        scheme: most_told(tellings, lambda one, scheme=scheme: one.report.get("codes", {}).get(scheme))
        for scheme in schemes
    }
    return {scheme: codes.most_common(1)[0][0] for scheme, codes in told.items()} or None


def _coarseness(when):
    return PRECISIONS.index(when["precision"])


def _best_precision(name, dated):
    return min((one.report[name]["precision"] for one in dated), key=PRECISIONS.index)


def _covers(when, day):
    """Whether this is the day, or a time that it lies in."""
    return str(when["date"]) == day or when["start"][:10] <= day <= when["end"][:10]
