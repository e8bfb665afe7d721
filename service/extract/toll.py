"""How many people were killed, injured, missing, detained ...: finds every mention, and chooses those of one event.

Mentions come from the parse (subjects and objects of the verbs of lexicon/toll.toml, "14 dead", "eight deaths") and,
where sentences leave the verb out, from the words ("killed nine people and 31 injured"). Figures are never added up
over sentences: "killed five" in the lead and "the five dead" below are the same five.
"""

import re
from functools import cache
from itertools import pairwise

from service import lexicon
from service.extract import _numbers, _persons
from service.records import Frame, Mention, Reading, Sentence

KINDS = ("killed", "injured", "missing", "detained", "abducted", "displaced", "evacuated", "rescued", "affected")
WINDOW = 8  # sentences of the event, from its first, in which its toll is told; what comes later is background


def find(reading: Reading) -> list[Mention]:
    """Every count of people harmed, by sentence."""
    found = []
    for sentence in reading.sentences:
        if sentence.zone in ("credit", "dateline") or not sentence.parsed:
            continue
        words = reading.text[sentence.start : sentence.end]
        if not _gate().search(words):
            continue
        counts = _numbers.counts(reading.text, sentence.start, sentence.end)
        told = _unique(_by_words(reading, sentence, counts) + _by_parse(reading, sentence, counts))
        found += [_mention(reading, sentence, kind, people, at) for kind, people, at in told]
    return found


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> dict:
    """{kind: Toll} of an event."""
    ours = [m for m in mentions if m.sentence in frame.sentences and not m.value["_out"]]
    toll = {}
    for kind in KINDS:
        told = [m for m in ours if m.value["_kind"] == kind]
        if told:
            toll[kind] = _figure(_in_window(told, frame), reading)
    return {kind: value for kind, value in toll.items() if value}


def _in_window(told, frame):
    """The mentions near the beginning of the event; all of them, if there are none there."""
    order = {index: place for place, index in enumerate(sorted(frame.sentences))}
    near = [m for m in told if order[m.sentence] < WINDOW]
    return near or told[:1]


def _figure(told, reading):
    """One toll of several mentions: the largest that is given as a number, else the persons told of one by one."""
    explicit = [m for m in told if m.value["_explicit"] and not m.value["_partitive"]]
    pool = explicit or told
    top = max(pool, key=lambda m: (_size(m), -m.start))
    singles = [m for m in told if not m.value["_explicit"]]
    if not explicit and len(singles) > 1:
        top = singles[0]
    value = {key: top.value[key] for key in ("low", "best", "high", "words") if top.value.get(key) is not None}
    spans = [(top.start, top.end)]
    if groups := _groups(top, told):
        value["of"] = groups
    return value | {"evidence": reading.evidence(*spans)}


def _size(mention):
    value = mention.value
    return value.get("best") or value.get("low") or 0


def _groups(top, told):
    """The children, women ... among them: of the figure's own words, and of partitives in the same sentence."""
    groups = dict(top.value["_of"])
    for mention in told:
        if mention.value["_partitive"] and mention.sentence == top.sentence:
            groups |= dict(mention.value["_of"])
    total = _size(top)
    return [{"group": group, "low": n, "best": n, "high": n} for group, n in groups.items() if n <= max(total, n)]


def _mention(reading, sentence, kind, people, at):
    value = {"low": people.low, "best": people.best, "high": people.high, "words": people.words}
    value |= {
        "_kind": kind,
        "_explicit": people.explicit,
        "_partitive": people.partitive or _is_partitive(reading, sentence, people),
        "_of": people.of,
        "_out": _is_out(reading, sentence, people, at),
    }
    start, end = min(people.start, at[0]), max(people.end, at[1])
    return Mention(start, end, sentence.index, value)


def _is_partitive(reading, sentence, people):
    after = reading.text[people.end - 2 : min(sentence.end, people.end + 30)]
    before = reading.text[max(sentence.start, people.start - 12) : people.start]
    return bool(_out("partitive").search(after) or re.search(r"including\s+$", before))


def _is_out(reading, sentence, people, at):
    """Whether the mention tells of no harm, of feared harm, or of harm at another time."""
    text = reading.text
    first = min(people.start, at[0])
    before = text[max(sentence.start, first - 40) : max(at[0], people.start)]
    if people.low != 0 and (_out("unreal").search(before) or _out("denied").search(before)):
        return True
    return bool(_out("past").search(text, sentence.start, sentence.end))


def _by_parse(reading, sentence, counts):
    """(kind, people, characters of the word that says so) by the syntax of the sentence."""
    found = []
    for token in reading.tokens(sentence):
        for kind, noun in _harmed(token):
            if people := _persons.behind(noun, counts, reading.text):
                found.append((kind, people, (token.idx, token.idx + len(token))))
    return found


