"""Makes figures of the mentions of one event: who is told of twice counts once.

Numbers ("three people were shot") are never added up over sentences: the largest stands, a running total over all.
Where the text gives no number, those told of one by one are counted (_victims.py). Who was hit (shot, stabbed) and is
not among the dead is injured. Only people of whom the text says that they come on top are added: "captured a leader.
The force also detained two suspects".
"""

from service.extract import _ordinals, _survival, _victims
from service.extract._nouns import words
from service.extract._survival import number
from service.records import Frame, Mention, Reading

KINDS = ("killed", "injured", "missing", "detained", "abducted", "displaced", "evacuated", "rescued", "affected")
WINDOW = 7  # full sentences of the event, from its first, in which its toll is told; what comes later is background
LATE = 5  # dead of whom a story may tell late, though it begins with one who was hurt
FULL = 45  # characters of a sentence that tells something
NEXT = 3  # sentences after a group in which "they" are that group

Figure = tuple[dict, list[tuple[int, int]]]  # a toll without its evidence, and the characters that it rests on


def figures(mentions: list[Mention], frame: Frame, reading: Reading) -> dict[str, Figure]:
    """Kind -> figure, of the mentions of one event."""
    mentions = sorted(mentions, key=lambda m: (m.start, m.end))
    near = _near(mentions, frame, reading)
    bodily, late = _bodily(mentions, near)
    victims = _victims.told_of(bodily, reading, late)
    bodily = _with_deaths_of_groups(bodily)
    killed = _figure("killed", bodily, victims)
    found = {"killed": killed, "injured": _injured(bodily, victims, killed)}
    for kind in KINDS[2:]:
        told = [m for m in near if m.value["_kind"] == kind]
        found[kind] = _figure(kind, told, _victims.told_of(told, reading))
    return {kind: figure for kind, figure in found.items() if figure}


def _near(mentions, frame, reading):
    """The mentions near the beginning of the event. Menus and captions do not push the news away."""
    place, passed = {}, 0
    for index in sorted(frame.sentences):
        sentence = reading.sentences[index]
        place[index] = passed
        passed += sentence.zone == "body" and sentence.end - sentence.start >= FULL
    return [m for m in mentions if place[m.sentence] < WINDOW]


def _bodily(mentions, near):
    """(the mentions of dead and injured to go by, later ones of deaths). Where the beginning says nothing of the dead
    or of the injured, numbers given further down count; people told of there may be of another story, and do not."""
    everything = [m for m in mentions if m.value["_kind"] in _victims.BODILY]
    told = [m for m in near if m.value["_kind"] in _victims.BODILY] or everything
    late = [m for m in everything if m.value["_kind"] == "killed" and told and m.start > told[-1].start]
    for kinds in (("injured", "hit"), ("killed",)):
        if not any(m.value["_kind"] in kinds for m in told):
            told = told + [m for m in everything if m.value["_kind"] in kinds and _is_stated(m) and _are_among(m, told)]
    return told, late


def _are_among(mention, told):
    """Whether the dead of a number given far down can be among those told of at the beginning: "A child was shot. ...
    Since then 555 children have been killed"."""
    if mention.value["_kind"] != "killed" or not told:
        return True
    return number(mention) <= max(LATE, len(told), *(number(m) for m in told))


def _with_deaths_of_groups(mentions):
    """The mentions with "They died at the scene" as the deaths of the group told of before: "Two teens were shot"."""
    group, dead, gone = None, [], set()
    for mention in mentions:
        if mention.value["_kind"] in ("hit", "injured") and _is_stated(mention) and number(mention) > 1:
            group = mention
        elif group and _is_of_group(mention) and mention.sentence - group.sentence <= NEXT:
            value = {**group.value, "_kind": "killed", "_deed": False}
            dead.append(Mention(mention.start, mention.end, mention.sentence, value))
            gone.add(group)
    kept = [m for m in mentions if m not in gone or m.value["_kind"] != "injured"]
    return sorted([*kept, *dead], key=lambda m: (m.start, m.end))


def _is_of_group(mention):
    people = mention.value["_people"][0]
    if mention.value["_kind"] != "killed" or mention.value["_deed"]:
        return False
    if mention.value["_of_some"] or people.words.lower().split()[-1] in words("all"):
        return False  # "the victims who died", "all the dead" are not everybody who was hit
    return people.known and people.low is None and not people.explicit


def _is_stated(mention):
    """Whether a mention gives a number of people, rather than tells of one."""
    people = mention.value["_people"]
    if mention.value["_kind"] == "detained" and people[0].low and not people[0].person:
        return True  # "captured other militants"
    return len(people) > 1 or (people[0].explicit and people[0].number != 1) or (people[0].best or 0) > 1


def _stated(kind, mentions):
    """The mentions that give numbers of a kind; those that sum up several incidents only if there are no others."""
    found = [m for m in mentions if m.value["_kind"] == kind and _is_stated(m) and number(m)]
    found = [m for m in found if not m.value["_outdated"]] or found
    return [m for m in found if not m.value["_round_up"]] or found


