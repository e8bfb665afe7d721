"""Makes figures of mentions: who is told of twice counts once.

Numbers ("three people were shot") are never added up over sentences: the largest stands. People told of one by one are
matched by name, age, sex and part played ("a man was shot", "the 24-year-old", "he died"), so that those who match nobody
before them count. Who was hit (shot, stabbed) and is not among the dead is injured. We would rather take two people for
one than one for two: a headline, a lead and a body tell the same story three times.
"""

from dataclasses import dataclass, field

from service.extract._persons import People, Person
from service.records import Frame, Mention, Reading

KINDS = ("killed", "injured", "missing", "detained", "abducted", "displaced", "evacuated", "rescued", "affected")
BODILY = ("killed", "injured", "hit")
WINDOW = 7  # sentences of the event, from its first, in which its toll is told; what comes later is background


FULL = 45  # characters of a sentence that tells something


@dataclass
class Victim:
    """One person as the text tells of him, over all mentions."""

    names: set = field(default_factory=set)
    ages: set = field(default_factory=set)
    sex: str = ""
    part: str = ""
    grown: str = ""
    other: bool = False
    kinds: dict = field(default_factory=dict)  # kind -> the first mention that says so
    plain: bool = False
    sentences: set = field(default_factory=set)
    spans: set = field(default_factory=set)

    def takes(self, people: People, mention: Mention, reading: Reading) -> bool:
        """Whether a person told of may be this one."""
        person = people.person
        if self.names and person.names and not self.names & person.names:
            return False
        if self.names and person.names & self.names:
            return True
        if person.age is not None and self.ages and person.age not in self.ages:
            return False
        if person.sex and self.sex and person.sex != self.sex:
            return False
        if person.part and self.part and person.part != self.part:
            return False
        if person.grown and self.grown and person.grown != self.grown:
            return False
        if person.other and not self.other and not person.known and not _in_title(self, reading):
            return False
        kind = mention.value["_kind"]
        if mention.sentence in self.sentences and not people.pronoun and {kind, *self.kinds} >= {"killed", "injured"}:
            return False
        if not person.known and not person.names:
            if kind == "injured" and "killed" in self.kinds:
                return False
            if kind == "killed" and "injured" in self.kinds and not {"killed", "hit"} & self.kinds.keys():
                return False
        if mention.sentence in self.sentences and not person.known and not person.names:
            return not person.other and kind in BODILY
        return True

    def meets(self, people: People, mention: Mention) -> None:
        """Learn what a mention tells of this person."""
        person = people.person
        self.spans.add(people.end)
        self.names |= person.names
        if person.age is not None:
            self.ages.add(person.age)
        self.sex = self.sex or person.sex
        self.part = self.part or person.part
        self.grown = self.grown or person.grown
        self.other = self.other or person.other
        self.kinds.setdefault(mention.value["_kind"], mention)
        self.plain = self.plain or mention.value["_plain"] or person.other or people.words.lower().endswith("victim")
        self.sentences.add(mention.sentence)


def figures(mentions: list[Mention], frame: Frame, reading: Reading) -> dict:
    """{kind: (value, spans of its evidence)} of the mentions of one event."""
    order = _order(frame, reading)
    mentions = sorted(mentions, key=lambda m: (m.start, m.end))
    near = [m for m in mentions if order[m.sentence] < WINDOW]
    out = {}
    bodily = [m for m in near if m.value["_kind"] in BODILY] or [m for m in mentions if m.value["_kind"] in BODILY]
    late = [m for m in mentions if m.value["_kind"] == "killed" and bodily and m.start > bodily[-1].start]
    if not any(m.value["_kind"] in ("injured", "hit") for m in bodily):
        bodily += [m for m in mentions if m.value["_kind"] in ("injured", "hit") and _is_statement(m) and m not in bodily]
    if not any(m.value["_kind"] == "killed" for m in bodily):
        bodily += [m for m in late if _is_statement(m) and m not in bodily]
    victims = _victims(bodily, reading, late)
    dead = list(_back_to_group(bodily))
    groups = {death.value["_group"] for death in dead}
    bodily = sorted([*(m for m in bodily if m.start not in groups or m.value["_kind"] != "injured"), *dead], key=lambda m: (m.start, m.end))
    killed = _figure("killed", bodily, victims, reading)
    injured = _injured(bodily, victims, killed, reading)
    out |= {kind: figure for kind, figure in (("killed", killed), ("injured", injured)) if figure}
    for kind in KINDS[2:]:
        told = [m for m in near if m.value["_kind"] == kind]
        if told and (figure := _figure(kind, told, _victims(told, reading), reading)):
            out[kind] = figure
    return out


