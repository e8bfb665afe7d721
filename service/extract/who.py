"""Who took part and on which side: finds the actors of a text, and gives those of one event their roles.

In an attack the subject of the verb, a "by" phrase and whose the weapons are tell the perpetrator; the object tells the
target. In words and deeds between two (accuse, sanction, visit) the subject speaks and the object is addressed. The
source of a statement takes no part in what it reports.
"""

from functools import cache

from service import lexicon
from service.extract import _actors
from service.records import Frame, Mention, Reading


def find(reading: Reading) -> list[Mention]:
    """Every actor of the text."""
    return [
        Mention(actor.start, actor.end, actor.sentence, {**_actors.as_value(actor), "_actor": actor})
        for actor in _actors.find(reading)
    ]


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The actors of an event with their roles, each once; perpetrators, speakers and parties first."""
    words = lexicon.table("who")
    if frame.category in words["roles"]["none"]:
        return []
    by_token = {mention.value["_actor"].i: mention for mention in mentions}
    harm = frame.category in words["roles"]["harm"]
    found = _harm(frame, reading, by_token) if harm else _speech(frame, reading, by_token)
    return _values(found, reading, harm)


def _values(found, reading, harm):
    """(role, mention) pairs as values: each actor once, in its first role."""
    out: dict[tuple, dict] = {}
    for role, mention in found:
        actor = mention.value["_actor"]
        if actor.kind == "person" and not actor.office:
            continue  # private people are not named
        sector = actor.sector
        if harm and actor.kind in ("state", "modifier"):
            sector = "MIL" if role == "perpetrator" else None
        value = {
            "role": role,
            "name": actor.name,
            "country_iso3": actor.country,
            "sector": sector or ("GOV" if actor.kind == "modifier" and not harm else None),
        }
        key = (
            actor.name.lower() if actor.country is None or actor.kind in ("person", "group") else actor.country,
            role,
        )
        if any(known[0] == key[0] for known in out):
            continue
        out[key] = {name: said for name, said in value.items() if said} | {
            "evidence": reading.evidence((mention.start, mention.end))
        }
    return list(out.values())


def _harm(frame, reading, by_token):
    """Perpetrators and targets of an attack."""
    words = lexicon.table("who")
    perpetrators, targets = [], []
    for sentence in _told(frame, reading):
        for token in reading.tokens(sentence):
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and lemma in words["attack_verbs"]:
                doers, done = _sides(token, by_token, reading)
                perpetrators += doers
                targets += done
            elif token.pos_ == "VERB" and lemma in words["blame"]:
                perpetrators += [
                    by_token[i]
                    for child in token.children
                    if child.dep_ == "dobj"
                    for i in _tokens(child)
                    if i in by_token
                ]
            elif token.lower_ in words["claim"] and token.head.lemma_ == "claim":
                perpetrators += _subject(token.head, by_token)
            elif token.pos_ in ("NOUN", "PROPN") and (
                lemma in words["attack_nouns"] or token.lower_ in words["attack_nouns"]
            ):
                perpetrators += _owners(token, by_token)
                targets += _after(token, ("on", "against"), by_token)
    return [("perpetrator", m) for m in perpetrators] + [("target", m) for m in targets]


def _sides(verb, by_token, reading):
    """(those who do, those it is done to) of a verb of attack."""
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
    subjects, objects = _subject(verb, by_token), _object(verb, by_token)
    agents = [m for child in verb.children if child.dep_ == "agent" for m in _after(child, (), by_token)]
    objects = objects + _after(verb, ("against",), by_token)
    if passive:
        return agents, subjects
    return [
        m for m in subjects if m.value["_actor"].sector not in ("CVL", None) or m.value["_actor"].country
    ] + agents, objects


def _owners(noun, by_token):
    """Whose a thing is: "a Russian attack drone", "Israel's strikes"."""
    return [
        by_token[child.i]
        for child in noun.lefts
        if child.dep_ in ("amod", "compound", "nmod", "poss")
        and child.i in by_token
        and by_token[child.i].value["_actor"].kind in ("modifier", "state", "group")
    ]


def _speech(frame, reading, by_token):
    """Roles in words and deeds between two."""
    roles = lexicon.table("who")["speech"].get(frame.type, {"subject": "party", "object": "party"})
    found = []
    for trigger in frame.triggers:
        sentence = reading.sentences[trigger.sentence]
        if not sentence.parsed:
            continue
        for token in reading.doc.char_span(trigger.start, trigger.end, alignment_mode="expand") or ():
            if token.pos_ not in ("VERB", "NOUN", "PROPN"):
                continue
            found += [(roles["subject"], m) for m in _subject(token, by_token) or _poss(token, by_token)]
            found += [
                (roles["object"], m)
                for m in _object(token, by_token) + _after(token, tuple(roles.get("after", ())), by_token)
            ]
    return found


def _subject(verb, by_token):
    """Actors that are the subject of a verb; of a participle, that of the verb above it."""
    here = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if not here and verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "pcomp") and verb.head.i != verb.i:
        return _subject(verb.head, by_token) if verb.head.pos_ in ("VERB", "AUX") else []
    if (
        not here
        and verb.dep_ in ("pobj", "acl", "relcl", "dobj", "pcomp")
        and verb.head.pos_ in ("NOUN", "PROPN", "ADP", "VERB")
    ):
        top = verb.head
        if top.i in by_token:
            return [by_token[top.i]]
        return (
            _subject(top, by_token) if top.i != verb.i and top.pos_ in ("VERB", "ADP") and top.head.i != top.i else []
        )
    return [by_token[i] for child in here for i in _tokens(child) if i in by_token]


def _object(verb, by_token):
    return [
        by_token[i]
        for child in verb.children
        if child.dep_ in ("dobj", "dative", "pobj")
        for i in _tokens(child)
        if i in by_token
    ]


def _poss(noun, by_token):
    return [
        by_token[child.i]
        for child in noun.children
        if child.dep_ in ("poss", "amod", "compound") and child.i in by_token
    ]


def _after(token, prepositions, by_token):
    """Actors in the phrases that hang on a word, behind one of the prepositions (any, if none are given)."""
    found = []
    for child in [token] if not prepositions else token.children:
        if child.dep_ in ("prep", "agent") and (not prepositions or child.lower_ in prepositions):
            found += [
                by_token[i] for noun in child.children if noun.dep_ == "pobj" for i in _tokens(noun) if i in by_token
            ]
    return found


def _tokens(noun):
    """A noun and those coordinated with it; for a noun that is no actor, its closest named modifier."""
    return [noun.i, *(part.i for part in noun.conjuncts if part.i > noun.i)]


def _told(frame, reading):
    """The parsed sentences of the event's triggers, then the others about it."""
    first = list(dict.fromkeys(trigger.sentence for trigger in frame.triggers))
    rest = sorted(frame.sentences - set(first))
    return [reading.sentences[i] for i in (*first, *rest) if reading.sentences[i].parsed]


@cache
def _roles():
    return lexicon.table("who")["speech"]
