"""Finds by the parse who was harmed, and how: the subject of a passive ("was killed"), the object of a deed ("killing
eight"), the subject of dying or of suffering wounds, the people of a death ("the deaths of three men"), "14 dead"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service import lexicon
from service.extract import _persons
from service.extract._numbers import Count
from service.extract._persons import People

SUBJECTS = ("nsubj", "nsubjpass")
VERBAL = ("VERB", "AUX")
NEARBY = 90  # characters after a blow in which its place or its bullet is named
CONDITION = re.compile(
    r"(?:\bin|listed in|listed as(?: in)?)\s(?:\w+,?(?:\sbut)?\s){0,2}(?:critical|serious|stable|grave|fair|good|guarded)(?: but \w+)? condition"
    r"|fighting for (?:his|her|their) li|(?:expected|likely) to (?:survive|live|recover|be (?:ok|okay|fine))|in intensive care|on life support|life[- ]threatening",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[;]|,\s(?:and|but|while|where|who|said|police|authorities)\b|\b(?:after|when|while|where|because|said)\b")
WOUND = re.compile(r"wound|injur|gunshot|bullet", re.IGNORECASE)
CONDITIONS = 2  # as plain as it gets of one person; of several, perhaps only a part of them
HOSPITAL = re.compile(
    r"(?:taken|rushed|transported|airlifted|flown|brought|driven|admitted|sent|transferred|drove|walked|carried|conveyed|released|treated)\b[^.;]{0,50}?"
    r"(?:hospital|medical cent|trauma cent|clinic|health cent|infirmary|emergency room|\bER\b|medical facility|hospitali[sz]ed)"
    r"|undergo(?:ing|es)? surgery|underwent surgery|in surgery|hospitali[sz]ed|treated at the scene",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Harm:
    """People harmed in one way, the characters of the word that says so, and how plainly it says so."""

    kind: str
    people: tuple[People, ...]
    at: tuple[int, int]
    plain: bool = True  # False of a stay in hospital, which may have other reasons
    token: int | None = None
    implied: bool = False  # "a fatal shooting": somebody died, whoever it was
    partial: bool = False  # "two are in critical condition": perhaps not all
    deed: bool = False  # said of somebody who did it: "killed three", not "three were killed"
    itself: bool = False  # "shot himself"


def by_parse(tokens, counts: list[Count], text: str) -> Iterator[Harm]:
    """The harm that a sentence tells of, by its syntax."""
    for token in tokens:
        for kind, nouns, plain in _told(token, text):
            people = tuple(person for noun in nouns for person in _persons.behind(noun, counts, text))
            if token.pos_ == "NOUN" and any(p.low == 2 and p.best is None for p in people):
                continue  # "massacres of peasants" are no event
            if people[:1] and people[0].start < token.idx:
                people = tuple(p for p in people if p.start < token.idx)  # "Man dead, infant and woman hurt in crash"
            if people:
                at = (token.idx, token.idx + len(token))
                if plain is CONDITIONS and any(p.high == 0 for p in people):
                    continue  # "none were in critical condition"
                partial = plain is not True and any(p.person is None for p in people)
                yield Harm(kind, people, at, bool(plain), token.i, partial=partial, deed=people[0].start > token.idx, itself=_is_reflexive(token))


def _told(token, text):
    """(kind, nouns of those harmed, how plainly) that a word says."""
    lemma = token.lemma_.lower()
    if token.pos_ in VERBAL:
        yield from _by_verb(token, lemma, text)
    elif token.pos_ == "NOUN" and (kind := _acts().get(lemma)):
        kind = "killed" if kind == "hit" and _is_called_fatal(token) else kind
        yield from ((kind, [noun], True) for noun in _of(token))
    kind = lexicon.table("toll")["adjectives"].get(token.lower_)
    if kind and token.pos_ in ("ADJ", "ADV", "VERB", "NOUN") and not _is_figurative(token):
        yield kind, _described(token), True


def _by_verb(verb, lemma, text):
    kind, how = _verbs().get(lemma, (None, None))
    if kind == "hit" and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "at":
        return  # shot at, and missed
    fatal = _is_fatal(verb, lemma)
    if fatal:
        kind, how = "killed", "object"
    elif kind == "hit" and _goes_with_death(verb):
        return
    if kind is None and lemma in lexicon.table("toll")["blows"]["verbs"] and _is_blow(verb, text):
        kind, how = "hit", "object"
    if kind is None and lemma in lexicon.table("toll")["suffering"]["verbs"] and (wounds := _wounds(verb)):
        kind, how = "injured", "passive" if lemma == "treat" else "subject"
        if "gunshot" in wounds:
            kind = "hit"
    if kind == "killed" and how == "object" and (victim := _suicide(verb)) is not None:
        yield kind, victim, True
        return
    table = lexicon.table("toll")
    if lemma in table["flights"]["verbs"] and any(noun.lemma_.lower() in table["flights"]["to"] for noun in _direct(verb)):
        yield "displaced", _subjects(verb, SUBJECTS), True
        return
    if lemma in table["fatal"]["lives"]:
        yield from (("killed", _of(noun), True) for noun in _direct(verb) if noun.lemma_.lower() == "life")
    if kind:
        yield kind, _arguments(verb, how), True
    elif words := _clause_words(verb, text):
        if _fatal_phrase().match(words) or (lemma in lexicon.table("toll")["fatal"]["negated"] and _is_negated(verb)):
            yield "killed", _subjects(verb, SUBJECTS), True
        elif lemma in lexicon.table("toll")["condition"]["not_verbs"]:
            return
        elif CONDITION.search(words):
            carried = lemma in lexicon.table("toll")["condition"]["carrying"]
            yield "injured", (carried and _direct(verb)) or _subjects(verb, SUBJECTS), CONDITIONS
        elif HOSPITAL.search(words):
            yield "injured", _subjects(verb, ("nsubjpass",)) or _direct(verb), bool(WOUND.search(words)) and CONDITIONS


def _is_called_fatal(noun):
    """"The fatal shooting", "the deadly early-morning stabbing"."""
    return any(child.lower_ in lexicon.table("toll")["acts"]["fatal"] for child in noun.lefts)


def _is_negated(verb):
    return any(child.dep_ == "neg" for child in verb.children)


def _arguments(verb, how):
    """Those harmed by a verb: its object, its subject in the passive, or the subject of a verb of dying."""
    if how == "subject":
        return _subjects(verb, SUBJECTS) or _attached(verb)
    if how == "passive":
        return _subjects(verb, ("nsubjpass",))
    objects = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    if objects:
        if any(_persons.is_word("reflexives", noun) for noun in objects):
            return _subjects(verb, SUBJECTS)
        return objects
    if passive := [child for child in verb.children if child.dep_ == "nsubjpass"]:
        return _resolved(passive)
    if shared := [child for conjunct in verb.conjuncts if conjunct.i > verb.i for child in conjunct.children if child.dep_ == "dobj"]:
        if verb.tag_ != "VBN" and conjunct_shares(verb):
            return shared
    if verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("acl", "relcl", "amod", "advcl"):
        if verb.dep_ in ("acl", "amod"):
            before = verb.doc[verb.i - 1] if verb.i else verb
            if before.dep_ == "pobj" and before.head.head is verb.head and _persons.is_word("surely", before):
                return [before]  # "mother of man killed"
            return [verb.head] if verb.head.pos_ not in VERBAL else _direct(verb.head)
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL and verb.tag_ in ("VBN", "VBD"):
        return _subjects(verb.head, ("nsubjpass",)) or _headline_subject(verb.head) or (_direct(verb) if verb.tag_ == "VBN" else _attached(verb.head))
    if verb.dep_ in ("xcomp", "ccomp", "oprd", "advcl", "acomp") and verb.tag_ == "VBN":
        return _subjects(verb.head, ("nsubjpass",)) or _direct(verb.head) or _headline_subject(verb.head)
    return _headline_subject(verb)


def conjunct_shares(verb):
    """Whether what follows "shot and killed" is the object of both: nothing but "and" or a comma stands between."""
    return any(0 < conjunct.i - verb.i <= 3 for conjunct in verb.conjuncts)


def _headline_subject(verb):
    """"Man shot in Boston": headlines leave "was" out, and the parser takes the victim for the doer."""
    if verb.tag_ not in ("VBN", "VBD") or any(child.dep_ in ("aux", "prep") and child.lower_ in ("at", "has", "had", "have", "into", "up") for child in verb.children):
        return []
    if any(child.dep_ == "agent" for child in verb.children) or verb.tag_ == "VBN":
        return _subjects(verb, SUBJECTS)
    ambiguous = verb.lower_ in ("shot", "hurt", "killed", "injured", "wounded", "stabbed", "arrested", "struck", "hit", "captured", "detained", "evacuated")
    return [noun for noun in _subjects(verb, SUBJECTS) if ambiguous and not _persons.is_word("police", noun) and noun.pos_ != "PRON"]


def _subjects(verb, deps):
    """The subject of a verb, or of the verb that governs or is coordinated with it: "was shot and died"."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    if own:
        return _resolved([child for child in own if child.dep_ in deps])
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return _subjects(verb.head, deps)
    if verb.dep_ in ("xcomp", "advcl") and verb.head.pos_ in VERBAL:
        return _subjects(verb.head, deps)
    return []


