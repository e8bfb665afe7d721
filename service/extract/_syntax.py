"""Reads who does what to whom off the parse: the doers of a verb or noun, those it is done to, those behind its
prepositions.

    "Rebels seized the town"                     doers: rebels      done: town
    "The town was seized by rebels"              doers: rebels      done: town
    "ordered troops to storm the square"         doers: troops      done: square
    "dispatched for talks with the premier"      doers: whoever was dispatched, behind "with": the premier
"""

from dataclasses import dataclass
from functools import cache

from service import lexicon

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
OBJECTS = ("dobj", "obj", "dative")
VERBAL = ("VERB", "AUX")
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
PHRASE = ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART")
WHOSE = ("poss", "amod", "compound", "nmod")
UP = ("conj", "xcomp", "advcl", "ccomp")  # a verb so attached shares the subject of the verb above it
HIGHEST = 4  # verbs that a subject is looked for above


@dataclass(frozen=True, slots=True)
class Sides:
    """Noun tokens on either side of a verb, and behind its prepositions: (preposition, noun)."""

    doers: tuple
    done: tuple
    behind: tuple


def sides(verb) -> Sides:
    """Those who do what a verb says, and those to whom it is done; relative pronouns give way to what they mean."""
    agents = [noun for child in verb.children if child.dep_ == "agent" for noun in _objects_of(child)]
    behind = [(child.lower_, noun) for child in verb.children if child.dep_ == "prep" for noun in _objects_of(child)]
    behind += [(child.lower_, noun) for child in verb.children if child.dep_ == "dative" for noun in _objects_of(child)]
    objects = [noun for child in verb.children if child.dep_ in OBJECTS for noun in with_conjuncts(child)]
    if is_passive(verb):
        return Sides(tuple(agents), tuple(subjects(verb)), tuple(behind))
    return Sides((*subjects(verb), *agents), tuple(objects), tuple(behind))


def is_passive(verb) -> bool:
    """Whether the subject of a verb is the one it is done to: "was shot", "people killed in the raid"."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" or child.dep_ == "nsubj" for child in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return is_passive(verb.head) and not any(child.dep_ in OBJECTS for child in verb.children)
    return verb.dep_ in ("acl", "relcl", "advcl") and not any(child.dep_ in OBJECTS for child in verb.children)


def lacks_was(verb) -> bool:
    """Whether a verb that needs an object is a passive that has lost its "was": "Commander captured in Lom", as in a
    headline."""
    if verb.dep_ != "ROOT" or verb.conjuncts or verb.tag_ not in ("VBD", "VBN"):
        return False
    own = [child for child in verb.children if child.dep_ in ("prep", "prt", "aux", "agent", *OBJECTS)]
    return all(child.lower_ in lexicon.table("who")["headline_after"] for child in own)


def subjects(verb, depth: int = 0) -> list:
    """The subject of a verb, or of the verb or noun that it hangs on."""
    found = [child for child in verb.children if child.dep_ in SUBJECTS and not _speaks(child)]
    own = [noun for child in found for noun in with_conjuncts(_meant(child))]
    head = verb.head
    if own or head is verb or depth > HIGHEST:
        return own
    if verb.dep_ in ("acl", "relcl"):
        return with_conjuncts(head) if head.pos_ in NOMINAL else []
    if verb.dep_ in ("xcomp", "ccomp"):
        ordered = [child for child in head.children if child.dep_ == "dobj" and child.i < verb.i]
        if ordered:  # "ordered troops to storm"; "police learned the man, named as Ivo Tarr, shot at a bus"
            return [noun for child in ordered for noun in with_conjuncts(child)]
    if verb.dep_ == "advcl" and (beside := _with(verb)) is not None:
        return [beside]
    if verb.dep_ in UP and head.pos_ in VERBAL:
        return subjects(head, depth + 1)
    if verb.dep_ == "pcomp" and head.head.pos_ in VERBAL:
        done = [child for child in head.head.children if child.dep_ == "dobj"]
        if done and head.lower_ in ("for", "of", "from"):  # "blamed the rebels for shelling a camp"
            return [noun for child in done for noun in with_conjuncts(child)]
        return subjects(head.head, depth + 1)  # "would return after meeting the premier"
    return []


def _speaks(noun):
    """Whether the rest of the headline is what somebody says: "Lom police: Gunman opens fire"."""
    end = noun.right_edge
    after = noun.doc[end.i : end.i + 2]
    return end.i < noun.head.i and any(token.text == ":" for token in after)


def _with(verb):
    """The noun of "with" right before a participle: "with the envoy, Ana Kolar, being sent to Lom"."""
    for child in verb.head.children:
        if (
            child.dep_ == "prep"
            and child.lower_ == "with"
            and child.i < verb.i
            and verb.left_edge.i - child.right_edge.i <= 2
        ):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def above(noun):
    """The verb that a noun of doing depends on, through prepositions and other nouns: "cut short a visit", "was sent
    for a round of talks"; None if there is none, or if the noun is its subject."""
    token = noun
    for _ in range(HIGHEST * 2):
        head = token.head
        if head is token:
            return None
        if head.pos_ in VERBAL:
            return head if token.dep_ in (*OBJECTS, "prep", "attr", "oprd") else None
        if head.pos_ not in ("NOUN", "PROPN", "ADP", "NUM") or token.dep_ in WHOSE:
            return None
        token = head
    return None


