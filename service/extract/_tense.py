"""Tells whether a day that is named lies behind or ahead, from the tense of the verb that it belongs to.

"met on Friday" and "will meet on Friday" are two Fridays. Where the sentence was parsed, the verb above the day
decides, and what stands on the way up to it ("due", "planned"); otherwise the nearest cue among the words around it.
"""

import re
from functools import cache

from service import lexicon
from service.records import Reading

PAST, NOW, AHEAD = -1, 0, 1
VERBS = {"VERB", "AUX"}
REACH = 90  # characters around a day in which cues count, where there is no parse


def of(reading: Reading, start: int, end: int) -> int:
    """PAST or AHEAD for the day named by these characters; past if nothing tells, as news is."""
    sentence = reading.sentence_at(start)
    token = token_at(reading, start) if sentence.parsed else None
    found = _by_parse(token, sentence, end) if token is not None else _by_cues(reading.text, sentence, start, end)
    if found == PAST and (limit := _ahead_of().search(reading.text, max(sentence.start, start - 20), start)):
        over = token is not None and _is_over(token, limit[1].lower())
        return PAST if over else AHEAD
    return found


def _is_over(token, limit):
    """Whether what went on up to a day is past: "until Thursday they had not called", "by Monday they had fled"."""
    verb = governor(token)
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "neg")}
    if limit == "by":
        return "had" in auxiliaries or (verb.tag_ == "VBD" and verb.lemma_.lower() not in _ahead())
    return limit in ("until", "till") and bool(auxiliaries & {"had", "not", "n't"})


def token_at(reading: Reading, char: int):
    """The token that holds a character of the reading, or None where the sentence was not parsed."""
    sentence = reading.sentence_at(char)
    low, high = sentence.first, sentence.last
    while high - low > 1:
        middle = (low + high) // 2
        if reading.doc[middle].idx <= char:
            low = middle
        else:
            high = middle
    token = reading.doc[low] if high > low else None
    return token if token is not None and token.dep else None


def governor(token):
    """The verb above a token, or the topmost word if there is none."""
    for _ in range(12):
        if token.pos_ in VERBS or token.head.i == token.i:
            break
        token = token.head
    return token


def _by_parse(token, sentence, end):
    words = lexicon.table("when")["tense"]
    noun, verb = None, token
    for _ in range(12):
        if verb.pos_ in VERBS:
            break
        if verb.lower_ in words["after"]:
            return PAST  # "deputies are seeking two men after a shooting Wednesday"
        if not token.idx <= verb.idx < end:
            if verb.pos_ in ("ADJ", "ADV") and verb.lemma_.lower() in _ahead():
                return AHEAD
            noun = noun or (verb if verb.pos_ in ("NOUN", "PROPN") else None)
        if verb.head.i == verb.i:
            return PAST
        verb = verb.head
    if verb.pos_ not in VERBS:
        return PAST
    if token.dep_ == "poss" and noun is not None and noun.lemma_.lower() not in words["awaited"]:
        return PAST  # "to get around Wednesday's ruling", but "at Friday's meeting"
    told = _tense(verb, words, sentence, 0)
    if (
        told == NOW
    ):  # the present of a verb says nothing of what hangs on a noun: "the shooting on Sunday is under review"
        return AHEAD if noun is None or noun.lemma_.lower() in words["awaited"] else PAST
    return told


def _tense(verb, words, sentence, depth):
    """PAST, AHEAD, or NOW: in the present tense, which says "on Friday" of what lies ahead."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    lemma, tag = verb.lemma_.lower(), verb.tag_
    if auxiliaries & set(words["future_aux"]) and not auxiliaries & set(words["have"]):
        return AHEAD
    if _is_overtaken(verb):
        return PAST
    if lemma in words["always_ahead"] or (lemma == "set" and _set_for(verb)):
        return AHEAD
    if auxiliaries & set(words["have"]):
        return PAST
    over = tag == "VBD" or bool(auxiliaries & set(words["past_be"]))
    if lemma in words["ahead"] and (tag == "VBN" or not over):
        return AHEAD
    if lemma in words["sends"] and not over:
        return AHEAD
    if over or depth > 4 or tag == "VBN":
        return PAST
    if any(child.dep_ in ("acomp", "advmod") and child.lemma_.lower() in _ahead() for child in verb.children):
        return AHEAD
    progressive = tag == "VBG" and bool(auxiliaries & set(words["now_be"]))
    if tag == "VBP" and lemma in words["unchanged"]:
        return PAST
    if tag in ("VBZ", "VBP") or progressive:
        return PAST if sentence.zone in ("title", "caption") or lemma in words["saying_now"] else NOW
    above = verb.head
    while above.i != above.head.i and above.pos_ not in VERBS:
        if above.lower_ in words["after"]:
            return PAST
        above = above.head
    if above.i == verb.i or above.pos_ not in VERBS:
        return AHEAD if tag == "VB" else PAST
    if above.lemma_.lower() in _ahead() or (tag == "VB" and _is_to(above) and lemma not in words["saying_now"]):
        return AHEAD
    return _tense(above, words, sentence, depth + 1)


def _is_overtaken(verb):
    """Whether what was to come lies behind by now: "It had been due to expire on Friday"."""
    above = next((token for token in verb.ancestors if token.pos_ in VERBS), None)
    if above is None or verb.tag_ != "VB" or not any(child.lower_ == "had" for child in above.children):
        return False
    return above.lemma_.lower() in _ahead() or any(child.lemma_.lower() in _ahead() for child in above.children)


def _is_to(verb):
    """Whether it is the verb of "is to meet on Friday"."""
    return verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP")


def _set_for(verb):
    return any(child.dep_ == "xcomp" or (child.dep_ == "prep" and child.lower_ == "for") for child in verb.children)


def _by_cues(text, sentence, start, end):
    low, high = max(sentence.start, start - REACH), min(sentence.end, end + REACH)
    past, ahead = _cues()
    near = lambda pattern: min(  # noqa: E731
        (max(start - found.end(), found.start() - end, 0) for found in pattern.finditer(text, low, high)),
        default=REACH + 1,
    )
    return AHEAD if near(ahead) < near(past) else PAST


@cache
def _cues():
    words = lexicon.table("when")["tense"]
    return lexicon.matcher(words["past_cues"]), lexicon.matcher(words["future_cues"])


@cache
def _ahead():
    words = lexicon.table("when")["tense"]
    return frozenset((*words["ahead"], *words["always_ahead"], *words["sends"], "set"))


@cache
def _ahead_of():
    return re.compile(rf"\b({lexicon.alternation(lexicon.table('when')['tense']['ahead_of'])})\s+\Z", re.IGNORECASE)
