"""Who does harm to whom: the sides of the verbs and nouns of an attack.

The subject of the verb, a "by" phrase, whose the weapons are, whom it is blamed on and who claims it tell the
perpetrator; the object tells the target. What is denied or only feared tells neither.
"""

from functools import cache

from service import lexicon, stance
from service.extract import _syntax
from service.records import Frame, Reading

UNREAL = ("negated", "historical", "generic", "hypothetical", "denied", "threatened", "planned")


def roles(frame: Frame, reading: Reading, cast) -> list[tuple[str, object]]:
    """(role, mention) of the perpetrators, targets and parties, in the order in which they are told."""
    found = []
    triggers: dict[int, list[tuple[int, int]]] = {}
    for trigger in frame.triggers:
        triggers.setdefault(trigger.sentence, []).append((trigger.start, trigger.end))
    for sentence in _told(frame, reading):
        spans = triggers.get(sentence.index, [])
        for token in reading.tokens(sentence):
            is_trigger = any(start < token.idx + len(token) and token.idx < end for start, end in spans)
            found += _of_token(token, cast, frame, own=bool(spans), is_trigger=is_trigger)
    found += _blamed_for_it(frame, reading, cast) if frame.main else []
    is_told = any(role in ("perpetrator", "party") for role, _ in found)
    return found if is_told else found + _at_large(frame, reading, cast)


def _at_large(frame, reading, cast):
    """Those of no name who are sought for it, or fled: "two gunmen were sought"."""
    row, found = lexicon.table("who")["at_large"], []
    for sentence in _told(frame, reading):
        for token in reading.tokens(sentence):
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and (lemma in row["object_of"] or lemma in row["subject_of"]):
                sides = _syntax.sides(token)
                found += cast.all(sides.done if lemma in row["object_of"] else sides.doers)
    nouns = [m for m in found if m.value["_actor"].kind == "noun" and m.value["_actor"].sector in row["sectors"]]
    nouns = [m for m in nouns if m.value["_actor"].name.split()[-1] not in row["except"]]
    return _doers(m for m in nouns if m.value["_actor"].country is None)


def _blamed_for_it(frame, reading, cast):
    """Whom the main event is blamed on in a sentence that is an event of words: "blamed the rebels for the attack"."""
    found = []
    for sentence in reading.sentences:
        if not sentence.parsed or sentence.index in frame.sentences:
            continue
        for token in reading.tokens(sentence):
            if token.pos_ == "VERB" and token.lemma_.lower() in _words("blame") and _is_it(token):
                found += _blamed(token, cast, own=True)
    return found


def _is_it(verb):
    """Whether the blame is for "the attack" or "this strike", which the article has told of."""
    return any(
        word in ("for", "on") and noun.lemma_.lower() in _words("attack_nouns") and _is_told_of(noun)
        for word, noun in _syntax.sides(verb).behind
    )


def _is_told_of(noun):
    return any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in noun.children)


def _told(frame, reading):
    """The parsed sentences of the event's triggers, then the others about it."""
    first = list(dict.fromkeys(trigger.sentence for trigger in frame.triggers))
    rest = sorted(frame.sentences - set(first))
    return [reading.sentences[i] for i in (*first, *rest) if reading.sentences[i].parsed]


def _of_token(token, cast, frame, *, own, is_trigger):
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        if lemma in _words("blame") or lemma in _words("blamed"):
            return _blamed(token, cast, own)
        if lemma in _words("claimers") and any(c.lemma_.lower() in _words("claimed") for c in token.children):
            return _doers(cast.all(_syntax.sides(token).doers)) if _is_real(cast.reading, token) else []
        if not own:
            return []
        if lemma in _words("clash_words"):
            return _clash(token, cast)
        if _is_down(token):
            return []
        if _leaves_harmed(token):
            return _harm(token, cast, frame)
        if lemma in _words("harm_verbs") and (is_trigger or lemma not in _words("only_as_trigger")):
            return _harm(token, cast, frame)
        if lemma in _words("launch_verbs"):
            return _launch(token, cast, frame)
    if own and token.pos_ in ("NOUN", "PROPN"):
        if is_trigger and lemma in _words("clash_words") and (found := _clash(token, cast)):
            return found
        if is_trigger and lemma in _words("attack_nouns"):
            return _attack(token, cast, frame)
        if lemma in _words("carriers") and _is_armed(token) and _is_real(cast.reading, token, frame):
            return _doers(_whose(token, cast, frame))
    return []


def _harm(verb, cast, frame):
    """The sides of a verb of harm. Where a weapon is the subject, whose it is did it."""
    if not _is_real(cast.reading, verb, frame):
        return []
    sides = _syntax.sides(verb)
    doers = [mention for noun in sides.doers for mention in _agents(noun, cast, frame)]
    done = cast.acting(sides.done)
    done += [m for word, noun in sides.behind if word in ("against", "at") and (m := cast.of(noun))]
    passive_by = [m for word, noun in sides.behind if word == "by" for m in _agents(noun, cast, frame)]
    if not done and verb.lemma_.lower() in _words("headlined") and _syntax.lacks_was(verb):
        doers, done = [], doers  # "Commander captured in Lom"
    return _doers(doers + passive_by) + _targets(m for m in done if m not in doers)


