"""Finds the spans of a reading that name a place, each with the places that it could be; which one, _resolution says.

Runs of capitalised words are looked up longest first, whatever the model says of them; the model's entities then speak
against what is a person ("Paris Hilton") and mark what stands in the name of an organisation ("Kabul University").
"""

import calendar
import re
from bisect import bisect_right

from service.extract import _place_words as words_of
from service.extract._spots import Spot, any_holds, link_containers, spread_plurals
from service.records import Reading, Sentence

WORD = re.compile(r"(?:[A-Z]\.){2,}(?:[A-Z]\b\.?)?|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")
BETWEEN = re.compile(r"[ \t]*(?:\r?\n)?[ \t]*[‘’']?|-|–|\. ?")
LONGEST = 6  # words in a name
POSTAL = re.compile(r"[A-Z]{2}$")
CONTAINER = re.compile(r",\s+([A-Z][\w.]*(?:\s[A-Z][\w.]+)?)")
UNKNOWN = re.compile(r"((?:[A-Z][^\W\d_]+(?:['’][^\W\d_s]+)?|al)(?:[ -](?:wa )?(?:al-)?[A-Z][^\W\d_]+){0,2})(?![\w])")
PLACES = {"GPE", "LOC", "FAC"}
COMMON_BELOW = 1000  # people: a town smaller than this is not what a lone common word means, whatever the model says
ALL = 10**9
CALENDAR = {*calendar.day_name, *calendar.month_name}  # "on Monday Kabul was quiet"
GIVEN_NAME = re.compile(r"(?<=[\w,]\s)([A-Z][a-z]+)(?:\s[A-Z]{2,})?\s$")
FAMOUS = 100_000
METROPOLIS = 1_000_000  # people: such a place, or a country, is what its name means even behind a capital
MANY = 20_000  # people: a town that a reader may know without being told where it is


