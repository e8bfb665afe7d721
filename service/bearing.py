"""Gives each figure of an article to one of its events: what one sentence tells of two is counted once.

"Mortar fire hit the town hours after a bombing killed six people" has six dead, of the bombing. "Officials accused the
group of the attack, in which six people died" has six dead of the attack: an accusation kills nobody.
"""

from service import lexicon
from service.records import Frame, Mention


def of_each(frames: list[Frame], tolls: list[Mention]) -> dict[str, list[Mention]]:
    """The mentions of people harmed that each frame has, by its key.

    The main event of an article has all that its sentences tell. Of the others each figure is the nearest one's, and
    nobody's if that kind of event harms nobody so: "he was arrested in the murder of a clerk" kills the clerk once.
    """
    found: dict[str, list[Mention]] = {frame.key: [] for frame in frames}
    for mention in tolls:
        about = [frame for frame in frames if mention.sentence in frame.sentences]
        bearing = [frame for frame in about if _bears(frame, mention.value["_kind"])]
        nearest = sorted(bearing, key=lambda frame: (_distance(frame, mention), frames.index(frame)))[:1]
        for frame in about:
            if frame.main or frame in nearest:
                found[frame.key].append(mention)
    return found


def _bears(frame, kind):
    """Whether an event of this type harms anybody so."""
    words = lexicon.table("frames")["bearing"]
    only = words["types"].get(frame.type, words["categories"].get(frame.category))
    return only is None or kind in only


def _distance(frame, mention):
    """Characters between the words of harm and the nearest that tell of the event; 0 for the event's own."""
    gaps = [
        max(trigger.start - mention.end, mention.start - trigger.end, 0)
        for trigger in frame.triggers
        if trigger.sentence == mention.sentence
    ]
    return min(gaps, default=1_000_000)
