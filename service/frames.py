"""Groups the triggers of an article into frames, one per event, and gives each sentence to the event that it is about.

The heuristics: words of one family of types tell of one event ("assault", "strike", "attack") unless dates or tolls
keep them apart; a sentence without a trigger goes on about the event before it in its paragraph, else about the main
event. What is told apart wrongly repeats an event; what is joined wrongly mixes two tolls, which is worse, so
anything that speaks against joining wins.
"""

import re
from functools import cache

from schemas import vocabulary
from schemas.event import MODALITIES
from service import _operations, clauses, lexicon, salience
from service.records import Frame, Mention, Reading, Trigger

APART = ("dateline", "clock")  # kinds of dates that tell no two events apart
VAGUE = 0.55  # the weight of a row up to which its words alone hardly tell what happened


def build(triggers: list[Trigger], mentions: dict[str, list[Mention]], reading: Reading) -> list[Frame]:
    """The frames of an article, the most salient first. An article without any trigger has one frame, of type other."""
    telling = [trigger for trigger in triggers if trigger.modality in MODALITIES]
    behind = frozenset(trigger for trigger in telling if _operations.is_background(trigger, reading))
    groups: list[list[Trigger]] = []
    for trigger in sorted((t for t in telling if t.weight > VAGUE), key=lambda t: (t in behind, t.start, -t.weight)):
        home = next((group for group in reversed(groups) if _one_event(trigger, group, mentions, reading)), None)
        if home is None or (trigger in behind and trigger.type not in {other.type for other in home}):
            groups.append([trigger])
        else:
            home.append(trigger)
    _give_out([t for t in telling if t.weight <= VAGUE], groups, behind, mentions, reading)
    groups = _operations.joined(groups, mentions, reading, _differ)
    if not groups:
        everything = frozenset(sentence.index for sentence in reading.sentences)
        return [Frame("r1", "other", "other", "occurred", (), everything, True, 0.0)]
    spoken = salience.spoken(telling, reading)
    weighed = [(salience.of(group, mentions, reading, spoken, behind), group) for group in groups]
    weighed.sort(key=lambda pair: (-pair[0], pair[1][0].start))
    scopes = _scopes([group for _, group in weighed], behind, reading)
    apart = clauses.elsewhere([group for _, group in weighed], reading)
    return [
        _frame(f"r{number}", group, scope, number == 1, weight, elsewhere)
        for number, ((weight, group), scope, elsewhere) in enumerate(zip(weighed, scopes, apart, strict=True), start=1)
    ]


def _give_out(vague, groups, behind, mentions, reading):
    """Vague words ("were killed", "attack") tell of an event that plainer words of their sentence or family tell of;
    only where there is none do they tell of one themselves."""
    for trigger in vague:
        fitting = [g for g in groups if trigger in behind or not behind.issuperset(g)]
        beside = [
            g for g in fitting if any(t.sentence == trigger.sentence for t in g) and _is_harm(g) == _is_harm([trigger])
        ]
        home = beside[0] if beside else next((g for g in fitting if _one_event(trigger, g, mentions, reading)), None)
        if (
            home is None and reading.text[trigger.start - 4 : trigger.start].lower() == "the "
        ):  # "blamed them for the attack"
            home = next((g for g in reversed(groups) if _is_harm(g) and g[0].start < trigger.start), None)
        if home is None:
            groups.append([trigger])
        elif not beside:
            home.append(trigger)


def _is_harm(group):
    return vocabulary.event_types()[_type(group)].category in lexicon.table("frames")["harm"]


def _frame(key, group, scope, main, salience, elsewhere):
    kind = _type(group)
    category = vocabulary.event_types()[kind].category
    firmest = min(group, key=lambda t: (MODALITIES.index(t.modality), t.start))
    order = tuple(sorted(group, key=lambda t: (t.type != kind, t.start)))
    return Frame(key, kind, category, firmest.modality, order, scope, main, salience, elsewhere)


def _type(group):
    """The type that most of the weight speaks for, what is told first counting most, unless one that says more is
    told as well; of two alike the one told first."""
    weight: dict[str, float] = {}
    plain: set[str] = set()
    words = lexicon.table("frames")
    first = min(trigger.sentence for trigger in group)
    for trigger in group:
        far = trigger.sentence - first
        weight[trigger.type] = weight.get(trigger.type, 0.0) + trigger.weight / (1 + far)
        if trigger.weight >= words["telling"] and far <= words["within"]:
            plain.add(trigger.type)
    if len(weight) > 1:
        for parts, whole in _wholes():
            if parts <= weight.keys() or (whole in weight and parts & weight.keys()):
                return whole
        coarser = {kind for row in words["finer"] if row["type"] in plain for kind in row["over"]}
        weight = {kind: value for kind, value in weight.items() if kind not in coarser} or weight
    return max(weight, key=lambda kind: (weight[kind], -min(t.start for t in group if t.type == kind)))


