"""Finds by the parse who was harmed, and how: the subject of a passive ("was killed"), the object of a deed ("killing
eight"), the subject of dying or of suffering wounds, the people of a death ("the deaths of three men"), "14 dead"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service import lexicon
from service.extract import _nouns, _roles
from service.extract._conjoined import behind
from service.extract._numbers import Count
from service.extract._persons import People
from service.extract._roles import SUBJECTS, VERBAL

NEARBY = 90  # characters after a blow in which its place or its bullet is named
CLAUSE_LENGTH = 120  # characters after a verb in which a hospital or a condition is still its subject's
PLAIN, OF_ONE, WEAK = 2, 1, 0  # how plainly: of anybody; of several perhaps only a part; there may be other reasons


@dataclass(frozen=True, slots=True)
class Harm:
    """People harmed in one way, the characters of the word that says so, and how far that can be trusted."""

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
        for kind, nouns, plainly in _told(token, text):
            if people := _people(token, nouns, counts, text, plainly):
                yield Harm(
                    kind,
                    people,
                    (token.idx, token.idx + len(token)),
                    plain=plainly != WEAK,
                    token=token.i,
                    partial=plainly != PLAIN and any(part.person is None for part in people),
                    deed=people[0].start > token.idx,
                    itself=_roles.is_reflexive(token),
                )


def _people(token, nouns, counts, text, plainly):
    people = _each_once(part for noun in nouns for part in behind(noun, counts, text))
    if token.pos_ == "NOUN" and any(part.low == 2 and part.best is None for part in people):
        return ()  # "massacres of peasants" are no event
    if plainly == OF_ONE and any(part.high == 0 for part in people):
        return ()  # "none were in critical condition"
    if (
        people and people[0].start < token.idx and token.pos_ not in VERBAL
    ):  # "Man dead, infant and woman hurt in crash"
        return tuple(part for part in people if part.start < token.idx)
    return people


def _each_once(people):
    """Those told of, without what is part of another: "told reporters that a total of 10 people had been killed"."""
    told = dict.fromkeys(people)
    return tuple(one for one in told if not any(one is not part and _covers(part, one) for part in told))


def _covers(part, one):
    return part.start <= one.start and one.end <= part.end


def _told(token, text):
    """(kind, nouns of those harmed, how plainly) that a word says."""
    lemma = token.lemma_.lower()
    if token.pos_ in VERBAL:
        yield from _by_verb(token, lemma, text)
    elif token.pos_ == "NOUN" and (kind := _acts().get(lemma)):
        kind = "killed" if kind == "hit" and _is_called_fatal(token) else kind
        yield from ((kind, [noun], PLAIN) for noun in _roles.people_in(token))
    elif token.pos_ == "NOUN" and lemma in _table("suffering")["by_shots"]:
        yield from (("hit", [noun], PLAIN) for noun in _wounded(token))
    kind = _table("adjectives").get(token.lower_)
    if token.i and token.nbor(-1).like_num:
        return  # "300 casualties (127 dead)" are not 300 dead: the number beside it says how many (_harm_words.py)
    if kind and token.pos_ in ("ADJ", "ADV", "VERB", "NOUN") and not _is_figurative(token):
        yield kind, _roles.described(token), PLAIN


def _by_verb(verb, lemma, text):
    kind, how = _kind_of(verb, lemma, text)
    if kind == "killed" and how == "object" and _roles.is_reflexive(verb):
        yield kind, _roles.subjects(verb, SUBJECTS) + _roles.beside_himself(verb), PLAIN
    elif kind:
        yield kind, _roles.harmed_by(verb, how), PLAIN
    elif lemma in _table("flights")["verbs"] and _governs(verb, _table("flights")["to"]):
        yield "displaced", _roles.subjects(verb, SUBJECTS), PLAIN
    elif lemma in _table("fatal")["lives"] and _governs(verb, ["life"]):
        yield from (("killed", _roles.people_in(noun), PLAIN) for noun in _roles.objects_of(verb))
    elif not _is_shot_at(verb, lemma):
        yield from _by_clause(verb, lemma, text)


def _kind_of(verb, lemma, text):
    """(kind, whom of) of a verb of harm; (None, None) of any other verb."""
    kind, how = _verbs().get(lemma, (None, None))
    if _is_fatal(verb, lemma):
        return "killed", "object"
    if kind == "hit" and (_is_shot_at(verb, lemma) or _goes_with_death(verb) or _is_of_suspect(verb)):
        return None, None
    if kind is None and lemma in _table("blows")["verbs"] and _is_blow(verb, lemma, text):
        return "hit", "object"
    if kind is None and lemma in _table("suffering")["verbs"] and (wounds := _wounds(verb)):
        return "hit" if "gunshot" in wounds else "injured", "passive" if lemma == "treat" else "subject"
    return kind, how


def _by_clause(verb, lemma, text):
    """What the words of a clause say of its subject: "took his own life", "was in critical condition", "was rushed to
    hospital", which alone may have other reasons."""
    words = _clause_words(verb, text)
    if not words:
        return
    if _pattern("deaths").match(words) or (lemma in _table("fatal")["negated"] and _is_negated(verb)):
        yield "killed", _roles.subjects(verb, SUBJECTS), PLAIN
    elif lemma in _table("condition")["not_verbs"]:
        return
    elif _pattern("conditions").search(words):
        carried = _roles.objects_of(verb) if lemma in _table("condition")["carrying"] else []
        yield "injured", carried or _roles.subjects(verb, SUBJECTS), OF_ONE
    elif _pattern("staying").match(words):
        yield "injured", _roles.subjects(verb, SUBJECTS), WEAK
    elif _pattern("hospitals").search(words):
        people = _roles.subjects(verb, ("nsubjpass",)) or _roles.objects_of(verb)
        yield "injured", people, OF_ONE if _pattern("wounds").search(words) else WEAK


