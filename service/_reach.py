"""Says by the parse whether a cue bears on the words that tell of an event: whether "not" denies the attack or not.

From the event's word the way goes up through the parse as far as one clause reaches: "the army would not bomb the town"
gives bomb, and with it its "would" and "not". A relative clause, an adverbial clause or a definite noun ("will
discuss the attack") ends the way for auxiliaries, since the attack is there already; a word that governs what is said
below it ("denied", "planned", "fears of") reaches further.
"""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from service import lexicon
from service.records import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

HANGING = frozenset(
    {"aux", "auxpass", "neg", "det", "mark", "advmod", "amod", "compound", "npadvmod", "preconj", "nmod", "nummod"}
    | {"tmod", "poss"}
)
TIMES = HANGING | {"prep"}  # "in 2004" says when, "without water" does not say that there was no drought
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
FIXING = frozenset({"det", "poss", "nummod", "relcl", "npadvmod", "tmod"})
ENDING = frozenset({"relcl", "advcl", "parataxis", "ROOT", "dep", "csubj"})
APART = frozenset({"advcl", "parataxis", "dep", "agent"})  # "the film was cut short by an explosion"
NEXT = 1  # characters between a cue and the event at which the parse is not asked: "planned air strikes"


def bears(reading: Reading, cue: tuple[int, int], start: int, end: int, hanging: frozenset[str] = HANGING) -> bool:
    """Whether the cue reading.text[cue] bears on the event reading.text[start:end], both in one parsed sentence: by
    standing above it in the parse, or by hanging in one of these relations on a word that does."""
    if 0 <= start - cue[1] <= NEXT:
        return True
    span = reading.doc.char_span(*cue, alignment_mode="expand")
    event = reading.doc.char_span(start, end, alignment_mode="expand")
    if not span or not event:
        return False
    words = set(span)
    for token, free in _way(event.root):
        if token in words:
            return True
        if free and any(_hangs(word, token, hanging) for word in words):
            return True
    return False


def holds(reading: Reading, cue: tuple[int, int], start: int, end: int, *, subjects: bool) -> bool:
    """Whether the event is part of what the cue says: "a film about the crash", "the series, whose hero is abducted".

    The cue stands above the event in the parse, in whatever relation; with `subjects` also where it is the subject of
    what does, or the object of the event's own word ("is shooting her next film").
    """
    span = reading.doc.char_span(*cue, alignment_mode="expand")
    event = reading.doc.char_span(start, end, alignment_mode="expand")
    if not span or not event:
        return False
    words, token = set(span) - set(event), event.root
    if subjects and any(child in words and child.dep_ in ("dobj", *SUBJECTS) for child in token.children):
        return token.pos_ == "VERB"
    while token.head != token and token.dep_ not in APART and not (token.dep_ == "conj" and _own_subject(token)):
        token = token.head
        if token in words:
            return True
        if subjects and any(child in words and child.dep_ in SUBJECTS for child in token.children):
            return True
    return False


def _hangs(word, token, hanging):
    """Whether a word of the cue hangs on a word of the way, or is the "no" of what does: "no group claimed it"."""
    if word.dep_ == "det" and hanging is SUBJECTS:
        word = word.head
    return word.head == token and word.dep_ in hanging


def _way(token: "Token") -> Iterator[tuple["Token", bool]]:
    """The words above the event that can bear on it, and whether what hangs on them still does."""
    free = True
    yield token, True
    while token.head != token:
        relation, above = token.dep_, token.head
        if relation in ENDING or (relation == "conj" and _own_subject(token)):
            return
        if (relation == "acl" and not _infinitive(token)) or (relation == "pobj" and above.lower_ in _words("prior")):
            return
        if relation in ("pobj", "dobj") and _is_spoken_about(token, above):
            return
        if relation == "ccomp" or (relation in ("dobj", "pobj", "nsubj") and _definite(token)):
            free = False
        if relation == "pobj" and above.lower_ not in _words("thin"):
            free = False
        token = above
        yield token, free


def _is_spoken_about(token, above):
    """Whether one occasion is what something above it is about: "denied responsibility for the bombing", "brought to
    trial for the murder"."""
    if token.tag_ == "NNS" and not _definite(token):
        return False
    about = [above]
    if token.dep_ == "pobj":
        beside = (child for child in above.head.children if child.dep_ == "prep" and child.i < above.i)
        about = [above.head, *(noun for child in beside for noun in child.children)]
    return any(word.lemma_.lower() in _words("about") for word in about)


def _own_subject(token):
    return any(child.dep_ in SUBJECTS for child in token.children)


def _infinitive(token):
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)


def _definite(token):
    return any(child.dep_ == "poss" or child.lower_ in _words("definite") for child in token.children)


def habitual(reading: Reading, start: int, end: int) -> bool:
    """Whether the words tell of things as they are wont to be, and of none that happened: "kidnappings frighten
    investors", "rebels attack convoys", but not "rebels attacked", "the kidnappings", "kidnappings in Lima on
    Friday"."""
    event = reading.doc.char_span(start, end, alignment_mode="expand")
    if not event:
        return False
    root = event.root
    if root.tag_ in ("VBP", "VBZ", "VB"):
        return _finite_present(root)
    if root.pos_ not in ("NOUN", "PROPN") or root.tag_ not in ("NNS", "NNPS") or _anchored(root):
        return False
    above = root.head
    while above.dep_ in ("prep", "conj", "pobj", "agent") and above.head != above:
        above = above.head
    return above.pos_ in ("NOUN", "ADJ") or (above.pos_ in ("VERB", "AUX") and _finite_present(above))


def bare_plural(reading: Reading, start: int, end: int) -> bool:
    """Whether the words are a plural that nothing counts or dates: "roadside bombings", not "the two bombings"."""
    event = reading.doc.char_span(start, end, alignment_mode="expand")
    if not event or event.root.tag_ != "NNS":
        return False
    return not any(
        (child.dep_ in FIXING and child.lower_ not in _words("unspecific"))
        or (child.dep_ == "prep" and child.lower_ in _words("dating"))
        for child in event.root.children
    )


def _finite_present(verb):
    """In the simple present, and not in what is said or wanted: "to attack", "did attack", "would attack"."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if verb.tag_ == "VB" and verb.dep_ != "conj":
        return any(child.lower_ in ("do", "does") for child in helpers)
    return verb.tag_ in ("VBP", "VBZ") and not helpers


def _anchored(noun):
    """Whether anything ties a noun to one occasion: an article, a number, an owner, a place or a day."""
    for child in noun.children:
        if child.dep_ in FIXING and child.lower_ not in _words("unspecific"):
            return True
        if child.dep_ in ("prep", "amod", "acl", "nmod", "compound") and any(
            word.pos_ in ("PROPN", "NUM") for word in child.subtree
        ):
            return True
    return False


@cache
def _words(name):
    return frozenset(lexicon.table("stance")["reach"][name])