def _attached(verb):
    """The noun that a participle or a relative clause hangs on: "people dying of cholera"."""
    return [verb.head] if verb.dep_ in ("acl", "relcl") and verb.head.pos_ not in VERBAL else []


def _direct(verb):
    return [child for child in verb.children if child.dep_ in ("dobj", "obj")]


def _resolved(nouns):
    """Relative pronouns give way to what they stand for: "the man who was killed"."""
    found = []
    for noun in nouns:
        if any(child.lower_ == "whose" for child in noun.children):
            continue
        if noun.pos_ == "VERB":  # "Teen shot in Ohio has died"
            found += [child for child in noun.children if child.dep_ in SUBJECTS]
        elif _persons.is_word("relatives", noun) and noun.pos_ in ("PRON", "DET", "SCONJ"):
            clause = next((a for a in noun.ancestors if a.dep_ in ("relcl", "acl")), None)
            if clause is None or clause.head.pos_ in VERBAL:
                continue
            found.append(clause.head)
        else:
            found.append(noun)
    return found


def _of(noun):
    """The people of a death: "the deaths of three men", "his brother's murder", "the shooting death of a man"."""
    found = [child for child in noun.children if child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN")]
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            found += [child for child in prep.children if child.dep_ == "pobj"]
    return found


def _described(token):
    """The nouns that an adjective is said of: "14 dead", "were found dead", "left two missing"."""
    if token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN", "NUM"):
        return [] if token.i < token.head.i and token.head.lemma_ in ("body", "person", "people") and token.lower_ == "missing" else [token.head if token.i < token.head.i else _first_of(token.head)]
    head = token.head
    if token.dep_ in ("acomp", "attr", "oprd", "xcomp", "ccomp", "advcl", "advmod", "conj", "dobj", "dep", "appos", "ROOT"):
        if own := [child for child in token.children if child.dep_ in SUBJECTS]:
            return _resolved(own)
        if head.pos_ in VERBAL and head is not token:
            return _direct(head) or _subjects(head, SUBJECTS)
        if head.pos_ in ("NOUN", "PROPN", "NUM") and token.i > head.i:
            return [_first_of(head)]
    if token.dep_ in ("acl", "relcl"):
        return [head]
    return []


def _first_of(noun):
    """"Left 35 rebels and five soldiers dead": the adjective is said of all of them."""
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN", "NUM") and noun.i - noun.head.i < 6:
        noun = noun.head
    return noun


def _is_figurative(token):
    """"Wanted dead or alive", "a dead end", "missing person": no harm done."""
    near = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return token.lower_ in ("dead", "missing") and near in ("end", "or", "person", "persons", "wrong", "heat", "body", "bodies", "tooth", "link", "man")


def _is_fatal(verb, lemma):
    """"shot dead", "fatally stabbed", "beaten to death"."""
    table = lexicon.table("toll")["fatal"]
    if lemma not in table["verbs"]:
        return False
    beside = {child.lower_ for child in verb.children} | {
        f"{child.lower_} {grandchild.lower_}" for child in verb.children for grandchild in child.children
    }
    return bool(beside & set(table["words"]))


def _goes_with_death(verb):
    """"shot and killed": the killing says it all."""
    return any(_verbs().get(other.lemma_.lower(), ("",))[0] == "killed" and 0 < other.i - verb.i <= 3 for other in verb.conjuncts)


def _is_blow(verb, text):
    after = text[verb.idx + len(verb) : min(verb.idx + NEARBY, verb.sent.end_char)]
    if verb.lemma_.lower() in ("hit", "strike") and any(child.dep_ == "agent" for child in verb.children):
        return bool(_blow().search(after)) or bool(re.search(r"\bby an? (?:\w+ ){0,2}(?:car|truck|vehicle|bus|train|van|suv|driver|motorcycle)", after))
    return bool(_blow().search(re.split(r"[.;]|\b(?:when|while|before|after|who)\b", after)[0]))


def _wounds(verb):
    """The words for wounds that a verb governs, at two steps: "suffering from a gunshot wound", "had injuries to"."""
    wanted = set(lexicon.table("toll")["suffering"]["wounds"])
    near = [child for child in verb.children if child.dep_ in ("dobj", "prep")]
    near += [grandchild for child in near for grandchild in child.children if grandchild.dep_ in ("pobj", "compound", "amod")]
    near += [great for child in near if child.dep_ == "pobj" for great in child.children]
    return {token.lemma_.lower() for token in near} & wanted


def _suicide(verb):
    return _subjects(verb, SUBJECTS) if _is_reflexive(verb) else None


def _is_reflexive(verb):
    return any(child.dep_ == "dobj" and _persons.is_word("reflexives", child) for child in verb.children)


def _clause_words(verb, text):
    """The words of a verb's own clause, from the verb on."""
    if not any(child.dep_ in SUBJECTS for child in verb.children) and verb.dep_ != "conj":
        return ""
    end = min(verb.sent.end_char, verb.idx + 120)
    for token in verb.sent:
        if token.i > verb.i and token.dep_ in SUBJECTS and token.head is not verb and token.idx < end:
            end = token.left_edge.idx if token.left_edge.i > verb.i else token.idx
            break
    return CLAUSE.split(text[verb.idx : end])[0]


@cache
def _verbs():
    found = {}
    for kind, roles in lexicon.table("toll")["verbs"].items():
        for how, lemmas in roles.items():
            found |= {lemma: (kind, how) for lemma in lemmas if lemma not in found}
    return found


@cache
def _acts():
    return {noun: kind for kind, nouns in lexicon.table("toll")["acts"].items() if kind != "fatal" for noun in nouns}


@cache
def _fatal_phrase():
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.table('toll')['fatal']['phrases'])})(?!\w)", re.IGNORECASE)


@cache
def _blow():
    return lexicon.matcher(lexicon.table("toll")["blows"]["by"])