def _governs(verb, lemmas):
    return any(noun.lemma_.lower() in lemmas for noun in _roles.objects_of(verb))


def _is_shot_at(verb, lemma):
    """Shot at, and missed."""
    return _verbs().get(lemma, ("",))[0] == "hit" and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "at"


def _is_of_suspect(verb):
    """ "Shooting suspect Oto Haas": he is suspected of it, whatever the parser says."""
    return verb.tag_ == "VBG" and verb.i + 1 < len(verb.doc) and _nouns.is_word("suspect", verb.nbor(1))


def _is_called_fatal(noun):
    """ "The fatal shooting", "the deadly early-morning stabbing"."""
    return any(child.lower_ in _table("acts")["fatal"] for child in noun.lefts)


def _is_negated(verb):
    return any(child.dep_ == "neg" for child in verb.children)


def _is_figurative(token):
    """ "Wanted dead or alive", "a dead end", "a missing person": no harm done."""
    following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return following in _table("figurative").get(token.lower_, ())


def _is_fatal(verb, lemma):
    """ "shot dead", "fatally stabbed", "beaten to death"."""
    if lemma not in _table("fatal")["verbs"]:
        return False
    beside = {child.lower_ for child in verb.children if not _is_of_some(child)}
    beside |= {f"{child.lower_} {below.lower_}" for child in verb.children for below in child.children}
    return bool(beside & set(_table("fatal")["words"]))


def _is_of_some(word):
    """ "Two men were shot, one fatally": it is said of the one."""
    before = word.nbor(-1) if word.i else word
    return before.like_num and before.i > 0 and before.nbor(-1).is_punct


def _goes_with_death(verb):
    """ "shot and killed": the killing says it all."""
    near = (other for other in verb.conjuncts if 0 < other.i - verb.i <= 3)
    return any(_verbs().get(other.lemma_.lower(), ("",))[0] == "killed" for other in near)