def _agents(noun, cast, frame):
    """Who acts: the noun itself, or whose thing it is ("Norland's drones struck", "a rebel attack killed")."""
    if found := cast.all([noun]):
        return cast.acting([noun]) if noun.dep_ not in _syntax.SUBJECTS else found
    lemma = noun.lemma_.lower()
    if lemma in _words("carriers") or lemma in _words("attack_nouns") or lemma in _words("launched"):
        return _whose(noun, cast, frame) + [
            m for word, by in _syntax.behind(noun) if word in ("by", "from") for m in _agents(by, cast, frame)
        ]
    return []


def _whose(noun, cast, frame):
    """Whose a weapon or an attack is. A state whose adjective stands before it did it only where armies do such:
    "a Norlandic air strike", but no "Norlandic school shooting"."""
    return [
        mention
        for mention in cast.owners(noun)
        if mention.value["_actor"].kind != "modifier" or _is_of_armies(noun, mention.value["_actor"], frame)
    ]


def _is_of_armies(noun, nation, frame):
    lemma = noun.lemma_.lower()
    between = [child.lemma_.lower() for child in noun.lefts if child.dep_ == "compound" and child.i > nation.i]
    if lemma not in _words("of_armies") or not _words("of_armies").issuperset(between):
        return False
    return frame.category == "armed-conflict" or bool(between) or lemma not in _words("of_anybody")


def _launch(verb, cast, frame):
    """The sides of "launched 20 missiles at the port", "carried out an attack on a post", "opened fire on them"."""
    sides = _syntax.sides(verb)
    things = [_syntax.people_of(noun) for noun in sides.done]
    if not any(thing.lemma_.lower() in _words("launched") for thing in things):
        return []
    if not _is_real(cast.reading, verb, frame):
        return []
    behind = [*sides.behind, *(pair for thing in things for pair in _syntax.behind(thing))]
    done = [m for word, noun in behind if word in _words("at") and word != "in" and (m := cast.of(noun))]
    return _doers([m for noun in sides.doers for m in _agents(noun, cast, frame)]) + _targets(done)


def _attack(noun, cast, frame):
    """Whose attack it was, and on whom."""
    if not _is_real(cast.reading, noun, frame):
        return []
    found = _doers(_whose(noun, cast, frame))
    verb = _syntax.above(noun)
    behind = [
        *_syntax.behind(noun),
        *(_syntax.sides(verb).behind if verb is not None and verb.lemma_ in ("be", "come") else ()),
    ]
    for word, other in behind:
        if word == "by":
            found += _doers(_agents(other, cast, frame))
        elif word in ("on", "against") or (word == "of" and noun.lemma_.lower() in _words("of_victims")):
            found += _targets(cast.acting([other]))
    return found


def _clash(token, cast):
    """Those who fight each other: "troops clashed with rebels", "fighting between the army and the front"."""
    sides = _syntax.sides(token) if token.pos_ == "VERB" else None
    pairs = sides.behind if sides else _syntax.behind(token)
    found = cast.all(sides.doers) if sides else []
    found += [m for word, noun in pairs if word in ("with", "between", "against", "among") and (m := cast.of(noun))]
    return [("party", mention) for mention in found]


def _blamed(verb, cast, own):
    """Whom it is blamed on: "blamed rebels for the raid", "an ambush blamed on rebels", "accused them of shelling"."""
    sides = _syntax.sides(verb)
    if verb.lemma_.lower() in _words("blame"):
        on = [noun for word, noun in sides.behind if word in ("on", "upon")]
        return _doers(cast.all(on or sides.done)) if on or any(w == "for" for w, _ in sides.behind) else []
    of_harm = any(
        child.dep_ == "prep"
        and child.lower_ == "of"
        and any(inner.lemma_.lower() in _harmful() for inner in child.children)
        for child in verb.children
    )
    return _doers(cast.all(sides.done)) if of_harm and own else []


def _is_down(verb):
    """Whether something is shot or brought down: those who do it did not attack."""
    return (
        any(child.dep_ in ("prt", "advmod") and child.lower_ == "down" for child in verb.children)
        and verb.lemma_.lower() != "gun"
    )


def _leaves_harmed(verb):
    """Whether something leaves people dead or hurt."""
    left = lexicon.table("who")["left"]
    told = [verb, *(child for child in verb.children if child.dep_ in _syntax.OBJECTS)]
    told += [other for noun in told[1:] for other in noun.conjuncts]
    return verb.lemma_.lower() in left["verbs"] and any(c.lower_ in left["as"] for one in told for c in one.children)


def _is_armed(noun):
    """Whether a weapon or its carrier is told of as acting, and not as something hit, owned or found."""
    return noun.dep_ in ("nsubj", "pobj", "conj", "compound") or (
        noun.dep_ == "dobj" and noun.head.lemma_.lower() in _words("launch_verbs")
    )


def _is_real(reading, token, frame=None):
    sentence = reading.sentence_at(token.idx)
    modality, _ = stance.of(reading, sentence, token.idx, token.idx + len(token))
    return modality not in UNREAL or (frame is not None and modality == frame.modality)


def _doers(mentions):
    return [("perpetrator", mention) for mention in mentions if mention.value["_actor"].kind != "capital"]


def _targets(mentions):
    """Those that are attacked; a capital is then a place and no government."""
    return [("target", mention) for mention in mentions if mention.value["_actor"].kind != "capital"]


@cache
def _harmful():
    return _words("harm_verbs") | _words("launch_verbs") | _words("attack_nouns")


@cache
def _words(name):
    return frozenset(lexicon.table("who")[name])
