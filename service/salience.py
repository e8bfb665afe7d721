"""How much an article is about an event: the weight of the words that tell of it, by where they stand.

The headline counts twice, later paragraphs ever less; the main verb of a sentence counts more than a word in a
subordinate clause, and harm more than words about it.
"""

from schemas import vocabulary
from service import lexicon
from service.records import Mention, Reading, Trigger

STANDING = (1.6, 1.2, 1.0, 0.8, 0.6)  # what words count for that are the main verb, one step below it, ...
BELOW = {"dobj": 1, "nsubj": 1, "nsubjpass": 1, "ccomp": 1, "prep": 1, "acl": 1, "relcl": 2, "advcl": 2}  # steps
TITLE = 2.0
FADING = 0.25  # a paragraph further on, 1 / (1 + 0.25), then 1 / (1 + 0.5), ...
TOLL, TOLLS = 0.5, 3  # for each toll beside the words, up to so many
HARM = 1.5  # what harm counts more than words and deeds
SPOKEN_OF = 0.6  # what harm counts for that somebody only speaks of: "condemned the attack"
BEHIND = 0.25  # what words count for that tell what somebody is known for
AHEAD, HARM_AHEAD = 0.7, 0.5  # what events count for that did not happen


def of(
    group: list[Trigger],
    mentions: dict[str, list[Mention]],
    reading: Reading,
    spoken: frozenset[int],
    behind: frozenset[Trigger] = frozenset(),
) -> float:
    """The salience of the event that a group of triggers tells of. `spoken` are the sentences about somebody's
    words, `behind` the triggers that tell what somebody is known for."""
    harm = any(is_harm(trigger) for trigger in group)
    total = sum(_weight(trigger, reading, spoken) * (BEHIND if trigger in behind else 1.0) for trigger in group)
    sentences = {trigger.sentence for trigger in group}
    tolls = sum(mention.sentence in sentences for mention in mentions.get("toll", ()))
    if behind.issuperset(group):
        tolls = 0  # those of the news that is told in the same sentence
    real = group[0].modality in ("occurred", "ongoing", "claimed", "denied")
    factor = (HARM if harm else 1.0) * (1.0 if real else HARM_AHEAD if harm else AHEAD)
    return (total + TOLL * min(tolls, TOLLS)) * factor


def spoken(triggers: list[Trigger], reading: Reading) -> frozenset[int]:
    """The sentences whose main verb tells of words or deeds and not of harm: "the minister condemned the raid"."""
    return frozenset(
        trigger.sentence
        for trigger in triggers
        if not is_harm(trigger) and reading.sentences[trigger.sentence].parsed and _depth(trigger, reading) == 0
    )


def is_harm(trigger: Trigger) -> bool:
    """Whether a trigger tells of harm, and not of words and deeds of states and parties."""
    return vocabulary.event_types()[trigger.type].category in lexicon.table("frames")["harm"]


def _weight(trigger, reading, spoken):
    sentence = reading.sentences[trigger.sentence]
    place = TITLE if sentence.zone == "title" else 1.0 / (1 + FADING * max(0, sentence.paragraph - 1))
    depth = _depth(trigger, reading) if sentence.parsed else STANDING.index(1.0)
    heard = SPOKEN_OF if depth and trigger.sentence in spoken and is_harm(trigger) else 1.0
    return trigger.weight * place * heard * STANDING[min(depth, len(STANDING) - 1)]


def _depth(trigger, reading):
    """How many clauses and phrases lie between the words and the main verb; what is said counts as the main clause.

    "Rebels rejected a truce" tells of a rejection, "the minister said rebels had bombed a bridge" of a bombing.
    """
    span = reading.doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    if not span:
        return STANDING.index(1.0)
    token, depth = span.root, 0
    while token.head != token:
        if token.dep_ == "ccomp" and token.head.dep_ == "ROOT":
            return depth
        depth += BELOW.get(token.dep_, 0)
        token = token.head
    return depth
