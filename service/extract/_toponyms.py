"""Finds the spans of a reading that name a place, each with the places that it could be; which one, _resolution says.

Runs of capitalised words are looked up longest first, whatever the model says of them; the model's entities then speak
against what is a person ("Paris Hilton") and mark what stands in the name of an organisation ("Kabul University").
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from service import lexicon
from service.gazetteer import Place
from service.records import Reading

WORD = re.compile(r"(?:[A-Z]\.){2,}(?:[A-Z]\b\.?)?|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")
BETWEEN = re.compile(r"[ \t]*(?:\r?\n)?[ \t]*[‘’']?|-|–|\. ?")
LONGEST = 6  # words in a name
POSTAL = re.compile(r"[A-Z]{2}$")
CONTAINER = re.compile(r",\s+([A-Z][\w.]*(?:\s[A-Z][\w.]+)?)")
UNKNOWN = re.compile(r"((?:[A-Z][^\W\d_]+(?:['’][^\W\d_s]+)?|al)(?:[ -](?:al-)?[A-Z][^\W\d_]+){0,2})(?![\w])")
LABELS_OF_PLACES = {"GPE", "LOC", "FAC"}
COMMON_BELOW = 1000  # people: a town smaller than this is not what a lone common word means, whatever the model says
MANY = 20_000  # people: a town that a reader may know without being told where it is


@dataclass(slots=True)
class Spot:
    """A span that may name a place. `wanted` is the kind that the words round it ask for."""

    start: int
    end: int
    sentence: int
    text: str
    candidates: tuple[Place, ...]
    wanted: str = ""
    demonym: bool = False
    embedded: bool = False  # in the name of something else: "Kabul University"
    sure: bool = False  # the words before it, or the model, call it a place
    within: int | None = None  # the spot that follows as its container: "Paris, Texas"

    @property
    def name(self) -> str:
        """Its words, on one line."""
        return " ".join(self.text.split())


def spot(reading: Reading) -> list[Spot]:
    """All spots of a reading, in order."""
    finder = _Finder(reading)
    spots = []
    for sentence in reading.sentences:
        if sentence.zone != "credit":
            spots += finder.sentence(sentence)
    spots = _without_surnames(spots, finder)
    _link_containers(spots, reading.text)
    _spread_plurals(spots, reading.text)
    return spots


class _Finder:
    """Holds what is looked up again and again while one reading is searched."""

    def __init__(self, reading):
        self.reading, self.text, self.gazetteer = reading, reading.text, reading.gazetteer
        self.entities = [(ent.start_char, ent.end_char, ent.label_) for ent in reading.doc.ents]
        self.starts = [start for start, _, _ in self.entities]
        self.surnames = self._surnames()

    def _surnames(self):
        """The last words of the persons with two names or more: "Houston" after "Sam Houston"."""
        names = set()
        for start, end, label in self.entities:
            words = self.text[start:end].split()
            if label == "PERSON" and len(words) > 1:
                names.add(words[-1].removesuffix("'s").removesuffix("’s"))
        return names

    def entity(self, start, end):
        """The entity that overlaps a span, as (start, end, label)."""
        at = bisect_right(self.starts, end - 1) - 1
        if at >= 0 and self.entities[at][1] > start:
            return self.entities[at]
        return None

    def sentence(self, sentence):
        words = [(m.start(), m.end()) for m in WORD.finditer(self.text, sentence.start, sentence.end)]
        at, found = 0, []
        while at < len(words):
            spot = self._longest(words, at, sentence)
            if spot is None:
                at += 1
                continue
            found.append(spot)
            while at < len(words) and words[at][0] < spot.end:
                at += 1
        return found

    def _longest(self, words, at, sentence):
        """The longest name that begins with a word."""
        first = self.text[words[at][0] : words[at][1]]
        if not (first[0].isupper() or (first in _words("articles") and self.text[words[at][1] : words[at][1] + 1] == "-")):
            return None
        last = at
        while last + 1 < len(words) and last - at + 1 < LONGEST and self._joined(words, last):
            last += 1
        for end in range(last, at - 1, -1):
            start_char, end_char = words[at][0], words[end][1]
            if not self.text[words[end][0]].isupper():
                continue
            spot = self._named(start_char, end_char, sentence, alone=end == at, opening=at == 0)
            if spot is not None:
                longer = self._unknown(words[at][0], sentence) if spot.wanted and end == at else None
                return longer if longer and self.text[spot.end : longer.end].strip()[:1].isupper() else spot
        return self._unknown(words[at][0], sentence)

    def _unknown(self, start, sentence):
        """A name that only the words round it call a place: "the Sviatoshynskyi district", "the village of Qassiab"."""
        found = UNKNOWN.match(self.text, start, sentence.end)
        if not found or found[1].split()[0].lower() in _common():
            return None
        if after := _fine().match(self.text, found.end(1)):
            kind, end = after[1].lower(), after.end()
        elif before := _fine_before().search(self.text[max(0, start - 50) : start]):
            kind, end = before[1].lower(), found.end(1)
        else:
            return None
        whole = kind in _words("kept") and end > found.end(1)
        end = end if whole else found.end(1)
        return Spot(start, end, sentence.index, self.text[start:end], (), wanted="district", sure=True)

    def _joined(self, words, last):
        """Whether the next word may belong to the same name."""
        (_, end), (start, following) = words[last], words[last + 1]
        if not BETWEEN.fullmatch(self.text, end, start):
            return False
        word = self.text[start:following]
        return word[0].isupper() or word in _words("inside")

    def _named(self, start, end, sentence, *, alone, opening):
        text, gazetteer = self.text[start:end], self.gazetteer
        if gazetteer.ambiguous(text) and not self._after_comma(start):
            return None
        if self.text[end : end + 1] == "." and (short := self._short(start, end)):
            return self._spot(start, end + 1, sentence, short, sure=True)
        if alone and POSTAL.fullmatch(text) and (place := self._postal(start, text)):
            return self._spot(start, end, sentence, (place,), sure=True)
        if place := gazetteer.demonym(" ".join(text.split())):
            return self._spot(start, end, sentence, (place,), demonym=True, sure=True)
        if alone and text.isupper() and len(text) < 5 and not gazetteer.short(text) and not self._in_capitals(start):
            return None  # "WHO", "UN": codes are names only where the list has them
        candidates = gazetteer.candidates(" ".join(text.split()))
        if not candidates:
            return None
        spot = self._spot(start, end, sentence, candidates)
        return spot if self._meant(spot, alone, opening) else None

    def _short(self, start, end):
        """An abbreviation with its full stop. One that is also a word ("Miss.", "Ill.") must follow a comma."""
        name = self.text[start : end + 1]
        if not self.gazetteer.short(name):
            return ()
        return self.gazetteer.candidates(name) if not self.gazetteer.ambiguous(name) or self._after_comma(start) else ()

    def _postal(self, start, text):
        """"Paris, TX": two capitals after a comma are a state of the United States or a province of Canada."""
        if not self._after_comma(start) or self.text[start + 2 : start + 3] == "-":
            return None
        return self.gazetteer.coded(f"US-{text}") or self.gazetteer.coded(f"CA-{text}")

    def _after_comma(self, start):
        return re.search(r"\w,\s+$", self.text[max(0, start - 4) : start]) is not None

    def _in_capitals(self, start):
        """Whether the words round it are all in capitals, too, as in a dateline or a headline."""
        row = self.text[max(0, start - 20) : start + 25]
        return sum(c.isupper() for c in row) > sum(c.islower() for c in row)

    def _spot(self, start, end, sentence, candidates, *, demonym=False, sure=False):
        text = self.text[start:end]
        spot = Spot(start, end, sentence.index, text, candidates, demonym=demonym, sure=sure)
        spot.wanted = "" if demonym else self._wanted(spot)
        return spot

    def _wanted(self, spot):
        """The kind that the next word, or the words before, ask for: "Zhytomyr oblast", "the city of Marhanets"."""
        after = re.match(r"\s+([A-Za-z-]+)", self.text[spot.end : spot.end + 24])
        kinds = _kinds()
        if after and (kind := kinds.get(after[1].lower())) and not (after[1].istitle() and kind == "city"):
            return kind
        before = re.search(r"\b([a-z-]+) of (?:the )?$", self.text[max(0, spot.start - 30) : spot.start])
        return kinds.get(before[1], "") if before else ""

    def _meant(self, spot, alone, opening):
        """Whether a name that the gazetteer knows is meant as one."""
        entity = self.entity(spot.start, spot.end)
        label = entity[2] if entity else ""
        known = _known(spot.candidates)
        located, held = self._located(spot), self._held_after(spot)
        spot.sure = label in LABELS_OF_PLACES or located or held or bool(spot.wanted)
        if held and known >= COMMON_BELOW:
            return True
        if label == "PERSON" and not self._though_a_person(spot, entity, located):
            return False
        if self._titled(spot) or _not_places().fullmatch(spot.name) or (alone and spot.text.lower() in _never()):
            return False
        if entity and (entity[0] < spot.start or entity[1] > spot.end) and not self._complete(spot, entity):
            if label in ("GPE", "LOC"):
                return False  # "Meadow Grove", where the gazetteer has only a Meadow
            spot.embedded = label in _words("holding") and self._beside_capitals(spot, entity)
        if alone and spot.text.lower() in _common():
            return not spot.embedded and ((known >= COMMON_BELOW and label in LABELS_OF_PLACES) or self._placed(spot, known))
        if spot.embedded:
            return known > (MANY if alone else COMMON_BELOW)
        if alone and not spot.sure and spot.text in self.surnames:
            return False
        if alone and label == "" and (opening or self._beside_capitals(spot)):
            return known > MANY
        return spot.sure or known > 500 or not alone

    def _complete(self, spot, entity):
        """Whether what else is in the entity is no part of the name: "northern Iraq", "Kane County", "Paris, Texas"."""
        before, after = self.text[entity[0] : spot.start], self.text[spot.end : entity[1]]
        return _modifiers().fullmatch(before) is not None and _appendix().match(after) is not None

    def _beside_capitals(self, spot, entity=None):
        """Whether another capitalised word touches a name, as in "City Hall", "University of Aleppo"; in the entity only, if given."""
        first, last = entity[:2] if entity else (spot.start - 20, spot.end + 20)
        before = re.search(r"([A-Z]\w+)(?: of(?: the)?)? $", self.text[max(0, first) : spot.start])
        after = re.match(r"(?:['’]s)? (?:of )?([A-Z]\w+)", self.text[spot.end : max(spot.end, last)])
        return any(near and near[1].lower() not in _kinds() for near in (before, after))

    def _though_a_person(self, spot, entity, located):
        """The model takes places for persons, too: then the whole entity is the place, and it stands where places stand."""
        whole = entity[0] >= spot.start and entity[1] <= spot.end + 2
        return whole and spot.text not in self.surnames and (located or _known(spot.candidates) > 100_000)

    def _titled(self, spot):
        before = re.search(r"(\w+)\.? $", self.text[max(0, spot.start - 16) : spot.start])
        return bool(before) and before[1] in _words("titles") and _known(spot.candidates) < 10**9

    def _located(self, spot):
        return _locative().search(self.text, max(0, spot.start - 24), spot.start) is not None

    def _placed(self, spot, known):
        """"in Reading": a common word is a place only there, and only a large one."""
        return known > MANY and re.search(r"\b(?:in|near|outside) $", self.text[max(0, spot.start - 9) : spot.start]) is not None

    def _held_after(self, spot):
        """"Mobile, Alabama", "PATERSON, N.J.": what holds it follows."""
        after = CONTAINER.match(self.text, spot.end)
        if not after:
            return False
        for name in (after[1], after[1].split()[0], after[1].split()[0].rstrip(".")):
            outer = self.gazetteer.candidates(name)
            if not outer and POSTAL.fullmatch(name):
                outer = [self.gazetteer.coded(f"US-{name}")]
            if any(holds(place, inner) for place in outer if place for inner in spot.candidates):
                return True
        return False


def _known(candidates):
    """How many people know the name, at least: those who live in the largest place of that name; all know a country."""
    return max(10**9 if p.kind in ("country", "region") else p.population * (10 if p.quality == 0 and p.kind == "admin1" else 1) for p in candidates)


def _without_surnames(spots, finder):
    """Leave out a name that is also a person's, unless it is called a place somewhere."""
    places = {spot.text for spot in spots if spot.sure}
    return [s for s in spots if s.sure or s.text not in finder.surnames or s.text in places]


