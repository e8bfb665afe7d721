"""Says of a mention of harm why it does not count: it was not so (denied), might have been (unreal), or was at another
time (past); and what sets it apart from others: it sums up several incidents, or contradicts another figure."""

import re
from functools import cache, lru_cache

from service import lexicon

REACH = 44  # characters before the word of harm in which "could" or "tried to" still governs it
ASIDE = re.compile(
    r"\([^()]*\)|\s(?:--|—|–)\s.*?\s(?:--|—|–)\s|,\s(?:which|who|whose|where)\s[^,;]*(?:,|$)"
)  # "Roe, whose party has ruled since 1986, was gunned down"
MOVED = ("displaced", "evacuated", "rescued")  # "forced to flee": infinitives tell of flight
NEXT = 24  # ... and where the parse is there, with which it governs it where the parser overlooks it
CLAUSE = re.compile(
    r"[,;:]\s|\s(?:but|and|while|after|when|who|which|although|though|that|where|because|since)\s|[.!?]\s",
    re.IGNORECASE,
)


def reason(reading, sentence, harm) -> str:
    """Why a mention does not count ("unreal", "denied", "past", "either"), or nothing if it does."""
    if harm.kind not in MOVED and (
        _is_past(reading.text, sentence, harm) or after_another(reading, sentence, harm.at[0]) is not None
    ):
        return "past"
    nothing = all(people.high == 0 for people in harm.people)
    if not nothing and _is_either(reading.text, sentence, harm):
        return "either"
    if harm.token is not None and (why := _by_parse(reading.doc[harm.token], harm.kind)):
        return "" if nothing and why == "denied" else why
    start = max(sentence.start, harm.at[0] - (REACH if harm.token is None else NEXT))
    cuts = [match.end() for match in CLAUSE.finditer(reading.text, start, harm.at[0])]
    start = cuts[-1] if cuts else start
    first, last = harm.people[0].start, harm.people[-1].end  # their own words, "nearly 70,000", do not count
    before = reading.text[start : min(first, harm.at[0])] + reading.text[max(start, min(last, harm.at[0])) : harm.at[0]]
    if _out("unreal").search(before) or (harm.token is None and _out("modal").search(before)):
        return "unreal"
    if not nothing and (_out("denied").search(before) or (harm.token is None and _out("negations").search(before))):
        return "denied"
    return ""


def after_another(reading, sentence, at: int) -> int | None:
    """Where the words begin from which on, up to a character, a sentence tells of another event: "the attack came a
    week after gunmen killed nine in Lomo". None where it does not."""
    if not _stands("came_after", reading.text[sentence.start : sentence.end]):
        return None
    found = _out("came_after").search(reading.text, sentence.start, at)
    return found.start() if found else None


def _is_either(text, sentence, harm):
    if not _stands("either", text[sentence.start : sentence.end]):
        return False
    found = _out("either").finditer(text, sentence.start, sentence.end)
    return any(either.start() <= harm.at[0] < either.end() for either in found)


def is_natural(reading, sentence) -> bool:
    """Whether a sentence speaks of a death that is nobody's news but the family's."""
    return _stands("natural", reading.text[sentence.start : sentence.end])


def _is_past(text, sentence, harm):
    """Whether the sentence speaks of another time; what it says of that in an aside does not touch the rest."""
    at = harm.at[0] - sentence.start
    return any(first <= at < last for first, last in _past(text[sentence.start : sentence.end]))


@lru_cache(maxsize=64)  # asked again for each count of a sentence
def _past(words):
    """Where a sentence speaks of another time: all of it, or the asides that do."""
    cues = [cue.start() for cue in _out("past").finditer(words)]
    if not cues:
        return ()
    compared = [match.span() for match in _comparison().finditer(words)]  # "the largest in almost a year" is today's
    asides = [aside.span() for aside in ASIDE.finditer(words)]
    found = []
    for cue in cues:
        if not any(start <= cue < end for start, end in compared):
            found.append(next(((start, end) for start, end in asides if start <= cue < end), (0, len(words) + 1)))
    return tuple(dict.fromkeys(found))


def _by_parse(token, kind):
    """What governs the word of harm: a modal or a negation of its own, or a verb of trying above it."""
    while (
        token.dep_ == "conj"
        and token.head.pos_ in ("VERB", "AUX")
        and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
    ):
        if any(child.dep_ in ("aux", "neg") for child in token.children):
            break
        token = token.head
    own = {child.lower_ for child in token.children if child.dep_ in ("aux", "neg", "advmod")}
    if own & {"not", "n't", "n’t", "never"} and token.lemma_.lower() not in lexicon.table("toll")["fatal"]["negated"]:
        return "denied"
    if own & _list("modals"):
        return "unreal"
    above = token.head
    if token.dep_ == "pcomp":
        above = above.head  # "focused their efforts on capturing"
    if "to" in own and token.tag_ == "VB" and kind not in MOVED and above.lemma_.lower() not in _list("realis"):
        return "unreal"  # "an operation to arrest a rebel leader"
    if token.dep_ in ("xcomp", "ccomp", "pcomp", "acl", "dobj", "pobj", "advcl") and above is not token:
        if above.lemma_.lower() in _list("verbs"):
            return "unreal"
        if token.dep_ in ("xcomp", "ccomp") and any(child.dep_ == "neg" for child in above.children):
            return "denied"
    return ""


@lru_cache(maxsize=256)  # asked again for each count of a sentence
def _stands(name, words):
    """Whether words of a list stand in a sentence."""
    return _out(name).search(words) is not None


@cache
def _list(name):
    return frozenset(lexicon.table("toll")["out"][name])


@cache
def _comparison():
    return re.compile("|".join(lexicon.table("stance")["comparison"]), re.IGNORECASE)


@cache
def _out(name):
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.table('toll')['out'][name])})(?!\w)", re.IGNORECASE)


def is_rival(reading, sentence) -> bool:
    """Whether a sentence sets a figure against another: "while hospital staff put the number at 15"."""
    return _stands("rival", reading.text[sentence.start : sentence.end])


def is_official(text: str, start: int, end: int) -> bool:
    """Whether an authority is named shortly before a figure."""
    return bool(_out("official").search(text, max(start, end - REACH), end))


def is_outdated(text: str, sentence, end: int) -> bool:
    """Whether a figure is one given before: "Officials earlier put the toll at nine"."""
    if not _stands("outdated", text[sentence.start : sentence.end]):
        return False
    start = sentence.start
    cuts = [match.end() for match in CLAUSE.finditer(text, start, end)]
    return bool(_out("outdated").search(text, cuts[-1] if cuts else start, end))


def is_round_up(reading, sentence) -> bool:
    """Whether a sentence sums up several incidents."""
    return _stands("round_up", reading.text[sentence.start : sentence.end])
