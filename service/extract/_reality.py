"""Says of a mention of harm why it does not count: it was not so (denied), might have been (unreal), was another time (past)."""

import re
from functools import cache

from service import lexicon

REACH = 44  # characters before the word of harm in which "could" or "tried to" still governs it
MOVED = ("displaced", "evacuated", "rescued")  # "forced to flee": infinitives tell of flight
CLAUSE = re.compile(r"[,;:]\s|\s(?:but|and|while|after|when|who|which|although|though)\s|[.!?]\s", re.IGNORECASE)


def reason(reading, sentence, harm) -> str:
    """Why a mention does not count ("unreal", "denied", "past"), or nothing if it does."""
    if _out("past").search(reading.text, sentence.start, sentence.end):
        return "past"
    nothing = all(people.high == 0 for people in harm.people)
    if harm.token is not None and (why := _by_parse(reading.doc[harm.token], harm.kind)):
        return "" if nothing and why == "denied" else why
    start = max(sentence.start, harm.at[0] - REACH)
    cuts = [match.end() for match in CLAUSE.finditer(reading.text, start, harm.at[0])]
    before = reading.text[(cuts[-1] if cuts else start) : harm.at[0]]
    if _out("unreal").search(before):
        return "unreal"
    if not nothing and _out("denied").search(before):
        return "denied"
    return ""


def _by_parse(token, kind):
    """What governs the word of harm: a modal or a negation of its own, or a verb of trying above it."""
    own = {child.lower_ for child in token.children if child.dep_ in ("aux", "neg", "advmod")}
    if own & {"not", "n't", "n’t", "never"}:
        return "denied"
    if own & _list("modals"):
        return "unreal"
    above = token.head
    if "to" in own and token.tag_ == "VB" and kind not in MOVED and above.lemma_.lower() not in _list("realis"):
        return "unreal"  # "an operation to arrest a rebel leader"
    if token.dep_ in ("xcomp", "ccomp", "pcomp", "acl", "dobj", "pobj", "advcl") and above is not token:
        if above.lemma_.lower() in _list("verbs"):
            return "unreal"
        if token.dep_ in ("xcomp", "ccomp") and any(child.dep_ == "neg" for child in above.children):
            return "denied"
    return ""


@cache
def _list(name):
    return frozenset(lexicon.table("toll")["out"][name])


@cache
def _out(name):
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.table('toll')['out'][name])})(?!\w)", re.IGNORECASE)


def is_round_up(reading, sentence) -> bool:
    """Whether a sentence sums up several incidents."""
    return bool(_out("round_up").search(reading.text, sentence.start, sentence.end))
