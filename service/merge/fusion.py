"""Makes one record of the reports that several articles give of one event: pure, and blind to order and repetition.

The schema says of each field by which of these policies it is fused:

    finest        type, category, codes: what most voices agree on, where a coarse type yields to a finer one
    firmest       modality: what took place outweighs what was planned
    most_precise  when: the day most agreed on, as precisely as somebody gives it
    places        where: each place once, the main one first
    named         who, said_by: each name once, with the evidence of all
    union         links: each once
    toll, weapons, damage   counts: what still stands of them (_figures.py)
    noisy_or      confidence: it grows with each independent voice
    reasons, quotes, articles   each once, up to a bound
    any           true if it is true of one
    compose       title, summary: made anew from the fused fields
"""

from collections.abc import Callable, Iterable

from schemas import EventSchema
from service import wording
from service.merge._kinds import any_of, finest, firmest, most_precise, noisy_or
from service.merge._lists import articles, named, quotes, reasons, union
from service.merge._places import places
from service.merge._tolls import damage, toll, weapons
from service.merge._voices import Told, in_order

__all__ = ["Told", "fuse"]

POLICIES: dict[str, Callable] = {
    "finest": finest,
    "firmest": firmest,
    "most_precise": most_precise,
    "places": places,
    "named": named,
    "union": union,
    "toll": toll,
    "weapons": weapons,
    "damage": damage,
    "noisy_or": noisy_or,
    "reasons": reasons,
    "quotes": quotes,
    "articles": articles,
    "any": any_of,
}
COMPOSED = {"title": wording.title, "summary": wording.summary}
NOT_OURS = ("drop", "oldest", "store")  # a key within its article, and the life of a record


def policies() -> dict[str, str]:
    """Field -> its policy, in the order of the schema."""
    found = {name: field.metadata["merge"] for name, field in EventSchema().fields.items()}
    found = {name: policy for name, policy in found.items() if policy not in NOT_OURS}
    for name, policy in found.items():
        if not (name in COMPOSED if policy == "compose" else policy in POLICIES):
            raise LookupError(f"the schema fuses {name} by {policy}, which is no policy")
    return found


FIELDS = policies()


def fuse(told: Iterable[Told]) -> dict:
    """The content of an event's record: all but its life. One report alone stays as it is."""
    tellings = in_order(told)
    if len(tellings) == 1:
        content = {**tellings[0].report, "sources": articles("sources", tellings)}
        return {name: content[name] for name in FIELDS if name in content}
    found = {name: POLICIES[policy](name, tellings) for name, policy in FIELDS.items() if name not in COMPOSED}
    content = {name: value for name, value in found.items() if value not in (None, [], {})}
    content |= {name: compose(content) for name, compose in COMPOSED.items()}
    return {name: content[name] for name in FIELDS if name in content}