def _link_containers(spots, text):
    """"Paris, Texas", "Idlib, in Syria": tie a spot to the one after it that could hold it."""
    for at, spot in enumerate(spots[:-1]):
        following = spots[at + 1]
        gap = text[spot.end : following.start]
        if following.demonym or spot.demonym or len(gap) > 40:
            continue
        if _links().fullmatch(gap):
            if any(holds(outer, inner) for outer in following.candidates for inner in spot.candidates):
                spot.within = at + 1


def holds(outer, inner):
    """Whether a country or division holds a place."""
    if outer.kind == "country":
        return inner.kind != "country" and inner.country_iso3 == outer.country_iso3
    if outer.kind == "admin1":
        return inner.kind in ("admin2", "city") and inner.admin1_id == outer.id
    return outer.kind == "admin2" and inner.kind == "city" and inner.admin2 == outer.name and inner.admin1_id == outer.admin1_id


def _spread_plurals(spots, text):
    """"Kharkiv, Poltava and Sumy provinces": the plural asks the same of all that are listed before it."""
    for at in range(len(spots) - 1, 0, -1):
        spot, before = spots[at], spots[at - 1]
        plural = re.match(r"\s+(\w+s)\b", text[spot.end : spot.end + 20])
        if spot.wanted and ((plural and plural[1].lower() in _kinds()) or spot.wanted.endswith("+")):
            spot.wanted = spot.wanted.removesuffix("+")
            if re.fullmatch(r",? and |, |,\s+| or | as well as ", text[before.end : spot.start]) and not before.demonym:
                before.wanted = spot.wanted + "+"
    for spot in spots:
        spot.wanted = spot.wanted.removesuffix("+")