def _is_blow(verb, lemma, text):
    """ "Struck in the leg", "hit by a stray bullet", "hit by a train"; not "hit by the crisis"."""
    after = text[verb.idx + len(verb) : min(verb.idx + NEARBY, verb.sent.end_char)]
    objects = _roles.objects_of(verb)
    if objects and not any(_nouns.may_be_somebody(noun) for noun in objects):
        return False  # "drones hit an oil refinery, sparking a fire"
    if lemma in _table("blows")["by_vehicles"] and _pattern("vehicles").search(after):
        return any(child.dep_ == "agent" for child in verb.children)
    return _is_of_shots(verb) or bool(_blow().search(_pattern("asides").split(after)[0]))


def _is_of_shots(verb):
    """ "A bullet struck a girl", "opened fire on the crowd, hitting three people"."""
    shots = _table("blows")["shots"]
    if any(noun.lower_ in shots for noun in _roles.subjects(verb, ("nsubj",))):
        return True
    own = any(child.dep_ in SUBJECTS for child in verb.children)
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or own:
        return False
    return any(
        token.lower_ in _table("blows")["firing"] for token in verb.sent if verb.head.left_edge.i <= token.i < verb.i
    )


def _wounds(verb):
    """The words for wounds that a verb governs, at two steps: "suffering from a gunshot wound", "had injuries to"."""
    near = [child for child in verb.children if child.dep_ in ("dobj", "prep")]
    near += [verb.head] if verb.dep_ == "amod" and verb.i < verb.head.i else []
    near += [below for child in near for below in child.children if below.dep_ in ("pobj", "compound", "amod")]
    near += [below for child in near if child.dep_ == "pobj" for below in child.children]
    return {token.lemma_.lower() for token in near} & set(_table("suffering")["wounds"])


def _wounded(noun):
    """Who has a wound: "a gunshot victim", "a man with a stab wound", "found two women with gunshot wounds"."""
    if not any(child.lemma_.lower() in _table("suffering")["shots"] for child in noun.lefts):
        return []
    if noun.lemma_.lower() == "victim":
        return [noun]
    if noun.dep_ != "pobj" or noun.head.lower_ != "with":
        return []
    holder = noun.head.head
    while holder.dep_ == "pobj" and holder.head.lower_ in _table("suffering")["where"]:
        holder = holder.head.head  # "was found in the yard of a house with stab wounds"
    if holder.pos_ not in VERBAL:
        return [holder]
    came = holder.lemma_.lower() in _table("suffering")["coming"]  # "turned up at a hospital with a gunshot wound"
    return _roles.objects_of(holder) or _roles.subjects(holder, SUBJECTS if came else ("nsubjpass",))


def _clause_words(verb, text):
    """The words of a verb's own clause, from the verb on to the next subject."""
    if not any(child.dep_ in SUBJECTS for child in verb.children) and verb.dep_ != "conj":
        return ""
    end = min(verb.sent.end_char, verb.idx + CLAUSE_LENGTH)
    for token in verb.sent:
        if token.i > verb.i and token.dep_ in SUBJECTS and token.head is not verb and token.idx < end:
            end = token.left_edge.idx if token.left_edge.i > verb.i else token.idx
            break
    return _pattern("clauses").split(text[verb.idx : end])[0]


def _table(name):
    return lexicon.table("toll")[name]


@cache
def _verbs():
    found = {}
    for kind, roles in _table("verbs").items():
        for how, lemmas in roles.items():
            found |= {lemma: (kind, how) for lemma in lemmas if lemma not in found}
    return found


@cache
def _acts():
    return {noun: kind for kind, nouns in _table("acts").items() if kind != "fatal" for noun in nouns}


@cache
def _blow():
    return lexicon.matcher(_table("blows")["by"])


@cache
def _pattern(name):
    return re.compile(rf"(?<!\w)(?:{'|'.join(_table('clause')[name])})", re.IGNORECASE)
