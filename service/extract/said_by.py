"""Who says so: finds the speakers of sentences, and gives an event those of its own.

"Authorities said", "according to the governor", "the Air Force claimed it had downed": the speaker, the verb, how sure
it makes what is said, and where it was said. A quotation that runs over sentences keeps its speaker.
"""

import re
from functools import cache

from service import lexicon
from service.extract import _actors
from service.records import Frame, Mention, Reading


def find(reading: Reading) -> list[Mention]:
    """The attributions of the parsed sentences, in order."""
    actors = {actor.i: actor for actor in _actors.find(reading)}
    found: list[Mention] = []
    for sentence in reading.sentences:
        if not sentence.parsed or sentence.zone in ("credit", "dateline"):
            continue
        own = [m for token in reading.tokens(sentence) if (m := _attribution(reading, sentence, token, actors))]
        found += own
        if sentence.quoted and not own:
            found += _going_on(found, sentence, reading)
    return found


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The speakers of the event's sentences, each once."""
    told = {}
    for mention in mentions:
        if mention.sentence in frame.sentences and mention.value["name"].lower() not in told:
            value = {key: said for key, said in mention.value.items() if not key.startswith("_")}
            told[mention.value["name"].lower()] = value | {"evidence": reading.evidence((mention.start, mention.end))}
    return list(told.values())


def _attribution(reading, sentence, token, actors):
    """The attribution that a verb of saying makes, or "according to"."""
    words = lexicon.table("said_by")
    certainty = words["verbs"].get(token.lemma_.lower())
    if token.pos_ == "VERB" and certainty:
        if any(child.dep_ == "nsubjpass" for child in token.children):
            return None
        subjects = [child for child in token.children if child.dep_ == "nsubj"]
        if not subjects and token.dep_ in ("conj", "advcl", "xcomp") and token.head.pos_ == "VERB":
            subjects = [child for child in token.head.children if child.dep_ == "nsubj"]
        for subject in subjects:
            return _told(reading, sentence, subject, token, certainty, actors)
    if token.lower_ == "according" or (token.lower_ in ("citing", "quoting")):
        for noun in token.subtree:
            if noun.dep_ in ("pobj", "dobj"):
                return _told(reading, sentence, noun, token, "said", actors)
    return None


def _told(reading, sentence, noun, verb, certainty, actors):
    """The mention for a speaker; None if it is the press, or nobody that can be named."""
    words = lexicon.table("said_by")
    if noun.lower_ in words["press"] or noun.pos_ == "PRON":
        return None
    apposed = next((child.i for child in noun.children if child.dep_ == "appos" and child.i in actors), None)
    actor = actors.get(noun.i if apposed is None else apposed)  # "the institute's head, Rosa Quispe"
    if actor and actor.name in words["agencies"]:
        return None
    if actor is None:
        start, end = _phrase(noun)
        name = " ".join(reading.text[start:end].split())
        sector = _actors.sector_of(name)
        if not sector or name in words["agencies"] or len(name) > 80:
            return None
        value = {"name": name, "sector": sector}
    else:
        value = {"name": actor.name} if actor.kind == "person" and not actor.office else _actors.as_value(actor)
        start, end = actor.start, actor.end
    value |= {"verb": verb.text if verb.pos_ == "VERB" else "according to", "certainty": certainty}
    if channel := _channels().search(reading.text, sentence.start, sentence.end):
        value["channel"] = channel[0]
    return Mention(start, end, sentence.index, value)


def _phrase(noun):
    """The words of a noun with what stands before it: "local hospital officials"."""
    left = [child for child in noun.lefts if child.dep_ in ("amod", "compound", "nmod", "poss") and child.pos_ != "DET"]
    first = min([noun.i, *(child.left_edge.i for child in left)])
    while noun.doc[first].pos_ in ("DET", "PRON", "PUNCT") and first < noun.i:
        first += 1
    return noun.doc[first].idx, noun.idx + len(noun)


def _going_on(found, sentence, reading):
    """The last speaker once more, for a sentence inside a quotation that goes on."""
    if found and found[-1].sentence >= sentence.index - 2:
        last = found[-1]
        return [
            Mention(last.start, last.end, sentence.index, {key: v for key, v in last.value.items() if key != "channel"})
        ]
    return []


@cache
def _channels():
    return re.compile("|".join(lexicon.table("said_by")["channels"]["patterns"]), re.IGNORECASE)