@cache
def _words(name):
    return frozenset(lexicon.table("places")["words"][name])


def _kinds():
    return lexicon.table("places")["kinds"]


@cache
def _fine():
    """The word after the name of something finer than a city."""
    return re.compile(rf"\s+({lexicon.alternation(_words('fine'))})\b", re.IGNORECASE)


@cache
def _fine_before():
    listed = r"(?:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?:, | and |, and ))*"
    return re.compile(rf"\b((?i:{lexicon.alternation(_words('fine'))}))s? (?:of|called|named) (?:the )?{listed}$")


@cache
def _links():
    """What may stand between a place and what holds it: "Zurmat district, Paktya", "Idlib, in northern Syria"."""
    kind = rf"(?:\s+{lexicon.alternation(_kinds())})?"
    inside = r"\s*\(|,? in (?:the )?(?:\w+ern |\w+ )?(?:\w+ of )?|,? (?:a|the) (?:city|town|village|district|suburb) (?:in|of) (?:\w+ern )?"
    return re.compile(rf"{kind}(?:,\s+|{inside})", re.IGNORECASE)


@cache
def _never():
    """Words that are no place by themselves, in whatever company: "Al", "Southern", "March"."""
    return frozenset(word.lower() for name in ("articles", "modifiers", "calendar") for word in _words(name))


@cache
def _not_places():
    return lexicon.matcher(_words("not_places"))


@cache
def _modifiers():
    """What may stand before a name in one entity: "the northern ", "City of "."""
    return re.compile(rf"(?:(?:{lexicon.alternation(_words('modifiers'))}|(?:the )?\w+ of(?: the)?)[ -]+)*", re.IGNORECASE)


@cache
def _appendix():
    """What may stand after it: the word for its kind, a possessive, another place."""
    return re.compile(rf"(?:['’]s?\b)?(?:$|[,(/–-]|\s+and\b|\s*{lexicon.alternation(_kinds())}\b)", re.IGNORECASE)


@cache
def _common():
    return frozenset(lexicon.table("places")["words"]["common"].split())


@cache
def _locative():
    return re.compile(rf"\b{lexicon.alternation(_words('locative'))}\s+(?:the\s+)?$")