def spot(reading: Reading) -> list[Spot]:
    """All spots of a reading, in order."""
    finder = _Finder(reading)
    spots = []
    for sentence in reading.sentences:
        if sentence.zone != "credit":
            spots += finder.sentence(sentence)
    spots = _without_surnames(spots, finder)
    link_containers(spots, reading.text)
    spread_plurals(spots, reading.text)
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

    def sentence(self, sentence: Sentence) -> list[Spot]:
        """The spots of a sentence."""
        words = [m.span() for m in WORD.finditer(self.text, sentence.start, sentence.end)]
        found, end = [], 0
        for at, (start, _) in enumerate(words):
            if start >= end and self._begins(*words[at]) and (spot := self._longest(words, at, sentence)):
                found.append(spot)
                end = spot.end
        return found

    def _begins(self, start, end):
        """Whether a name may begin with a word: a capital, or "al-"."""
        if self.text[start].isupper():
            return True
        return self.text[end : end + 1] == "-" and self.text[start:end] in words_of.words("articles")

    def _longest(self, words, at, sentence):
        """The longest name that begins with a word."""
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
        first = found[1].split()[0] if found else ""
        if not found or first in words_of.words("openers") or first.lower() in words_of.common():
            return None
        if after := words_of.fine().match(self.text, found.end(1)):
            kind, end = after[1].lower(), after.end()
        elif before := words_of.fine_before().search(self.text[max(0, start - 50) : start]):
            kind, end = before[1].lower(), found.end(1)
        else:
            return None
        whole = kind in words_of.words("kept") and end > found.end(1)
        end = end if whole else found.end(1)
        return Spot(start, end, sentence.index, self.text[start:end], (), wanted="district", sure=True)

    def _joined(self, words, last):
        """Whether the next word may belong to the same name."""
        (_, end), (start, following) = words[last], words[last + 1]
        if not BETWEEN.fullmatch(self.text, end, start):
            return False
        word = self.text[start:following]
        return word[0].isupper() or word in words_of.words("inside")

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
        candidates = gazetteer.candidates(" ".join(text.split()))
        if alone and text.isupper() and len(text) < 5 and not self._no_code(start, text, candidates):
            return None  # "WHO", "UN"
        if not candidates:
            return None
        spot = self._spot(start, end, sentence, candidates)
        return spot if self._meant(spot, alone, opening) else None

    def _short(self, start, end):
        """An abbreviation with its full stop. One that is also a word ("Miss.", "Ill.") must follow a comma."""
        name = self.text[start : end + 1]
        if not self.gazetteer.short(name):
            return ()
        meant = not self.gazetteer.ambiguous(name) or self._after_comma(start)
        return self.gazetteer.candidates(name) if meant else ()

    def _postal(self, start, text):
        """The state or province of "Paris, TX": two capitals after a comma."""
        if not self._after_comma(start) or self.text[start + 2 : start + 3] == "-":
            return None
        return self.gazetteer.coded(f"US-{text}") or self.gazetteer.coded(f"CA-{text}")

    def _after_comma(self, start):
        return re.search(r"\w,\s+$", self.text[max(0, start - 4) : start]) is not None

    def _no_code(self, start, text, candidates):
        """Whether up to four capitals are a name: listed, in a dateline, among capitals, or well known ("LIMA")."""
        head = self.reading.dateline
        listed = self.gazetteer.short(text) or (head is not None and head.start <= start < head.end)
        famous = len(text) == 4 and any(
            p.quality <= 0 and (p.kind != "city" or p.population > FAMOUS) for p in candidates
        )
        return listed or famous or self._in_capitals(start)

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
        kinds = words_of.kinds()
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
        spot.sure = label in PLACES or located or held or bool(spot.wanted)
        if held and known >= COMMON_BELOW:
            return True
        if label == "PERSON" and not self._though_a_person(spot, entity, located):
            return False
        never = words_of.not_places().fullmatch(spot.name) or (alone and spot.text.lower() in words_of.never())
        if never or self._titled(spot) or self._before_surname(spot) or self._is_street(spot) or self._is_venue(spot):
            return False
        if entity and (entity[0] < spot.start or entity[1] > spot.end) and not self._complete(spot, entity):
            if label in ("GPE", "LOC"):
                return False  # "Meadow Grove", where the gazetteer has only a Meadow
            spot.embedded = label in words_of.words("holding") and self._beside_capitals(spot, entity)
        if alone and spot.text.lower() in words_of.common():
            labelled = known >= COMMON_BELOW and label in PLACES
            return not spot.embedded and (labelled or self._placed(spot, known))
        if spot.embedded:
            return known > (MANY if alone else COMMON_BELOW) and spot.text not in self.surnames
        if alone and not spot.sure and spot.text in self.surnames:
            return False
        if alone and not spot.sure and self._unasked(spot):
            if self._after_given_name(spot):
                self.surnames.add(spot.text)
                return False
            return known > FAMOUS  # it may be a person, for all that is known
        if alone and label == "" and (opening or self._beside_capitals(spot)):
            return known > MANY
        return spot.sure or known > 500 or not alone

    def _after_given_name(self, spot):
        """Whether another name stands before it, and no sentence opens with that: "deputy Ivo Hagen was shot"."""
        found = GIVEN_NAME.search(self.text, max(0, spot.start - 24), spot.start)
        if found is None or _known(spot.candidates) > METROPOLIS:
            return False
        before = found[1]
        if before in CALENDAR or words_of.modifiers().fullmatch(before + " ") or self.gazetteer.demonym(before):
            return False
        return _known(self.gazetteer.candidates(before)) < MANY

    def _unasked(self, spot):
        """Whether the model was not asked for the names of the sentence."""
        return self.reading.doc[self.reading.sentences[spot.sentence].first].ent_iob == 0

    def _complete(self, spot, entity):
        """Whether what else is in the entity is no part of the name: "northern Iraq", "Kane County", "Paris, Texas"."""
        before, after = self.text[entity[0] : spot.start], self.text[spot.end : entity[1]]
        return words_of.modifiers().fullmatch(before) is not None and words_of.appendix().match(after) is not None

    def _beside_capitals(self, spot, entity=None):
        """Whether another capitalised word touches a name, as in "City Hall"; within the entity, if one is given."""
        first, last = entity[:2] if entity else (spot.start - 20, spot.end + 20)
        before = re.search(r"([A-Z]\w+)(?: of(?: the)?)? $", self.text[max(0, first) : spot.start])
        after = re.match(r"(?:['’]s)? (?:of )?([A-Z]\w+)", self.text[spot.end : max(spot.end, last)])
        return any(near and near[1].lower() not in words_of.kinds() for near in (before, after))

    def _though_a_person(self, spot, entity, located):
        """Whether the model takes a place for a person: the whole entity is the place, and stands like one."""
        whole = entity[0] >= spot.start and entity[1] <= spot.end + 2
        return whole and spot.text not in self.surnames and (located or _known(spot.candidates) > FAMOUS)

    def _titled(self, spot):
        if words_of.kin_before().search(self.text, max(0, spot.start - 60), spot.start):
            return True  # "his sister, Ann Roe"
        before = re.search(r"(\w+)\.? $", self.text[max(0, spot.start - 16) : spot.start])
        return bool(before) and before[1] in words_of.words("titles") and _known(spot.candidates) < ALL

    def _before_surname(self, spot):
        """Whether the model cut a person in two: a "Paris" that a person "Hilton" follows."""
        after = self.entity(spot.end + 1, spot.end + 2)
        return after is not None and after[0] == spot.end + 1 and after[2] == "PERSON" and self.text[spot.end] == " "

    def _is_street(self, spot):
        before = words_of.street_before().search(self.text, max(0, spot.start - 40), spot.start)
        return bool(before or words_of.street_after().match(self.text, spot.end))

    def _is_venue(self, spot):
        """Whether a house is called after the place, and not just in it: "the Southland Mall" stands in Memphis."""
        return not spot.demonym and words_of.venue_after().match(self.text, spot.end) is not None

    def _located(self, spot):
        return words_of.locative().search(self.text, max(0, spot.start - 24), spot.start) is not None

    def _placed(self, spot, known):
        """Whether it is "in Reading": a common word is a place only there, and only a large one."""
        return known > MANY and re.search(r"\b(?:in|near|outside) $", self.text[max(0, spot.start - 9) : spot.start])

    def _held_after(self, spot):
        """Whether what holds it follows: "Mobile, Alabama", "PATERSON, N.J."."""
        after = CONTAINER.match(self.text, spot.end)
        if not after:
            return False
        for name in (after[1], after[1].split()[0], after[1].split()[0].rstrip(".")):
            outer = self.gazetteer.candidates(name)
            if not outer and POSTAL.fullmatch(name):
                outer = [self.gazetteer.coded(f"US-{name}")]
            if outer and any_holds(filter(None, outer), spot.candidates):
                return True
        return False


def _known(candidates):
    """How many people know the name, at least: those who live in the largest place of that name; all know a country."""
    return max((ALL if p.kind in ("country", "region") else p.population for p in candidates), default=0)


def _without_surnames(spots, finder):
    """Leave out a name that is also a person's, unless it is called a place somewhere."""
    places = {spot.text for spot in spots if spot.sure}
    return [s for s in spots if s.sure or s.text not in finder.surnames or s.text in places]