def _order(frame, reading):
    """Sentence -> how many full sentences of the event stand before it; menus and captions do not push the news away."""
    order, place = {}, 0
    for index in sorted(frame.sentences):
        order[index] = place
        sentence = reading.sentences[index]
        place += sentence.zone == "body" and sentence.end - sentence.start >= FULL
    return order


def _victims(mentions, reading, late=()) -> list[Victim]:
    """The persons told of one by one. What is told late adds nobody, but may tell that one of them died."""
    found: list[Victim] = []
    dead = {p.end for m in mentions if m.value["_kind"] == "killed" for p in m.value["_people"]}
    for mention in mentions:
        for people in mention.value["_people"]:
            if people.person is None or (mention.value["_kind"] != "killed" and people.end in dead):
                continue
            match = next((v for v in found if people.end in v.spans), None) or _match(people, mention, found, reading)
            if match is None:
                if people.person.known and found and not (people.person.names or people.person.age or people.person.part or people.person.grown):
                    continue
                found.append(match := Victim())
            match.meets(people, mention)
    for mention in late:
        for people in mention.value["_people"]:
            if people.person is not None and (people.person.names or people.person.age is not None):
                for victim in found:
                    if victim.names & people.person.names or people.person.age in victim.ages:
                        victim.meets(people, mention)
    return found


def _match(people, mention, found, reading):
    """The victim that a person is: by name, then by age, then the last one told of that fits."""
    person = people.person
    fits = [victim for victim in found if victim.takes(people, mention, reading)]
    if person.other and person.known:  # "the second victim" is not the first
        fits = [victim for victim in fits if victim is not found[0]]
    kind = mention.value["_kind"]

    def likeness(victim):
        same_fate = not people.pronoun and kind == "killed" and kind in victim.kinds
        return bool(victim.names & person.names), person.age in victim.ages, same_fate, max(victim.sentences)

    return max(fits, key=likeness, default=None)


def _in_title(victim, reading):
    return all(reading.sentences[number].zone == "title" for number in victim.sentences)


def _back_to_group(mentions):
    """Deaths of "they" and "both of them" as deaths of the group told of last: "Two teens were shot. They died there"."""
    group = None
    for mention in mentions:
        people = mention.value["_people"][0]
        if _is_statement(mention) and number(mention) > 1 and mention.value["_kind"] in ("hit", "injured"):
            group = mention
        elif mention.value["_kind"] == "killed" and people.known and people.low is None and group and not people.explicit:
            if 0 <= mention.sentence - group.sentence <= 3:
                yield Mention(mention.start, mention.end, mention.sentence, {**group.value, "_kind": "killed", "_deed": False, "_group": group.start})


def _statements(kind, mentions):
    """(number, mention) of each mention that gives a number of people."""
    return [m for m in mentions if m.value["_kind"] == kind and _is_statement(m)]


def _is_statement(mention):
    people = mention.value["_people"]
    if mention.value["_kind"] == "detained" and people[0].low and not people[0].person:
        return True
    return len(people) > 1 or people[0].explicit and people[0].number != 1


def number(mention: Mention) -> int:
    """The figure to reckon with."""
    value = mention.value
    return next((value[key] for key in ("best", "low", "high") if value[key] is not None), 0)


def _figure(kind, mentions, victims, reading):
    """(value, spans) of one kind: the largest number given, or the persons told of one by one."""
    implied = [m for m in mentions if m.value["_kind"] == kind and m.value["_implied"]]
    mentions = [m for m in mentions if not m.value["_implied"]]
    stated = _statements(kind, mentions)
    positive = [m for m in stated if number(m)]
    positive = [m for m in positive if not m.value["_round_up"]] or positive
    persons = [v for v in victims if kind in v.kinds]
    if persons and all(m.value["_round_up"] for m in positive):
        positive = []
    if positive:
        # "At least 14" says more than the headline's "kills 14".
        top = max(positive, key=lambda m: (number(m), m.value["high"] is None, -m.start))
        if totals := [m for m in positive if m.value["_total"]]:
            top = totals[-1]
        value, spans = _as_value(top, mentions), [(top.start, top.end)]
        if not totals and (more := _besides(kind, top, persons, positive)):
            for mention in more:
                value = _plus(value, mention)
                spans.append((mention.start, mention.end))
        return value, spans
    if persons:
        return _counted_up([v.kinds[kind] for v in persons], len(persons))
    if stated:
        return _as_value(stated[0], mentions), [(stated[0].start, stated[0].end)]
    bare = [m for m in mentions if m.value["_kind"] == kind and m.value["low"]] or implied
    if bare:
        return _as_value(bare[0], mentions), [(bare[0].start, bare[0].end)]
    return None