def _figure(kind, mentions, victims) -> Figure | None:
    """The largest number given of a kind, else the persons told of one by one, else the vaguest that is said."""
    told = [m for m in mentions if m.value["_kind"] == kind]
    stated = _stated(kind, mentions)
    persons = [victim.kinds[kind] for victim in victims if kind in victim.kinds]
    if persons and all(m.value["_round_up"] for m in stated):
        stated = []
    if stated:
        apart = [m for m in mentions if m.value["_kind"] not in (kind, "hit") and not _is_stated(m)]
        return _largest(kind, stated, persons, apart)
    if persons:
        last = _ordinals.last(persons) if kind == "killed" else None
        return (_ordinals.as_value(last), [_span(last)]) if last else _counted(persons)
    implied = [m for m in told if m.value["_implied"]]
    plural = [m for m in told if m.value["low"] and not m.value["_implied"]]
    nobody = [m for m in told if m.value["high"] == 0]
    for mentions_ in (nobody, plural, implied):
        if mentions_:
            return _as_value(mentions_[0]), [_span(mentions_[0])]
    return None


def _largest(kind, stated, persons, apart):
    top = max(stated, key=_weight)
    # "the U.N. put the toll at 813" is another figure, and no total that grew
    totals = [m for m in stated if m.value["_total"] and not m.value["_rival"]]
    if totals:
        top = totals[-1]  # "bringing the toll to 14"
    value, spans = _as_value(top), [_span(top)]
    more = [] if totals or _is_beside(top, apart) else _on_top(kind, top, persons, stated)
    for mention in more:
        value, spans = _plus(value, mention), [*spans, _span(mention)]
    differing = [m for m in stated if number(m) != number(top)]
    rivals = [m for m in differing if m.value["_rival"] or (top.value["_rival"] and m.value["_official"])]
    if top.value["_rival"] and differing and not rivals:
        rivals = [max(differing, key=_weight)]  # "hospital staff put the toll at 35" after 30, whoever said that
    if rivals:
        value, spans = _widened(value, top, rivals), [*spans, *(_span(m) for m in rivals)]
    return value, spans


def _weight(mention):
    """Of like figures "at least 14" says more than "14", and the text, which names its source, more than a headline."""
    return number(mention), mention.value["high"] is None, not mention.value["_headline"], -mention.start


def _on_top(kind, top, persons, stated):
    """Mentions of persons who are none of the number: a leader captured before "also detained two suspects", the killer
    of "killed her and three others before shooting himself", or "The gunman was shot dead by police"."""
    if more := _counted_on(top, persons, stated):
        return more
    persons = [m for m in persons if m is not top]
    listed = top.value["_including"] and not (top.value["_added"] and top.value["_people"][0].partitive)
    if listed or top.value["_people"][0].known or _is_of_leader(top):
        return []
    if top.value["_deed"] and kind == "killed":
        return [m for m in persons if _is_of("suspect", m) or _is_doer(m, top)][:1]
    if len(top.value["_people"]) > 1:
        return []
    before = [m for m in persons if m.start < top.start and not m.value["_added"]]
    before = [m for m in before if top.value["_headline"] or not m.value["_headline"]]
    leaders = [m for m in persons if _is_of_leader(m) and not (_first(m) and _first(m).known)]
    if top.value["_added"]:
        others = [m for m in stated if m.start < top.start and not m.value["_added"]] if kind == "detained" else []
        return (others or leaders or before)[:1]
    if kind == "detained" and not leaders:
        return [m for m in persons if m.start > top.start and _is_other(m)][:1]
    return leaders[:1]


def _is_beside(top, apart):
    """Whether "others" are other than one of another fate: "the boy who survived a blast that killed four others"."""
    return top.value["_added"] and any(m.sentence == top.sentence and m.start < top.start for m in apart)


def _is_doer(mention, top):
    """Whether it is he who killed them: "before shooting himself", "killed three before being shot dead"."""
    if mention.value["_self"]:
        return mention.sentence >= top.sentence
    return mention.sentence == top.sentence and mention.start < top.start and mention.end > top.end


def _counted_on(top, persons, stated):
    """What a sentence adds to its own number ("Three died on the spot and two more in hospital"), or an ordinal to the
    number before it ("Three people died. A fourth died in hospital")."""
    beside = [m for m in stated if m.sentence == top.sentence and m is not top]
    first, later = min([top, *beside], key=_start), max([top, *beside], key=_start)
    if len(beside) == 1 and _is_more(later) and not first.value["_added"] and not first.value["_including"]:
        return beside
    return [m for m in persons if _ordinals.place(m) == number(top) + 1 and m.start > top.start][:1]


