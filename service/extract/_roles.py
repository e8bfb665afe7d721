"""Finds the nouns that a word of harm is said of, whatever the grammar: object, passive subject, headline, relative
clause."""

from functools import cache

from service import lexicon
from service.extract import _nouns

SUBJECTS = ("nsubj", "nsubjpass")
VERBAL = ("VERB", "AUX")
NOMINAL = ("NOUN", "PROPN", "NUM")


def harmed_by(verb, how: str) -> list:
    """Those harmed by a verb: its object, its subject in the passive, or the subject of a verb of dying."""
    if how == "subject":
        return subjects(verb, SUBJECTS) or _attached(verb) or _before_wounds(verb)
    if how == "passive":
        return subjects(verb, ("nsubjpass",))
    if objects := objects_of(verb):
        return subjects(verb, SUBJECTS) if is_reflexive(verb) else _resolved(objects)
    if victim := _of_pair(verb):
        return [victim]
    if passive := [child for child in verb.children if child.dep_ == "nsubjpass"]:
        return _resolved(passive)
    if verb.tag_ != "VBN" and (shared := _shared_objects(verb)):
        return shared
    if _lacks_whom(verb):
        return [verb.head]
    if verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("acl", "amod"):
        return _before_participle(verb)
    if _lacks_was(verb) and (own := [c for c in verb.children if c.dep_ == "nsubj"]):
        return _resolved(own)  # "left one dead and three other teenagers wounded", "found a man shot in the leg"
    if verb.tag_ == "VBN" and verb.dep_ in ("pcomp", "conj") and _shares_subject(verb):
        return subjects(verb, SUBJECTS)  # "is recovering after being shot", "drove up and was shot"
    if verb.tag_ in ("VBN", "VBD") and verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        above = subjects(verb.head, ("nsubjpass",)) or _headline_subject(verb.head)
        return above or ([] if verb.tag_ == "VBN" else _attached(verb.head))
    if verb.tag_ == "VBN" and verb.dep_ in ("xcomp", "ccomp", "oprd", "advcl", "acomp"):
        above = subjects(verb.head, ("nsubjpass",)) or objects_of(verb.head) or _headline_subject(verb.head)
        return above or _found_in_headline(verb.head)
    return _headline_subject(verb)


def _of_pair(verb):
    """The man of a headline's "man shot, killed in Harn", whatever else the parser makes killed."""
    if verb.i < 3 or verb.nbor(-1).text not in (",", "&") or verb.nbor(-2).lower_ not in _headline("verbs"):
        return None
    return verb.nbor(-3) if _nouns.is_word("surely", verb.nbor(-3)) else None


def _lacks_whom(verb):
    """ "The man they killed", not "the road where they killed"."""
    if any(child.tag_ == "WRB" for child in verb.children):
        return False
    doers = [child for child in verb.children if child.dep_ == "nsubj" and not _nouns.is_word("relatives", child)]
    return bool(doers) and verb.dep_ == "relcl" and verb.head.pos_ in NOMINAL and verb.head.i < doers[0].i


def _lacks_was(verb):
    """Whether a participle with a subject of its own is a passive without its verb, not "a man had shot"."""
    below = verb.tag_ == "VBN" and verb.dep_ in ("conj", "ccomp", "xcomp")
    return below and not any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def is_reflexive(verb) -> bool:
    """ "Shot himself"."""
    return any(_nouns.is_word("reflexives", noun) for noun in objects_of(verb))


def beside_himself(verb) -> list:
    """Whom one kills with himself: "killed himself and three guards"."""
    others = (part for noun in objects_of(verb) for part in noun.conjuncts if part.i > noun.i)
    return [part for part in others if part.pos_ not in VERBAL][:1]


def _shared_objects(verb):
    """The object of both "shot and killed", where nothing but "and" or a comma stands between."""
    near = [other for other in verb.conjuncts if 0 < other.i - verb.i <= 3]
    return [noun for other in near for noun in objects_of(other)]


def _before_participle(verb):
    """The noun of "people killed in the blast"; of "the mother of a man killed" the man, whatever the parser says."""
    before = verb.nbor(-1) if verb.i else verb
    if before.dep_ == "pobj" and before.head.head is verb.head and _nouns.is_word("surely", before):
        return [before]
    return [verb.head] if verb.head.pos_ not in VERBAL else objects_of(verb.head)


def _headline_subject(verb):
    """ "Man shot in Boston": headlines leave "was" out, and the parser takes the victim for the doer."""
    if verb.tag_ not in ("VBN", "VBD") or {child.lower_ for child in verb.children} & _headline("spoilers"):
        return []
    found = subjects(verb, SUBJECTS) or _before_headline(verb)
    if verb.tag_ == "VBN" or any(child.dep_ == "agent" for child in verb.children):
        return found
    if verb.lower_ not in _headline("verbs"):
        return []
    return [noun for noun in found if not _nouns.is_word("police", noun) and noun.pos_ != "PRON"]