def _harmed(token):
    """(kind, noun of those harmed) that a word says."""
    table = lexicon.table("toll")
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        kind, how = _verbs().get(lemma, (None, None))
        if _is_fatal(token):
            kind, how = "killed", "object"
        if kind:
            yield from ((kind, noun) for noun in _arguments(token, how))
    elif kind := table["adjectives"].get(token.lower_):
        if token.dep_ in ("acomp", "attr", "oprd", "ccomp", "xcomp", "conj") and token.head.pos_ in ("VERB", "AUX"):
            yield from ((kind, child) for child in token.head.children if child.dep_ in ("nsubj", "nsubjpass", "dobj"))
        if token.head.pos_ in ("NOUN", "PROPN", "NUM") and token.dep_ in ("amod", "acl", "advmod"):
            yield kind, token.head


def _arguments(verb, how):
    """The nouns harmed by a verb: its object, its subject in the passive, or the subject of a verb of dying."""
    children = {child.dep_: child for child in verb.children}
    if how == "subject":
        yield from _subjects(verb, ("nsubj", "nsubjpass"))
        return
    if "dobj" in children:
        yield children["dobj"]
    elif verb.dep_ in ("acl", "relcl") and verb.tag_ == "VBN":
        yield verb.head  # "two people killed in the blast"
    else:
        yield from _subjects(verb, ("nsubjpass",))


def _subjects(verb, deps):
    """The subject of a verb, or of the verb that it is coordinated with: "was shot and killed"."""
    own = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if own:
        yield from (child for child in own if child.dep_ in deps)
    elif verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ in ("VBN", "VBD"):
        yield from _subjects(verb.head, deps)


def _is_fatal(verb):
    """"shot dead", "fatally stabbed", "beaten to death"."""
    table = lexicon.table("toll")["fatal"]
    if verb.lemma_.lower() not in table["verbs"]:
        return False
    beside = {child.lower_ for child in verb.children} | {
        f"{child.lower_} {grandchild.lower_}" for child in verb.children for grandchild in child.children
    }
    return bool(beside & set(table["words"]))


def _by_words(reading, sentence, counts):
    """(kind, people, characters) by the words beside each count, where there may be no verb to parse."""
    found = []
    for count, following in pairwise([*counts, None]):
        until = following.start if following else sentence.end
        kind, span, noun_end = _beside(reading.text, sentence, count, until)
        if kind:
            of = _persons.groups_in(reading.text[count.end : noun_end], count)
            people = _persons.People(count.start, noun_end, count.low, count.best, count.high, count.words, True, of)
            found.append((kind, people, span))
    return found


def _beside(text, sentence, count, until):
    """The word of harm that a count belongs to: after it ("30 injured", "14 people were killed"), or before it
    ("killing at least eight"), as (kind, its characters, end of the count's noun)."""
    if after := _after().match(text, count.end, until):
        return _kinds()[after["word"].lower()], after.span("word"), after.end()
    before = _before().search(text, max(sentence.start, count.start - 40), count.start)
    if before and before.end() == count.start:
        return _kinds()[before["word"].lower()], before.span("word"), count.end
    return None, None, count.end


def _unique(told):
    """Of mentions of one kind that overlap, the first: the words know more of numbers than the parse."""
    kept = []
    for kind, people, at in told:
        if not any(kind == other[0] and people.start < other[1].end and other[1].start < people.end for other in kept):
            kept.append((kind, people, at))
    return kept


@cache
def _verbs():
    found = {}
    for kind, roles in lexicon.table("toll")["verbs"].items():
        for how, lemmas in roles.items():
            found |= {lemma: (kind, how) for lemma in lemmas if lemma not in found}
    return found


@cache
def _kinds():
    """Word form -> kind, for the patterns over words."""
    forms = lexicon.table("toll")["forms"]
    return {form: kind for kind, words in forms.items() for form in words}


@cache
def _after():
    words = lexicon.alternation(_kinds())
    filler = r"(?:[\s,-]+(?!and\b|but\b|of\b|in\b|at\b|who\b)[\w'’-]+){0,4}?"
    verbs = r"(?:[\s,]+(?:who\s+)?(?:were|was|are|is|have|has|had|been|being|also|reported|reportedly|confirmed|still|left|listed|feared|believed|dead|either|more))*"
    return re.compile(rf"{filler}{verbs}[\s]+(?P<word>{words})(?!\w)", re.IGNORECASE)


@cache
def _before():
    words = lexicon.alternation(form for form in _kinds() if form not in ("missing",))
    return re.compile(
        rf"(?<!\w)(?P<word>{words})(?:\s+(?:of|to|at|is|was|were|another|a total of|the|other|an additional|as|has|had|reached|risen|rose|rises|climbed|stands|stood|from|toll)){{0,4}}\s+$",
        re.IGNORECASE,
    )


@cache
def _gate():
    return re.compile("|".join(map(re.escape, lexicon.table("toll")["gate"])), re.IGNORECASE)


@cache
def _out(name):
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.table('toll')['out'][name])})(?!\w)", re.IGNORECASE)