def behind(noun) -> list:
    """(preposition, noun) of the phrases that hang on a noun: "talks with the premier in Lom"."""
    return [(child.lower_, other) for child in noun.children if child.dep_ == "prep" for other in _objects_of(child)]


def owners(noun) -> list:
    """The tokens that say whose a thing is, or of which land: "Norland's drones", "a Norlandic drone"."""
    return [part for child in noun.lefts if child.dep_ in WHOSE for part in (child, *child.conjuncts)]


def with_conjuncts(noun) -> list:
    """A noun and those coordinated with it that come after."""
    return [noun, *(other for other in noun.conjuncts if other.i > noun.i and other.pos_ not in VERBAL)]


def listed_before(verb, first: int) -> list:
    """The nouns of a list right before a verb, between commas: "..., residents and a local official said". Parsers
    take such speakers for more of those who were killed. Empty where no list stands there."""
    heads, at, joined = [], verb.i - 1, False
    while at >= first and verb.doc[at].pos_ in ("NOUN", "PROPN"):
        head = verb.doc[at]
        while at >= first and verb.doc[at].pos_ in PHRASE:
            at -= 1
        mark = verb.doc[at].text if at >= first else ","
        if mark not in (",", "and", "or", "”", '"') or (mark in ("and", "or") and heads):
            break
        heads.insert(0, head)
        joined = joined or mark in ("and", "or")
        if not joined or at < first or mark in ("”", '"'):
            break
        at -= 1
        at -= verb.doc[at].text == "," and mark in ("and", "or")  # "residents, and"
    own = [head for head in heads[:-1] if any(part.lower_ in ("a", "an") for part in verb.doc[first : head.i][-2:])]
    one = any(head.dep_ in WHOSE and head.head.i == heads[-1].i for head in heads[:-1] if head not in own)
    return heads if joined and len(heads) > 1 and not one else []  # "police and army officers" are of one noun


def people_of(noun):
    """The noun that tells who they are: of "thousands of protesters" the protesters, of "members of the front" the
    front."""
    for _ in range(3):
        if noun.lemma_.lower() not in _partitives() and noun.pos_ != "NUM":
            return noun
        inner = [other for word, other in behind(noun) if word == "of"]
        if not inner:
            return noun
        noun = inner[0]
    return noun


def _objects_of(preposition):
    found = []
    for child in preposition.children:
        if child.dep_ == "pobj":
            found += with_conjuncts(child)
        elif child.dep_ in ("prep", "pcomp") and child.pos_ == "ADP":  # "from inside the city"
            found += _objects_of(child)
    return found


def _meant(noun):
    """What a relative pronoun stands for: "the rebels who seized the town"."""
    if noun.tag_ not in ("WDT", "WP"):
        return noun
    clause = next((token for token in noun.ancestors if token.dep_ in ("relcl", "acl")), None)
    return clause.head if clause is not None and clause.head.pos_ in NOMINAL else noun


@cache
def _partitives():
    return frozenset(lexicon.table("who")["partitives"])
