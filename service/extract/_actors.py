"""Finds those who act or speak in a text: states, armed forces and groups, offices, and the people who hold them.

    "U.S. President Donald Trump"  -> Donald Trump, USA, GOV; later "Trump" in the same article is he
    "Russian forces"               -> Russian forces, RUS, MIL
    "a Russian attack drone"       -> Russia, RUS (whose the drone is)

Private people are not named: a person without an office is told of by a role ("gunman") or not at all. Where a thing
was made says nothing about who uses it ("U.S.-made F-16").
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from service import lexicon
from service.records import Reading

NAMES = frozenset(("PERSON", "ORG", "NORP", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT"))
REACH = 60  # characters before a name in which its title stands
NAME_FOLLOWS = re.compile(r"\W*(?:[A-Z][\w.'’-]*\W+)*[A-Z]?[\w.'’-]*")
APPOSED = re.compile(r"(?:,|\s+\()\s*(?:the |a )?(?:[\w.'’]+\s+){0,4}")


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
    kind: str  # person | state | group | organisation | noun | modifier
    office: bool = False


def find(reading: Reading) -> list[Actor]:
    """All actors of the parsed sentences, in order; people who are named by their surname under their full name."""
    known = reading.doc.user_data  # two fields ask for the same
    if "actors" not in known:
        known["actors"] = _find(reading)
    return known["actors"]


def _find(reading):
    found = []
    entities: dict[int, list] = {}
    for ent in reading.doc.ents:  # once: Span.ents looks through the whole Doc each time
        entities.setdefault(reading.sentence_at(ent.start_char).index, []).append(ent)
    for sentence in reading.sentences:
        if sentence.parsed and sentence.zone not in ("credit", "dateline"):
            taken: set[int] = set()
            for span in _names(reading, sentence, entities.get(sentence.index, [])):
                actor = _named(reading, sentence, span)
                if actor:
                    found.append(actor)
                taken.update(range(span.start, span.end))
            found += [
                actor
                for token in reading.tokens(sentence)
                if token.i not in taken and (actor := _common(reading, sentence, token))
            ]
    return sorted(_full_names(found), key=lambda actor: actor.i)


def as_value(actor: Actor) -> dict:
    """Name, country and sector in the shape of schemas.parts."""
    value = {"name": actor.name, "country_iso3": actor.country, "sector": actor.sector}
    return {key: said for key, said in value.items() if said}


def _names(reading, sentence, entities):
    """Entities, and runs of proper nouns that the model did not take for one, without their leading titles."""
    tokens = reading.tokens(sentence)
    ents = [ent for ent in entities if ent.label_ in NAMES]
    covered = {token.i for ent in ents for token in ent}
    runs, run = [], []
    for token in tokens:
        if token.i not in covered and (token.pos_ == "PROPN" or _is_unasked_demonym(reading, token)):
            run.append(token)
        elif run:
            runs.append(reading.doc[run[0].i : run[-1].i + 1])
            run = []
    if run:
        runs.append(reading.doc[run[0].i : run[-1].i + 1])
    return [*ents, *runs]


def _is_unasked_demonym(reading, token):
    """Whether it is "Russian" in a sentence of which the model was not asked for the names."""
    return token.ent_iob == 0 and token.pos_ == "ADJ" and reading.gazetteer.demonym(token.text) is not None


def _named(reading, sentence, span):
    """The actor that a name stands for; None for agencies, equipment and private people."""
    while len(span) > 1 and span[0].lower_ in ("the", "a", "an"):
        span = span[1:]
    text = re.sub(r"['’]s?$", "", span.text.strip())
    if not text or text in _agencies() or _is_made(reading, span):
        return None
    place = (span.root.i, span.start_char, span.start_char + len(text), sentence.index)
    if group := lexicon.table("who")["groups"].get(text):
        return Actor(*place, text, group.get("country"), group["sector"], "group")
    country = reading.gazetteer.country_of(text)
    if country:
        noun = span.root
        if noun.dep_ in ("amod", "compound", "nmod", "poss") and noun.head.i != noun.i:
            return Actor(*place, reading.gazetteer.country(country).name, country, None, "modifier")
        return Actor(*place, reading.gazetteer.country(country).name, country, "GOV", "state")
    office = _office(reading, sentence, span)
    if office:
        sector, country = office
        return Actor(*place, _without_title(text), country, sector, "person", True)
    if span.label_ == "ORG" or _sector(text):
        sector = _sector(text)
        if sector:
            return Actor(*place, text, _country_in(reading, text), sector, "organisation")
    if span.label_ == "PERSON" or (
        not span.label_ and len(text) > 2 and span.root.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "poss", "conj")
    ):
        return Actor(*place, text, None, None, "person", False)
    return None


def _common(reading, sentence, token):
    """Nouns such as "gunmen" or "Russian forces"."""
    sector = lexicon.table("who")["nouns"].get(token.lower_) or _holders().get(token.lower_)
    if sector is None or token.pos_ not in ("NOUN", "PROPN"):
        return None
    left = [child for child in token.lefts if child.dep_ in ("amod", "compound", "nmod", "poss")]
    words = [part for child in left for part in child.subtree if part.dep_ not in ("det", "nummod", "punct", "case")]
    country = next((found for part in words if (found := reading.gazetteer.country_of(part.text))), None)
    kept = [
        part
        for part in words
        if part.ent_type_ not in ("PERSON", "CARDINAL") and part.dep_ != "det" and part.pos_ in ("ADJ", "PROPN", "NOUN")
    ]
    start = min([token.idx, *(part.idx for part in kept)])
    end = token.idx + len(token)
    name = " ".join(reading.text[start:end].split())
    if len(name) > 60 or "," in name:
        name, start = token.text, token.idx
    return Actor(token.i, start, end, sentence.index, name, country, sector, "noun")


def _office(reading, sentence, span):
    """(sector, country) of the office that a name is told with: "Foreign Minister X", "X, the Greek prime minister"."""
    text = reading.text
    before = text[max(sentence.start, span.start_char - REACH) : span.start_char + len(span.text)]
    after = text[span.end_char : min(sentence.end, span.end_char + REACH)]
    found = []
    for sector, pattern in _offices().items():
        for title in pattern.finditer(before):
            if NAME_FOLLOWS.fullmatch(before[title.end() :]):
                words = before[max(0, title.start() - 25) : title.end()]
                found.append((title.end() - title.start(), sector, words))
        title = pattern.search(after)
        if title and APPOSED.fullmatch(after[: title.start()]):
            found.append((title.end() - title.start(), sector, after[: title.end() + 20]))
    if not found:
        return None
    _, sector, words = max(found)  # "police chief" tells more than "chief"
    return sector, _country_in(reading, words)


def _without_title(text):
    """The name behind "President" or "Foreign Minister", where the model took the title for a part of it."""
    for pattern in _offices().values():
        if (title := pattern.match(text)) and text[title.end() :].strip():
            return _without_title(text[title.end() :].strip())
    return text


def _country_in(reading, words):
    for word in re.findall(r"(?:[A-Z]\.){2,}|[A-Z][\w-]+", words):
        if country := reading.gazetteer.country_of(word):
            return country
    return None


def _sector(text):
    lowered = text.lower()
    return next((sector for sector, pattern in _sectors().items() if pattern.search(lowered)), None)


def sector_of(words: str) -> str | None:
    """The sector that the words of a speaker tell: "hospital officials" MED, "the Interior Ministry" GOV."""
    return _sector(words)


def _is_made(reading, span):
    """ "U.S.-made F-16" has no American in it."""
    after = reading.text[span.end_char : span.end_char + 20].lower()
    return bool(re.match(rf"-(?:{'|'.join(lexicon.table('who')['made'])})", after)) or any(
        f"-{word}" in span.text.lower() for word in lexicon.table("who")["made"]
    )


def _full_names(actors):
    """Each person under the fullest name of the article, with the office it is told with anywhere."""
    people = [actor for actor in actors if actor.kind == "person"]
    best = {}
    for actor in sorted(people, key=lambda a: (a.office, len(a.name.split()), a.country is not None)):
        best[actor.name.split()[-1]] = actor
    out = []
    for actor in actors:
        full = best.get(actor.name.split()[-1]) if actor.kind == "person" else None
        out.append(
            replace(actor, name=full.name, country=full.country, sector=full.sector, office=full.office)
            if full
            else actor
        )
    return out


@cache
def _agencies():
    return frozenset(lexicon.table("said_by")["agencies"])


@cache
def _offices():
    return {sector: lexicon.matcher(titles) for sector, titles in lexicon.table("who")["offices"].items()}


@cache
def _holders():
    """Offices of one word, which stand for those who hold them: "the prime minister condemned the attack"."""
    return {
        title: sector
        for sector, titles in lexicon.table("who")["offices"].items()
        for title in titles
        if title.isalpha()
    }


@cache
def _sectors():
    return {sector: lexicon.matcher(words) for sector, words in lexicon.table("said_by")["sectors"].items()}
