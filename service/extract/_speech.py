"""Finds who says what a sentence reports: the subject of a verb of saying, "according to", and the speaker of a
quotation that runs on over sentences.

News agencies and the reporter are no sources, unless the text says that "the X news agency reported" it.
"""

import re
from dataclasses import dataclass
from functools import cache

from service import lexicon
from service.extract import _actors, _syntax
from service.extract import _actors_words as words
from service.records import Reading, Sentence

LONGEST = 80  # characters of a speaker's words
NEAR = 60  # characters around the verb in which the place where it was said is named
QUOTES = ('"', "“", "”")


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody says something: characters of the speaker, the sentence, who it is, and how it is said."""

    start: int
    end: int
    sentence: int
    value: dict
    charge: bool = False  # a charge of harm rather than a report: "accused them of shelling a village"


def sayings(reading: Reading) -> list[Saying]:
    """Who says what, in the order of the text."""
    actors = {actor.i: actor for actor in _actors.find(reading)}
    found: dict[int, list[Saying]] = {}
    last: Saying | None = None
    for sentence in reading.sentences:
        if not sentence.parsed or sentence.zone in ("credit", "dateline"):
            continue
        own = []
        for token in reading.tokens(sentence):
            for saying in _saying(reading, sentence, token, actors, last):
                own.append(saying)
                last = saying
        found[sentence.index] = own
    _go_on(found, reading)
    return [saying for index in sorted(found) for saying in found[index]]


def _saying(reading, sentence, token, actors, last):
    """What a verb of saying, or "according to", says of those who say it."""
    table = lexicon.table("said_by")
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and (certainty := table["verbs"].get(lemma)):
        if _syntax.is_passive(token) or not _reports(reading, sentence, token, lemma):
            return []
        speakers = [noun for noun in _syntax.subjects(token) if noun.i != token.i]
        before = token.nbor(-1) if token.i else token
        is_within = any(noun in before.ancestors for noun in speakers)  # "the mayor of Lom said"
        if before.i in actors and token.lower_ in words.words("said") and not is_within:
            speakers = [before]  # a comma was lost, and the parse with it: "killed 22 the observatory said"
        speakers = _syntax.listed_before(token, sentence.first) or speakers
        if (
            token.dep_ in ("acl", "relcl")
            and token.tag_ != "VBG"
            and not any(c.dep_ == "nsubj" for c in token.children)
        ):
            return []
        return _by(reading, sentence, speakers, token, certainty, actors, last)
    if token.lower_ in table["phrases"]["according"] or token.lower_ in table["phrases"]["citing"]:
        nouns = [noun for _, noun in _syntax.behind(token)] or [c for c in token.children if c.dep_ == "dobj"]
        nouns = nouns or [
            g for c in token.children if c.dep_ in ("prep", "pcomp") for g in c.children if g.dep_ == "pobj"
        ]
        return _by(reading, sentence, _syntax.with_conjuncts(nouns[0]) if nouns else [], token, "said", actors, None)
    return []


def _reports(reading, sentence, verb, lemma):
    """Whether a verb of saying has what is said beside it: a clause, words in quotation marks, or a charge.

    "The agency reported a loss" and "Rebels claimed the town" tell of no source; "put" and "post" seldom do.
    """
    table = lexicon.table("said_by")
    clause = any(child.dep_ in ("ccomp", "parataxis") for child in verb.children)
    parenthetic = verb.dep_ in ("parataxis", "advcl") and any(child.lower_ == "as" for child in verb.children)
    if lemma in table["charges"]["verbs"]:
        return any(child.dep_ == "dobj" for child in verb.children)
    if lemma in table["clear"]:
        return (
            clause
            or parenthetic
            or not any(child.dep_ == "dobj" and child.pos_ != "PROPN" for child in verb.children)
            or lemma in ("tell",)
        )
    quoted = any(mark in reading.text[sentence.start : sentence.end] for mark in QUOTES)
    return clause or parenthetic or (quoted and not any(child.dep_ == "dobj" for child in verb.children))


def _by(reading, sentence, nouns, verb, certainty, actors, last):
    """The sayings of those of the nouns that can be named."""
    charge = verb.lemma_.lower() in lexicon.table("said_by")["charges"]["verbs"]
    manner = {"verb": "according to" if verb.lower_ == "according" else verb.text, "certainty": certainty}
    if channel := _channel(reading, sentence, verb):
        manner["channel"] = channel
    found = []
    for noun in nouns:
        again = noun.lower_ in lexicon.table("said_by")["again"]
        if again and last is not None and sentence.index - last.sentence <= 3:
            speaker = last.start, last.end, last.value
        else:
            speaker = _speaker(reading, noun, verb, actors)
        if speaker is not None:
            start, end, value = speaker
            value = {key: said for key, said in value.items() if key in ("name", "country_iso3", "sector")}
            found.append(Saying(start, end, sentence.index, value | manner, charge))
    return found


def _speaker(reading, noun, verb, actors):
    """(start, end, name, country and sector) of a speaker; None if it is the press, or nobody that can be named."""
    table = lexicon.table("said_by")
    if noun.pos_ == "PRON":
        return None
    noun = _syntax.people_of(noun)
    start, end = phrase(noun)
    name = " ".join(reading.text[start:end].split())
    reported = _cue("agency_reports").search(name)
    if noun.lower_ in table["press"] and not reported:
        return None
    actor = actors.get(noun.i)
    if actor is not None and actor.sector is None and not actor.office:
        if actor.kind == "body" and _cue("press_words").search(actor.name):
            return None
        if actor.kind == "person" and _is_heard_by_police(verb):
            return None  # "Roe told officers": a witness or a suspect
    if reported:
        return start, end, {"name": name, "sector": "GOV" if "state" in name.lower() else "JRN"}
    if actor is not None and actor.kind == "noun" and (named := _holder(reading, noun, _actors.as_value(actor))):
        return named
    if actor is not None and actor.kind == "person" and not actor.office:
        return None  # somebody private, for all that is known
    if actor is not None and actor.kind != "modifier":
        value = _actors.as_value(actor)
        return actor.start, actor.end, value
    sector = words.sector_of(name)
    if not sector or words.is_agency(name) or len(name) > LONGEST:
        return None
    if sector == "CVL":  # "Roe's father": of private people no name
        start, name = noun.idx, noun.text
    value = {"name": name, "sector": sector}
    return _holder(reading, noun, value) or (start, end, value)


def _holder(reading, noun, value):
    """Who holds an office, named behind it: "the institute's head, Rosa Quispe, said"; None of a private person."""
    name = next((child for child in noun.children if child.dep_ == "appos" and child.ent_type_ == "PERSON"), None)
    if name is None or value.get("sector") in (None, "CVL"):
        return None
    start, end = phrase(name)
    return start, end, value | {"name": " ".join(reading.text[start:end].split())}


def _is_heard_by_police(verb):
    return any(
        child.dep_ in ("dobj", "dative") and (child.lower_ in lexicon.table("said_by")["questioners"])
        for child in verb.children
    )


def phrase(noun) -> tuple[int, int]:
    """The characters of a noun with what stands before it, without its article: "local hospital officials"."""
    first = noun.i
    for child in reversed(list(noun.lefts)):
        if child.right_edge.i != first - 1 or child.dep_ not in ("amod", "compound", "nmod", "poss", "case", "punct"):
            break
        first = child.left_edge.i
    while first < noun.i and noun.doc[first].pos_ in ("DET", "PRON", "PUNCT", "NUM"):
        first += 1
    return noun.doc[first].idx, noun.idx + len(noun)


def _go_on(found, reading):
    """Give sentences that stand wholly in quotation marks their speaker: who is named later in the same quotation, else
    who spoke last before it."""
    for sentence in reading.sentences:
        if not sentence.quoted or found.get(sentence.index, True):
            continue
        speaker = _later(found, sentence, reading) or _earlier(found, sentence, reading)
        if speaker:
            value = {key: said for key, said in speaker.value.items() if key != "channel"}
            found[sentence.index] = [Saying(speaker.start, speaker.end, sentence.index, value)]


def _later(found, sentence: Sentence, reading):
    """The speaker whom the paragraph names after the quotation: ' ... the shelling," the governor said.'"""
    for after in reading.sentences[sentence.index + 1 :]:
        if after.paragraph != sentence.paragraph or not after.parsed:
            return None
        if found.get(after.index):
            begins_quoted = reading.text[after.start : after.end].count(QUOTES[0]) % 2 or after.quoted
            return found[after.index][0] if begins_quoted else None
    return None


def _earlier(found, sentence: Sentence, reading):
    """The last speaker, if nothing but quotations stands between."""
    for before in reversed(reading.sentences[: sentence.index]):
        if found.get(before.index):
            return found[before.index][-1]
        if not before.quoted:
            return None
    return None


def _channel(reading, sentence, verb):
    """Where it was said, named in the sentence near the verb."""
    start = max(sentence.start, verb.idx - NEAR)
    end = min(sentence.end, verb.idx + len(verb) + NEAR)
    found = _channels().search(reading.text, start, end)
    return found[0] if found else None


@cache
def _channels():
    return re.compile("|".join(lexicon.table("said_by")["channels"]["patterns"]), re.IGNORECASE)


@cache
def _cue(name):
    return lexicon.matcher(lexicon.table("said_by")[name])