def _is_more(mention):
    words = f"{mention.value['words']} {mention.value['_after']}".lower().split()
    return mention.value["_people"][0].other or "more" in words


def _start(mention):
    return mention.start


def _first(mention):
    """What is known of the first person told of; nothing where several are told of as one ("a couple")."""
    return mention.value["_people"][0].person


def _is_other(mention):
    return _first(mention) is not None and _first(mention).other


def _is_of_leader(mention):
    return _is_of("leader", mention)


def _is_of(part, mention):
    return any(people.person is not None and people.person.part == part for people in mention.value["_people"])


def _injured(mentions, victims, killed) -> Figure | None:
    """Those said to be injured, or those hit who are not among the dead."""
    stated = _stated("injured", mentions)
    stated = [m for m in stated if not m.value["_partial"]] or stated
    stated = [m for m in stated if not _victims.are_fewer(m, victims)] or stated[:0]
    hit = _stated("hit", mentions)
    top = max(hit, key=lambda m: (number(m), -m.start), default=None)
    dead = _survival.dead_among(top, mentions, killed) if top else 0
    if stated and (top is None or max(map(number, stated)) >= number(top) - dead):
        found = _figure("injured", [m for m in mentions if m in stated or not m.value["_partial"]], victims)
        top = max(stated, key=_weight)
        gone = _survival.dead_of(top, mentions) or _survival.dead_in_hospital(top, mentions)
        return (_minus(found[0], gone), found[1]) if gone else found
    if top and number(top) > dead:
        return _minus(_as_value(top), dead), [_span(top)]
    hurt = [v for v in victims if "killed" not in v.kinds and {"injured", "hit"} & v.kinds.keys()]
    if top:
        hurt = [v for v in hurt if "injured" in v.kinds]  # "Two men were shot. Both died. A boy was wounded"
    if hurt and killed and "injured" not in hurt[0].kinds and not any(_survival.tells_who(m) for m in mentions):
        hurt = hurt[1:]  # "a fatal shooting": it was he
    told = [m for m in mentions if m.value["_kind"] == "injured"]
    alone = next((m for m in told if _is_one_beside_others(m, mentions)), None)
    if alone and len(hurt) != 1:
        return _as_value(alone), [_span(alone)]
    if any(victim.plain for victim in hurt):
        return _counted([victim.kinds.get("injured") or victim.kinds["hit"] for victim in hurt])
    nobody = [m for m in told if m.value["high"] == 0]
    return (_as_value(nobody[0]), [_span(nobody[0])]) if nobody else None


def _is_one_beside_others(mention, mentions):
    """ "Four people were killed and one was injured" counts the one, whatever is told of him later."""
    people = mention.value["_people"]
    if len(people) != 1 or not people[0].explicit or people[0].number != 1 or people[0].partitive:
        return False
    beside = (m for m in mentions if m.sentence == mention.sentence and m.value["_kind"] == "killed")
    return any(m.value["_people"][0].explicit for m in beside)


def _counted(mentions) -> Figure:
    n = len(mentions)
    value = {"low": n, "best": n, "high": n}
    if n == 1:
        value["words"] = mentions[0].value["words"]
    groups: dict[str, int] = {}
    for mention in mentions:
        for group, count in mention.value["of"]:
            groups[group] = groups.get(group, 0) + count
    return _with_groups(value, {group: min(count, n) for group, count in groups.items()}), [_span(m) for m in mentions]


def _as_value(mention):
    value = {key: mention.value[key] for key in ("low", "best", "high", "words") if mention.value[key] is not None}
    return _with_groups(value, dict(mention.value["of"]))


def _with_groups(value, groups):
    rows = [{"group": group, "low": n, "best": n, "high": n} for group, n in groups.items()]
    return {**value, "of": rows} if rows else value


def _plus(value, mention):
    """Both together. A bound that one of them does not give is unknown: "several" and five are eight or more."""
    bounds = ("low", "best", "high")
    both = {key: value[key] + mention.value[key] for key in bounds if key in value and mention.value[key] is not None}
    if not both:
        return value
    rest = {key: value[key] for key in value if key not in bounds}
    return {**rest, **both, "words": f"{mention.value['words']}, {value['words']}"}


def _minus(value, dead):
    rest = {key: value[key] - dead for key in ("low", "best", "high") if value.get(key, 0) > dead}
    return {**rest, "words": value["words"]}


def _widened(value, top, rivals):
    """A figure with those that others give: low and high span them, best is the one of the authorities."""
    given = (top, *rivals)
    numbers = [number(m) for m in given]
    plain = next((m for m in given if not m.value["_rival"]), top)
    best = next((m for m in given if m.value["_official"]), plain)
    found = {**value, "low": min(numbers), "best": number(best), "high": max(numbers), "words": best.value["words"]}
    if any(m.value["high"] is None for m in given if number(m) == max(numbers)):
        del found["high"]  # "at least 1,000"
    return found


def _span(mention):
    return mention.start, mention.end