def _injured(mentions, victims, killed, reading):
    """Those said to be injured, or those hit who are not among the dead."""
    stated = [m for m in _statements("injured", mentions) if number(m)]
    stated = [m for m in stated if not m.value["_partial"]] or stated
    hit = [m for m in _statements("hit", mentions) if number(m)]
    hit = [m for m in hit if not m.value["_round_up"]] or hit
    dead = (killed[0].get("best") or killed[0].get("low") or 0) if killed else 0
    if stated and max(map(number, stated)) >= max((number(m) - dead for m in hit), default=0):
        return _figure("injured", [m for m in mentions if not m.value["_partial"] or m in stated], victims, reading)
    if hit:
        top = max(hit, key=lambda m: (number(m), -m.start))
        beside = [number(m) for m in mentions if m.value["_kind"] == "killed" and m.sentence == top.sentence and m.start > top.start]
        dead = max(beside, default=dead)  # "shot six, killing four": the gunman's own death is none of the six
        left = number(top) - dead
        if left > 0:
            value = _as_value(top, mentions)
            if dead:
                value = {key: value[key] - dead for key in ("low", "best", "high") if key in value and value[key] > dead} | {"words": value["words"]}
            return value, [(top.start, top.end)]
        return None
    hurt = [v for v in victims if "killed" not in v.kinds and ("injured" in v.kinds or "hit" in v.kinds)]
    if not any(v.plain for v in hurt):
        hurt = []
    if hurt and killed and not any("killed" in v.kinds for v in victims) and not _statements("killed", mentions):
        hurt = hurt[1:] if "injured" not in hurt[0].kinds else hurt  # "a fatal shooting": it was he
    if hurt:
        return _counted_up([v.kinds.get("injured") or v.kinds["hit"] for v in hurt], len(hurt))
    if pair := [m for m in mentions if m.value["_kind"] == "injured" and _is_one_beside_others(m, mentions)]:
        return _as_value(pair[0], mentions), [(pair[0].start, pair[0].end)]
    if zero := _statements("injured", mentions):
        return _as_value(zero[0], mentions), [(zero[0].start, zero[0].end)]
    return None


def _besides(kind, top, persons, stated):
    """Mentions of people who come on top of the number: "captured a leader. The force also detained two suspects"."""
    first = [v.kinds[kind] for v in persons if v.kinds[kind] is not top]
    if top.value["_including"] or any(person.part == "leader" for person in _persons_of(top)):
        return []
    if top.value["_deed"] and kind == "killed":  # "killed her and three others before shooting himself"
        return [m for m in first if m.value["_self"] and m.sentence >= top.sentence][:1]
    if len(top.value["_people"]) > 1:
        return []
    leaders = [m for m in first if any(p.part == "leader" and not p.known for p in _persons_of(m))]
    if kind == "detained":
        more = [m for m in first if m.start > top.start and any(p.other for p in _persons_of(m))]
        return leaders[:1] or ([m for m in first if m.start < top.start][:1] if top.value["_added"] else more[:1])
    if top.value["_added"]:
        return [m for m in first if m.start < top.start and not m.value["_added"]][:1]
    return leaders[:1]


def _persons_of(mention):
    return [people.person for people in mention.value["_people"] if people.person is not None]


def _plus(value, mention):
    both = {key: value[key] + mention.value[key] for key in ("low", "best", "high") if key in value and mention.value[key] is not None}
    return {**value, **both, "words": f"{mention.value['words']}, {value['words']}"}


def _is_one_beside_others(mention, mentions):
    """"Four people were killed and one was injured" counts the one, whatever is told of him later."""
    people = mention.value["_people"]
    if len(people) != 1 or not people[0].explicit or people[0].number != 1 or people[0].partitive:
        return False
    return any(m.sentence == mention.sentence and m.value["_kind"] == "killed" and _is_statement(m) for m in mentions)


def _counted_up(mentions, n):
    spans = [(m.start, m.end) for m in mentions]
    value = {"low": n, "best": n, "high": n}
    if n == 1:
        value["words"] = mentions[0].value["words"]
    return value, spans


def _as_value(mention, mentions):
    value = {key: mention.value[key] for key in ("low", "best", "high", "words") if mention.value[key] is not None}
    groups = {group: n for group, n in mention.value["of"]}
    if groups:
        value["of"] = [{"group": group, "low": n, "best": n, "high": n} for group, n in groups.items()]
    return value
