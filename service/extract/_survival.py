"""Tells how many of those who were hit or hurt are dead by the end of an article, and so are not injured too."""

from service.records import Mention

OF = len(" of the ")  # characters between the numbers of "one of the five"


def number(mention: Mention) -> int:
    """The figure of a mention to reckon with."""
    return next((mention.value[key] for key in ("best", "low", "high") if mention.value[key] is not None), 0)


def dead_of(injured: Mention, mentions: list[Mention]) -> int:
    """How many of the injured are dead: "One of five people hurt in the fire has died"."""
    dead = (m for m in mentions if m.value["_kind"] == "killed" and m.sentence == injured.sentence)
    start = injured.value["_people"][0].start
    near = (m for m in dead if m.value["_after"].startswith(" of ") and 0 < start - m.value["_people"][-1].end <= OF)
    return next((number(m) for m in near), 0)


def dead_in_hospital(injured: Mention, mentions: list[Mention]) -> int:
    """How many of those brought to hospital died there: "Both victims were taken to a hospital, but the boy died"."""
    if injured.value["_plain"] or not injured.value["_people"][0].known:
        return 0
    later = (m for m in mentions if m.value["_kind"] == "killed" and m.start > injured.start)
    dead = next((number(m) for m in later if m.sentence - injured.sentence <= 1 and tells_who(m)), 0)
    return dead if dead < number(injured) else 0


def dead_among(hit: Mention, mentions: list[Mention], killed: tuple[dict, list] | None) -> int:
    """How many of those hit are dead: "shot six, killing four" four, though the gunman died, too."""
    beside = [
        m for m in mentions if m.value["_kind"] == "killed" and m.sentence == hit.sentence and m.start > hit.start
    ]
    everybody = (killed[0].get("best") or killed[0].get("low") or 0) if killed else 0
    return max((number(m) for m in beside), default=everybody)


def tells_who(mention: Mention) -> bool:
    """Whether somebody is said to be dead, rather than it being understood: "a fatal shooting"."""
    return mention.value["_kind"] == "killed" and not mention.value["_implied"]
