"""Finds those who act or speak in a text: states, armed forces and groups, offices, and the people who hold them.

    "U.S. President Donald Trump"  -> Donald Trump, USA, GOV; later "Trump" in the same article is he
    "Russian forces"               -> Russian forces, RUS, MIL
    "a Russian attack drone"       -> Russia, RUS (whose the drone is)

Private people are not named: a person without an office is told of by a role ("gunman") or not at all. Where a thing
was made says nothing about who uses it ("U.S.-made F-16").
"""

import re
from dataclasses import dataclass

from service.extract import _actors_words as words
from service.extract import _identities, _phrases, _titles
from service.records import Reading

GENITIVE = re.compile(r"['’]s?$")
LONGEST = 70  # characters of a name


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: the head token, characters of the words, and who it is."""

    i: int
    start: int
    end: int
    sentence: int
    name: str
    country: str | None
    sector: str | None
    kind: str  # person | state | group | body | noun | modifier (whose a thing is) | capital (for its government)
    office: bool = False
    title: str = ""  # the words of the office


def find(reading: Reading) -> list[Actor]:
    """All actors of the parsed sentences, in order; people who are named by their surname under their full name."""
    known = reading.doc.user_data  # two fields ask for the same
    if "actors" not in known:
        found = [
            actor
            for sentence in reading.sentences
            if sentence.parsed and sentence.zone not in ("credit", "dateline")
            for actor in _in_sentence(reading, sentence)
        ]
        known["actors"] = _identities.settled(found, reading)
    return known["actors"]


def as_value(actor: Actor) -> dict:
    """Name, country and sector in the shape of schemas.parts."""
    value = {"name": actor.name, "country_iso3": actor.country, "sector": actor.sector}
    return {key: said for key, said in value.items() if said}


def _in_sentence(reading, sentence):
    groups = _groups(reading, sentence)
    covered = {i for span, _ in groups.values() for i in range(span.start, span.end)}
    for token in reading.tokens(sentence):
        if token.i in groups:
            yield _group(reading, sentence, token, *groups[token.i])
            continue
        nominal = token.i not in covered and token.pos_ in ("NOUN", "PROPN", "ADJ")
        actor = _of_token(reading, sentence, token, groups) if nominal else None
        if actor:
            yield actor


def _group(reading, sentence, token, span, row):
    """A group that is known by its name; of one that is at home in many countries "Kenya Red Cross" is another."""
    name, start, country = row["name"], span.start_char, row["country"] or None
    before = reading.doc[span.start - 1] if span.start > sentence.first else None
    if country is None and before is not None and before.dep_ == "compound" and before.text[0].isupper():
        country = reading.gazetteer.country_of(before.text)
        if country:
            name, start = f"{before.text} {name}", before.idx
    return Actor(token.i, start, span.end_char, sentence.index, name, country, row["sector"], "group")


def _groups(reading, sentence):
    """Head token -> (span, row) of each armed group or organisation that is known by its name."""
    found = {}
    for match in words.group_names().finditer(reading.text, sentence.start, sentence.end):
        span = reading.doc.char_span(*match.span(), alignment_mode="expand")
        row = words.groups()[" ".join(match[0].split())]
        if span is not None and not _phrases.is_made(reading, span.end_char):
            found[span.root.i] = (span, row)
    return found


def _of_token(reading, sentence, token, groups):
    """The actor that a noun phrase with this head is, or whose a thing is that this word stands before."""
    if _stands_before(token):
        return _modifier(reading, sentence, token)
    if _phrases.is_name(token) and token.i + 1 < sentence.last and _phrases.is_name(token.nbor()) and token.whitespace_:
        return None  # the parse has cut a name in two: "Minister" and "Andrii Kolar"
    if (
        token.lower_ in words.nouns()
        or token.lower_ in words.words("only_told")
        or (token.lower_ in words.holders() and not token.text.isupper())
    ):
        return _common(reading, sentence, token, groups)
    if not (
        token.text[0].isupper() and (_phrases.is_name(token) or token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP"))
    ):
        return None
    return _named(reading, sentence, token, _phrases.first(token), groups)


def _stands_before(token):
    """Whether a word only says more of the noun behind it: "a Russian drone"; "Russia's drones" is told of apart."""
    while token.dep_ == "conj" and token.i > token.head.i:
        token = token.head
    if token.i and token.nbor(-1).lower_ in ("a", "an") and token.head.i > token.i and token.nbor().lower_ == "and":
        return False  # "a teacher and local officials", which parsers take for officials of the teacher
    return token.dep_ in ("amod", "compound", "nmod", "npadvmod", "quantmod", "advmod") and token.head.i > token.i


def _modifier(reading, sentence, token):
    text = token.text
    if token.i > sentence.first and token.nbor(-1).dep_ in ("compound", "amod") and token.nbor(-1).text[0].isupper():
        text = f"{token.nbor(-1).text} {text}"  # "South Korean troops"
        if not reading.gazetteer.country_of(text):
            text = token.text
    country = reading.gazetteer.country_of(GENITIVE.sub("", text)) if text[0].isupper() else None
    if country is None or _phrases.is_made(reading, token.idx + len(token)):
        return None
    return Actor(
        token.i,
        token.idx,
        token.idx + len(token),
        sentence.index,
        reading.gazetteer.country(country).name,
        country,
        None,
        "modifier",
    )


def _named(reading, sentence, token, first, groups):
    """The actor that a name stands for; None for agencies, equipment and places."""
    start = reading.doc[first].idx
    end = token.idx + len(token)
    phrase = reading.text[start:end]
    if first < token.i and reading.doc[first].lower_ in words.words("telling") and reading.doc[first].is_sent_start:
        first += 1
    own = _phrases.capitalised(reading, token, first)
    name = GENITIVE.sub("", " ".join(reading.text[own:end].split()))
    if not name or len(name) > LONGEST or words.is_agency(name) or _phrases.is_made(reading, end):
        return None
    place = lambda begins, called, *rest: Actor(token.i, begins, end, sentence.index, called, *rest)  # noqa: E731
    if any(part.lower_ in words.words("press_of") for part in reading.doc[max(0, first - 1) : token.i]):
        return None  # "radio Norland"
    if country := reading.gazetteer.country_of(name):
        return _state(reading, place, own, token, name, country)
    if titled := _titles.in_front(phrase, reading.gazetteer):
        country, sector = titled.country or _phrases.behind_of(reading, token), titled.sector
        if group := next((row for i, (_, row) in groups.items() if first <= i < token.i), None):
            country, sector = group["country"] or None, group["sector"]
        if not words.sector_of(titled.name.split()[-1]):
            return place(
                start + titled.start,
                GENITIVE.sub("", titled.name),
                country,
                sector,
                "person",
                True,
                phrase[: titled.start],
            )
    sector = words.sector_of(name)
    if sector and token.ent_type_ != "PERSON":
        whole, last = _phrases.with_of(reading, token, name)
        country = _titles.country_in(phrase, reading.gazetteer) or _titles.country_in(whole, reading.gazetteer)
        return Actor(token.i, own, last, sentence.index, whole, country, sector, "body")
    if apposed := _titles.behind(reading.text, end, sentence.end, reading.gazetteer):
        return place(own, name, apposed[1], apposed[0], "person", True, apposed[2])
    called, _, rest = name.partition(" ")
    if rest and called.lower() in words.nouns() and token.ent_type_ in ("PERSON", ""):  # "Gunman Derek Jones"
        return place(own, called.lower(), None, words.nouns()[called.lower()], "noun")
    if token.ent_type_ == "PERSON":
        return place(own, name, None, None, "person")
    if capital := _phrases.capital(reading, name):
        return place(own, reading.gazetteer.country(capital).name, capital, "GOV", "capital")
    if token.ent_type_ == "ORG":
        return place(own, name, _titles.country_in(phrase, reading.gazetteer), None, "body")
    is_holder = (
        token.dep_ == "appos" and token.head.lower_ in words.holders() and " " in name
    )  # whatever the model says
    return place(own, name, None, None, "person") if is_holder or token.ent_type_ in ("", "NORP") else None


def _state(reading, place, own, token, name, country):
    """A state, or some of its people: "two Norlanders", "the Norlanders"."""
    if reading.gazetteer.demonym(name) is None:
        return place(own, reading.gazetteer.country(country).name, country, "GOV", "state")
    if not name.endswith("s"):  # "a Norlander": one private person
        return None
    return place(own, name, country, "CVL", "noun")


def _common(reading, sentence, token, groups):
    """Nouns such as "gunmen", "Russian forces", "the Turkish foreign minister"."""
    holder = words.holders().get(token.lower_)
    sector = words.nouns().get(token.lower_) or holder
    first = _phrases.first(token)
    phrase = reading.text[reading.doc[first].idx : token.idx + len(token)]
    if _titles.in_front(phrase, reading.gazetteer):
        return None  # the head is a name that looks like a noun
    parts = [part for part in reading.doc[first : token.i] if _tells(reading, part, groups)]
    group = next((row for i, (_, row) in groups.items() if first <= i < token.i), None)
    name = reading.text[parts[0].idx : token.idx + len(token)] if parts and _unbroken(parts, token) else None
    if name is None:
        name = " ".join([*(part.text for part in parts), token.text])
    name, end = _phrases.with_of(reading, token, " ".join(name.split()))
    if len(name) > LONGEST:
        name, parts = token.text, []
    if not parts and name == token.text and not token.text.isupper() and token.lower_ not in words.words("peoples"):
        name = token.lower_
    words_told = {part.lower_ for part in parts}
    if token.lower_ in words.words("only_told"):
        sector = words.sector_of(name.lower()) or (group["sector"] if group else None)
        if sector is None and token.lower_ == "leaders" and _titles.country_in(phrase, reading.gazetteer, last=True):
            sector = "GOV"
        if sector is None:
            return None
    country = _titles.country_in(phrase, reading.gazetteer, last=True) or _phrases.behind_of(reading, token, sector)
    nations = {reading.gazetteer.country_of(part.text) for part in parts if part.text[0].isupper()} - {None}
    if words_told & words.words("shared") or (len(nations) > 1 and "and" in name.split()):
        country = None
    if group:
        country, sector = (
            group["country"] or None,
            group["sector"] if sector in ("UAF", "GOV", "MIL", "CRM") else sector,
        )
    elif holder or token.lower_ in words.words("said_for"):
        sector = words.sector_of(name) or sector
    if "rebel" in words_told or "guerrilla" in words_told or "militant" in words_told:
        sector = "REB"
    if "former" in words_told and sector not in ("GOV", "LEG", "JUD"):
        sector = None  # a former soldier is of no army
    start = parts[0].idx if parts else token.idx
    if start == reading.doc[sentence.first].idx:
        name = _phrases.within(name, sector)
    return Actor(token.i, start, end, sentence.index, name, country, sector, "noun")


def _tells(reading, part, groups):
    """Whether a word before a noun says who they are, and belongs to their name."""
    if part.i in groups or any(span.start <= part.i < span.end for span, _ in groups.values()):
        return True
    if part.pos_ in ("DET", "NUM", "ADV", "VERB", "PRON"):
        return part.lower_ in words.words("telling")
    if part.pos_ == "PROPN" or part.dep_ in ("case", "poss") or part.lower_ in words.words("telling"):
        return True
    return part.text[0].isupper() and reading.gazetteer.country_of(part.text) is not None


def _unbroken(parts, token):
    """Whether the telling words and the noun stand together, but for "and" and a possessive."""
    return token.i - parts[0].i - len(parts) <= sum(
        other.pos_ in ("CCONJ", "PART") or other.text == "-" for other in token.doc[parts[0].i : token.i]
    )
