"""Tells the harmed apart who are told of one by one: "a man was shot", "the 24-year-old", "he died" are one person.

A person told of is matched with those before him by name, age, sex and part played; who matches nobody is new. We would
rather take two people for one than one for two: a headline, a lead and a body tell the same story three times.
"""

import re
from dataclasses import dataclass, field

from service.extract._nouns import words
from service.extract._persons import People
from service.records import Mention, Reading

POSSESSIVE = re.compile(r"['’]s$")
BODILY = ("killed", "injured", "hit")


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
    plain: bool = False  # whether anything but a stay in hospital is told of him
    sentences: set = field(default_factory=set)
    ends: set = field(default_factory=set)  # where the nouns end that stand for him

    def takes(self, people: People, mention: Mention, reading: Reading) -> bool:
        """Whether a person told of may be this one."""
        person = people.person
        if self.names and person.names:
            return bool(self.names & person.names) and not _are_kin(self.names, person.names)
        if self._differs(person) and not _is_of_the_detained(person, self, mention):
            return False
        if _comes_on_top(people, mention) and not self.is_in_title(reading):
            return False
        new = person.other or (mention.value["_added"] and mention.value["_kind"] not in BODILY)
        if new and not self.other and not person.known and not self.is_in_title(reading):
            return False
        return self._may_share_fate(people, mention)

    def _differs(self, person):
        if person.age is not None and self.ages and person.age not in self.ages:
            return True
        pairs = ((person.sex, self.sex), (person.part, self.part), (person.grown, self.grown))
        return any(told and known and told != known for told, known in pairs)

    def _may_share_fate(self, people, mention):
        """Nobody is first dead and then injured, nor both in one sentence: "wounded one man and killed another"."""
        kind, person = mention.value["_kind"], people.person
        here = mention.sentence in self.sentences
        if here and not people.pronoun and {kind, *self.kinds} >= {"killed", "injured"}:
            return False
        if person.known or person.names or (person.age is not None and person.age in self.ages and not person.other):
            return True
        if kind == "injured" and "killed" in self.kinds:
            return False
        if kind == "killed" and "injured" in self.kinds and not {"killed", "hit"} & self.kinds.keys():
            return False
        return not here or (not person.other and kind in BODILY)

    def is_in_title(self, reading: Reading) -> bool:
        """Whether nothing but the headline has told of this person."""
        return all(reading.sentences[number].zone == "title" for number in self.sentences)

    def meets(self, people: People, mention: Mention) -> None:
        """Learn what a mention tells of this person."""
        person = people.person
        self.ends.add(people.end)
        self.sentences.add(mention.sentence)
        self.names |= person.names
        self.ages |= {person.age} - {None}
        self.sex = self.sex or person.sex
        self.part = self.part or person.part
        self.grown = self.grown or person.grown
        self.other = self.other or person.other
        self.plain = self.plain or mention.value["_plain"] or person.other or people.words.lower().endswith("victim")
        self.kinds.setdefault(mention.value["_kind"], mention)


def _is_of_the_detained(person, victim, mention):
    """ "Captured a rebel leader. The suspect was taken to a base": whoever is captured is a suspect."""
    return (
        mention.value["_kind"] == "detained" and person.known and person.part == "suspect" and victim.part != "police"
    )


def _are_kin(names, others):
    """Whether two have but a family name in common: "Bo Lind" and "Ada Lind"."""
    return len(names & others) == 1 and len(names - others) > 0 and len(others - names) > 0


def told_of(mentions: list[Mention], reading: Reading, late: list[Mention] = ()) -> list[Victim]:
    """The persons told of one by one. What is told late adds nobody, but may tell that one of them died."""
    found: list[Victim] = []
    dead = {people.end for m in mentions if m.value["_kind"] == "killed" for people in m.value["_people"]}
    for mention in mentions:
        for people in mention.value["_people"]:
            if people.person is None or (mention.value["_kind"] != "killed" and people.end in dead):
                continue
            victim = next((v for v in found if people.end in v.ends), None) or _match(people, mention, found, reading)
            if victim is None:
                unknown = people.person.is_told_apart or _comes_on_top(people, mention) or _is_kin(people)
                if found and people.person.known and not unknown and not people.person.other:
                    continue  # "he" and "the victim" are never new, "the second victim" is
                found.append(victim := Victim())
            victim.meets(people, mention)
    for mention in late:
        for people in mention.value["_people"]:
            for victim in found:
                if people.person and (victim.names & people.person.names or people.person.age in victim.ages):
                    victim.meets(people, mention)
    return found


def _comes_on_top(people, mention):
    """ "The owner was also shot": a role of its own makes him somebody else, as "he" or "the victim" does not."""
    noun = people.words.lower().split()[-1]
    told = people.pronoun or people.person.names or noun in words("generic")
    return mention.value["_also"] and mention.value["_kind"] in ("hit", "killed") and not told


def _is_kin(people):
    """ "Her mother was wounded": of kin it is said whose they are, not that they were told of before."""
    told = people.words.lower().split()
    return told[-1] in words("kin") and (told[0] in words("possessives") or any(map(POSSESSIVE.search, told)))


def _match(people, mention, found, reading):
    """The victim that a person is: by name, then by age, then one of like fate, then the last one told of."""
    person, kind = people.person, mention.value["_kind"]
    fits = [victim for victim in found if victim.takes(people, mention, reading)]
    if person.other and person.known:  # "the second victim" is not the first
        fits = [victim for victim in fits if victim is not found[0] or victim.is_in_title(reading)]

    def likeness(victim):
        like_fate = not people.pronoun and kind == "killed" and kind in victim.kinds
        return bool(victim.names & person.names), person.age in victim.ages, like_fate, max(victim.sentences)

    return max(fits, key=likeness, default=None)


def are_fewer(mention: Mention, victims: list[Victim]) -> bool:
    """Whether one of the persons listed, by name or age, is dead by the end of the article: "Roe and a child were taken
    to hospital. Roe died there"; then who is left is counted one by one."""
    people = mention.value["_people"]
    if any(part.person is None for part in people):
        return False
    ends = {part.end for part in people if part.person.names or part.person.age is not None}
    return any(ends & victim.ends and "killed" in victim.kinds for victim in victims)