def _found_in_headline(verb):
    """ "Teen found shot to death in Harn"."""
    if verb.lower_ not in _headline("finding") or any(child.dep_ == "aux" for child in verb.children):
        return []
    return [noun for noun in subjects(verb, SUBJECTS) if not _nouns.is_word("police", noun) and noun.pos_ != "PRON"]


def _before_headline(verb):
    """ "Teen Killed, Another Wounded": in capitals the parser takes them for one name."""
    return [c for c in verb.lefts if c.dep_ == "compound" and c.i + 1 == verb.i and _nouns.is_word("surely", c)]


@cache
def _headline(name):
    return frozenset(lexicon.table("toll")["headlines"][name])


def subjects(verb, deps):
    """The subject of a verb, or of the verb that governs or is coordinated with it: "was shot and died"."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    if own:
        return _resolved([child for child in own if child.dep_ in deps][:1])  # "Ann Roe, 15, Minot died": not Minot
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return subjects(verb.head, deps)
    if verb.dep_ in ("xcomp", "advcl") and verb.head.pos_ in VERBAL:
        return subjects(verb.head, deps)
    if verb.dep_ == "pcomp" and verb.head.head.pos_ in VERBAL:  # "before killing himself"
        return subjects(verb.head.head, deps)
    return []


def _attached(verb):
    """The noun that a participle or a relative clause hangs on: "people dying of cholera"."""
    return [verb.head] if verb.dep_ in ("acl", "relcl") and verb.head.pos_ not in VERBAL else []


def _shares_subject(verb):
    """Whether it is a full passive without a subject, and nothing before it can be one."""
    was = next((child for child in verb.children if child.dep_ == "auxpass"), None)
    return was is not None and was.i > 0 and was.nbor(-1).pos_ not in NOMINAL


def _before_wounds(verb):
    """ "The 2-year-old suffered non-life-threatening injuries": parsers take the verb for a word of the injuries."""
    if verb.dep_ != "amod" or not verb.i:
        return []
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    before = verb.nbor(-1)
    return own or ([before] if before.pos_ in NOMINAL or before.lower_ in ("old", "year-old") else [])


def objects_of(verb):
    """The objects of a verb, without what is said to be part of them: "injured 41 others most of them women"."""
    found = [child for child in verb.children if child.dep_ in ("dobj", "obj")]
    return [noun for noun in found if noun is found[0] or not _is_of_them(found[0], noun)]


def _is_of_them(whole, part):
    between = whole.doc[whole.i + 1 : part.left_edge.i]
    return any(token.dep_ == "pobj" and _nouns.is_word("of_whom", token) for token in between)


def _resolved(nouns):
    """Relative pronouns give way to what they stand for: "the man who was killed"."""
    found = []
    for noun in nouns:
        if any(child.lower_ == "whose" for child in noun.children):
            continue
        if noun.pos_ == "VERB":  # "Teen shot in Ohio has died"
            found += [child for child in noun.children if child.dep_ in SUBJECTS]
        elif _nouns.is_word("relatives", noun) and noun.pos_ in ("PRON", "DET", "SCONJ"):
            clause = next((a for a in noun.ancestors if a.dep_ in ("relcl", "acl")), None)
            if clause is None or clause.head.pos_ in VERBAL:
                continue
            found.append(clause.head)
        else:
            found.append(noun)
    return found


def people_in(noun):
    """The people of a death: "the deaths of three men", "his brother's murder", "the shooting death of a man"."""
    found = [child for child in noun.children if child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN")]
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            found += [child for child in prep.children if child.dep_ == "pobj"]
    return found


def described(token):
    """The nouns that an adjective is said of: "14 dead", "were found dead", "left two missing"."""
    if token.dep_ == "amod" and token.head.pos_ in NOMINAL:
        return [token.head if token.i < token.head.i else _first_of(token.head)]
    head = token.head
    if token.dep_ in (
        "acomp",
        "attr",
        "oprd",
        "xcomp",
        "ccomp",
        "advcl",
        "advmod",
        "conj",
        "dobj",
        "dep",
        "appos",
        "ROOT",
    ):
        if own := [child for child in token.children if child.dep_ in SUBJECTS]:
            return _resolved(own)
        if head.pos_ in VERBAL and head is not token:
            return objects_of(head) or subjects(head, SUBJECTS)
        if head.pos_ in NOMINAL and token.i > head.i:
            return [_first_of(head)]
    if token.dep_ in ("acl", "relcl"):
        return [head]
    return []


def _first_of(noun):
    """ "Left 35 rebels and five soldiers dead": the adjective is said of all of them."""
    while noun.dep_ == "conj" and noun.head.pos_ in NOMINAL and noun.i - noun.head.i < 6:
        noun = noun.head
    return noun