def _one_event(trigger, group, mentions, reading):
    """Whether a trigger tells of the event of a group."""
    if not any(_related(trigger.type, other.type) for other in group):
        return False
    if _real(trigger.modality) != _real(group[0].modality):
        return _is_awaited(trigger, reading) or all(_is_awaited(other, reading) for other in group)
    if beside := [other for other in group if other.sentence == trigger.sentence]:
        return not _are_two(trigger, beside, mentions, reading)
    sentences = {other.sentence for other in group}
    if _other_days({trigger.sentence}, sentences, mentions, _is_harm([trigger])):
        return False
    new_toll, old_toll = _killed({trigger.sentence}, mentions), _killed(sentences, mentions)
    if new_toll and old_toll and not new_toll & old_toll:
        new_place, old_place = _cities({trigger.sentence}, mentions), _cities(sentences, mentions)
        return not (new_place and old_place and not new_place & old_place)
    return True


def _are_two(trigger, beside, mentions, reading):
    """Whether one sentence tells of two mishaps: "floods drowned two in Lomo, and a train hit five in Tarim"."""
    if vocabulary.event_types()[trigger.type].category not in lexicon.table("frames")["each_its_place"]:
        return False
    if any(other.type == trigger.type or clauses.are_one(reading, trigger.start, other.start) for other in beside):
        return False
    here = _cities_beside(trigger, mentions, reading)
    there = set().union(*(_cities_beside(other, mentions, reading) for other in beside))
    return bool(here and there) and not here & there


def _cities_beside(trigger, mentions, reading):
    found = [m for m in mentions.get("where", ()) if m.sentence == trigger.sentence]
    return _named([m for m in found if clauses.are_one(reading, m.start, trigger.start)])


def _is_awaited(trigger, reading):
    """Whether it is the storm that was on its way when people left: "evacuated ahead of the cyclone". If the article
    tells that one came, it is that one."""
    disaster = vocabulary.event_types()[trigger.type].category == "natural-disaster"
    return disaster and _awaiting().search(reading.text, max(0, trigger.start - 40), trigger.start) is not None


def _differ(group, other, mentions):
    """Whether two groups are told of other days or of other places."""
    here, there = ({trigger.sentence for trigger in part} for part in (group, other))
    if here & there:
        return False
    new_place, old_place = _cities(here, mentions), _cities(there, mentions)
    harm = _is_harm(group) and _is_harm(other)
    return _other_days(here, there, mentions, harm) or bool(new_place and old_place and not new_place & old_place)


def _other_days(here, there, mentions, harm):
    here, there = _days(here, mentions, harm), _days(there, mentions, harm)
    return bool(here and there) and not any(_overlap(one, other) for one in here for other in there)


def _real(modality):
    return modality in ("occurred", "ongoing", "claimed", "denied")


def _days(sentences, mentions, harm):
    """(first day, last day) of each date in the sentences that is no coarser than a month. Harm is spoken of, and
    people are charged with it, for days after it was done: "officials said on Monday"; where the sentence gives no
    other day, it may have been done on any of these."""
    found = [m for m in mentions.get("when", ()) if m.sentence in sentences and _tells_apart(m.value)]
    dated = {m.sentence for m in found if "_sequel_from" not in m.value}
    days = set()
    for mention in found:
        first = mention.value.get("_sequel_from") if harm else None
        if first is None or mention.sentence not in dated:
            days.add((first or mention.value["start"][:10], mention.value["end"][:10]))
    return days


def _tells_apart(value):
    return value.get("precision") != "year" and value.get("start") and value.get("_kind") not in APART


def _overlap(one, other):
    return one[0] <= other[1] and other[0] <= one[1]


def _killed(sentences, mentions):
    return {
        m.value.get("low")
        for m in mentions.get("toll", ())
        if m.sentence in sentences
        and m.value.get("_kind") == "killed"
        and m.value.get("low") is not None
        and not m.value.get("_out")  # "came a week after a man killed six elsewhere"
    }


def _cities(sentences, mentions):
    return _named(m for m in mentions.get("where", ()) if m.sentence in sentences)


def _named(places):
    return {m.value.get("name") for m in places if m.value.get("precision") in ("city", "district", "exact")}


def _scopes(groups, behind, reading):
    """For each group, the sentences that are about its event."""
    owner: dict[int, list[int]] = {}
    followed: dict[int, int] = {}  # sentence -> the event that what comes after it is about
    for number, group in enumerate(groups):
        for trigger in group:
            owner.setdefault(trigger.sentence, [])
            if number not in owner[trigger.sentence]:
                owner[trigger.sentence].append(number)
            if trigger not in behind:
                followed[trigger.sentence] = number
    scopes: list[set[int]] = [set() for _ in groups]
    current, paragraph = 0, None
    for sentence in reading.sentences:
        if sentence.paragraph != paragraph:
            current, paragraph = 0, sentence.paragraph
        for number in owner.get(sentence.index, [current]):
            scopes[number].add(sentence.index)
        current = followed.get(sentence.index, current)
    return [frozenset(scope) for scope in scopes]


def _related(one, other):
    return one == other or any(one in family and other in family for family in _families())


@cache
def _families():
    return [frozenset(family) for family in lexicon.table("frames")["families"]]


@cache
def _awaiting():
    words = lexicon.table("frames")
    return re.compile(rf"\b{lexicon.alternation(words['awaiting'])} the (?:\w+ )?$", re.IGNORECASE)


@cache
def _wholes():
    return [(frozenset(row["parts"]), row["whole"]) for row in lexicon.table("frames")["wholes"]]
