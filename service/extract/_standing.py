"""Tells how each place stands in its sentence: where something is, goes or comes from, who acts, what is spoken of."""

import re
from dataclasses import dataclass, replace
from functools import cache

from service import lexicon
from service.records import Mention, Reading

AT, FROM, TO, PATIENT, BARE = "at", "from", "to", "patient", "bare"
ACTOR, TALK, HOME, PART = "actor", "talk", "home", "part"  # these are no places of an event
BEFORE = 60  # characters looked back for a preposition
OWNING = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,2}")
LISTING = re.compile(r",? and |, |,\s+| or | as well as |/")
HOLDING = re.compile(r"(?:\s+[A-Za-z-]+)?,\s+")  # "Zurmat district, Paktya", "Beirut, Lebanon"
OFFSET = re.compile(
    r"(?:(?:about|some|around|roughly|nearly)\s+)?\d[\d.,]*\s*(?:-\s*)?(?:kms?|kilomet(?:er|re)s?|miles?)"
    r"\s*(?:\([^)]{2,20}\)\s*)?"
    r"(?:to the\s+)?(?:(?:north|south)-?(?:east|west)?|east|west|outside|away)"
    r"\s*(?:of|from)?\s+(?:the\s+)?(?:\w+\s+){0,3}$"
)
ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a mention stands. `offset` is the start of "50 km north of" before it."""

    how: str
    offset: int | None = None


def of_all(mentions: list[Mention], reading: Reading) -> dict[Mention, Standing]:
    """The standing of every mention; in a list that of its first, and a container stands as what it holds."""
    found: dict[Mention, Standing] = {}
    before = None
    for mention in mentions:
        standing = _of(mention, reading)
        if (
            before
            and before.sentence == mention.sentence
            and not mention.value["_demonym"]
            and not before.value["_demonym"]
        ):
            gap = reading.text[before.end : mention.start]
            if standing.how == BARE and OWNING.fullmatch(gap):
                standing = _of(replace(mention, start=before.start), reading)  # "in Kenya's Kitui county"
            if HOLDING.fullmatch(gap) or (LISTING.fullmatch(gap) and standing.how in (BARE, AT)):
                standing = Standing(found[before].how)
        if standing.how == BARE and mention.value["precision"] == "country":
            standing = Standing(ACTOR)  # "U.S. raids": a country that nothing puts in a place's position acts
        found[mention] = standing
        before = mention
    return found


def _of(mention, reading):
    text, start, end = reading.text, mention.start, mention.end
    if mention.value["_embedded"] or _branch().search(text[max(0, start - BEFORE) : start]):
        return Standing(PART)
    if _institution().match(text, end):
        return Standing(PART)
    sentence = reading.sentences[mention.sentence]
    left = text[max(sentence.start, start - BEFORE) : start]
    right = text[end : min(sentence.end, end + 40)]
    if _hyphenated().match(right):
        return Standing(ACTOR)
    if _of_people().match(right) or re.search(r"\b\d{1,2},? (?:of|from) $", left) or _person().search(left):
        return Standing(HOME)
    if offset := OFFSET.search(left):
        return Standing(AT, offset=start - (len(left) - offset.start()))
    role = _argument(mention, reading) if sentence.parsed else None
    if role == "nsubj" and mention.value["_wanted"]:
        role = None  # "In Dand district, Kandahar province, a force captured": provinces do not act
    if re.match(r"(?:['’]s|['’])\s", right):
        return Standing(BARE if mention.value["_kind"] != "country" and role != "nsubj" else ACTOR)
    if mention.value["_kind"] == "country" and modifies(mention, reading):
        return Standing(ACTOR)
    if preposition := _last_word(left):
        if role == "nsubjpass":
            return Standing(PATIENT)
        return Standing(_by_preposition(preposition, mention, reading, left))
    if role == "nsubjpass":
        return Standing(PATIENT)
    if role == "nsubj" and not _suffers(mention, reading):
        return Standing(ACTOR)
    if _speaks().match(right):
        return Standing(ACTOR)
    return Standing(BARE)


def _last_word(left):
    """The preposition or verb that governs what follows, with what may stand between left out."""
    found = _governor().search(left)
    return re.sub(r"\s+", " ", found["word"]).lower() if found else None


def _by_preposition(word, mention, reading, left):
    words = lexicon.table("sites")
    talk = _talk().search(left)
    if talk and " " in talk[1]:
        return TALK
    if word in words["from"]:
        return FROM if _moves(mention, reading) else HOME if _person_from().search(left) else FROM
    if word in words["to"]:
        return TO
    if word in words["at"]:
        return AT
    return TALK if word in words["talk"] else BARE


def _argument(mention, reading):
    """Which argument of a verb a mention is, the parse says, or part of."""
    span = reading.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return None
    token = span.root
    for _ in range(8):
        if token.dep_ in ARGUMENTS or token.head.i == token.i:
            return token.dep_
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return None
    return None


def modifies(mention: Mention, reading: Reading) -> bool:
    """Whether it only says whose something is: "U.S. air strikes", "Florida tags"."""
    if not reading.sentences[mention.sentence].parsed:
        return False
    span = reading.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    root = span.root if span is not None else None
    return (
        root is not None
        and root.dep_ in ("compound", "nmod", "amod")
        and root.head.i > root.i
        and root.head.pos_ in ("NOUN", "PROPN")
    )


def flees(mention: Mention, reading: Reading) -> bool:
    """Whether it names a people who left a country or came back: "52,000 Syrians crossed the border"."""
    if not reading.sentences[mention.sentence].parsed or modifies(mention, reading):
        return False
    words = lexicon.table("sites")
    if verb(mention, reading) not in (*words["fleeing"], *words["crossing"]):
        return False
    token = reading.doc.char_span(mention.start, mention.end, alignment_mode="expand").root
    if token.dep_ == "pobj" and token.head.lower_ == "of":  # "thousands of Syrians"
        token = token.head.head
    return token.dep_ in ("nsubj", "nsubjpass")


def verb(mention: Mention, reading: Reading) -> str:
    """The lemma of the verb that governs a mention, empty without a parse."""
    span = reading.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return ""
    token = span.root
    for _ in range(10):
        if token.pos_ in ("VERB", "AUX") or token.head.i == token.i:
            return token.lemma_.lower()
        token = token.head
    return ""


def _moves(mention, reading):
    return verb(mention, reading) in lexicon.table("sites")["moving"]


def _suffers(mention, reading):
    return verb(mention, reading) in lexicon.table("sites")["suffering"]


@cache
def _governor():
    """The last preposition or verb before a place: "in the northern province of ", "near the town of "."""
    words = lexicon.table("sites")
    every = {*words["at"], *words["from"], *words["to"], *words["talk"]} - {"and"}
    between = lexicon.alternation([*lexicon.table("places")["words"]["modifiers"], *words["between"]])
    return re.compile(
        rf"(?<![\w-])(?P<word>{lexicon.alternation(every)})\s+(?:(?:{between}|\w+-\w+|\w+(?:ern|al))[\s,-]+(?:of\s+)?)*$",
        re.IGNORECASE,
    )


@cache
def _talk():
    return re.compile(
        rf"\b({lexicon.alternation(lexicon.table('sites')['talk'])})\s+(?:the\s+)?(?:\w+ern\s+)?$", re.IGNORECASE
    )


@cache
def _branch():
    """What makes a place a part of a name: "Islamic State in Iraq"."""
    return re.compile(
        rf"\b{lexicon.alternation(lexicon.table('sites')['branches'])}(?: group| movement)? (?:in|of) (?:the )?$",
        re.IGNORECASE,
    )


@cache
def _institution():
    """ "Mount Sinai Hospital": what is called after a place."""
    return re.compile(rf"(?: [A-Z]\w+)? {lexicon.alternation(lexicon.table('sites')['institutions'])}\b")


@cache
def _hyphenated():
    return re.compile(rf"['’]?s?[-–]{lexicon.alternation(lexicon.table('sites')['hyphens'])}\b", re.IGNORECASE)


@cache
def _of_people():
    return re.compile(rf"\s{lexicon.alternation(lexicon.table('sites')['people'])}\b", re.IGNORECASE)


@cache
def _person():
    return re.compile(
        rf"\b{lexicon.alternation(lexicon.table('sites')['people'])} (?:of|from|in charge of) (?:the )?$", re.IGNORECASE
    )


@cache
def _person_from():
    return re.compile(rf"\b{lexicon.alternation(lexicon.table('sites')['people'])} from (?:the )?$")


@cache
def _speaks():
    return re.compile(rf"\s(?:has |have |had )?{lexicon.alternation(lexicon.table('places')['words']['speech'])}\b")
