"""Gives each figure of an article to one of its events: what one sentence tells of two is counted once.

"Mortar fire hit the town hours after a bombing killed six people" has six dead, of the bombing. "Officials accused the
group of the attack, in which six people died" has six dead of the attack: an accusation kills nobody.
"""

from schemas import vocabulary
from service import clauses, lexicon
from service.records import Frame, Mention, Reading


def of_each(frames: list[Frame], tolls: list[Mention], reading: Reading) -> dict[str, list[Mention]]:
    """The mentions of people harmed that each frame has, by its key.

    The main event of an article has all that its sentences tell, but for what is another's (`_is_anothers`). Of the
    others each figure is the nearest one's, and nobody's if that kind of event harms nobody so: "he was arrested in the
    murder of a clerk" kills the clerk once.
    """
    found: dict[str, list[Mention]] = {frame.key: [] for frame in frames}
    for mention in tolls:
        about = [frame for frame in frames if mention.sentence in frame.sentences]
        bearing = [frame for frame in about if _bears(frame.type, mention) and not frame.is_elsewhere(mention.start)]
        nearest = sorted(bearing, key=lambda frame: (_distance(frame, mention), frames.index(frame)))[:1]
        for frame in about:
            if frame in nearest or (frame.main and not _is_anothers(frame, mention, bearing, reading)):
                found[frame.key].append(mention)
    return found


def _is_anothers(frame, mention, bearing, reading):
    """Whether a figure in a sentence of the main event is not of it: it stands in the clause of another harm ("mortar
    fire hit a market hours after a car bomb killed six"), or says what those are known for that it befell ("arrested
    three men who had killed a priest")."""
    harm = [other.type for other in bearing if other.category in lexicon.table("frames")["harm"]]
    told_beside = frame.is_elsewhere(mention.start) or not _bears(frame.type, mention)
    if told_beside and any(_are_apart(frame.type, kind) for kind in harm):
        return True
    if _bears(frame.type, mention):
        return False
    taking = [trigger for trigger in frame.triggers if not _bears(trigger.type, mention)]
    return any(clauses.says_of_object(reading, mention.start, trigger) for trigger in taking)


def _are_apart(one, other):
    """Whether events of these types are two: an operation in which three were killed and two arrested is one."""
    deeds = lexicon.table("frames")["operations"]["deeds"]
    return not (one in deeds and other in deeds)


def _bears(kind, mention):
    """Whether an event of this type harms anybody so."""
    words = lexicon.table("frames")["bearing"]
    only = words["types"].get(kind, words["categories"].get(vocabulary.event_types()[kind].category))
    return only is None or mention.value["_kind"] in only


def _distance(frame, mention):
    """Characters between the words of harm and the nearest that tell of the event; 0 for the event's own."""
    gaps = [
        max(trigger.start - mention.end, mention.start - trigger.end, 0)
        for trigger in frame.triggers
        if trigger.sentence == mention.sentence
    ]
    return min(gaps, default=1_000_000)
