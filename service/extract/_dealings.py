"""Roles in words and deeds between two: who accuses, visits, sanctions, arrests or meets whom.

The subject of the event's verb is the one that speaks or acts, its object the one it is said or done to, the passive
turned round. Of a noun ("talks", "a visit") those are whose it is, those behind its prepositions, and the subject of
the verb that it hangs on ("cut short a visit", "was sent for talks with").
"""

from service import lexicon
from service.extract import _syntax
from service.records import Frame, Reading

BETWEEN = ("with", "between", "among")


def roles(frame: Frame, reading: Reading, cast) -> list[tuple[str, object]]:
    """(role, mention) of those who deal with each other, in the order in which they are told."""
    row = lexicon.table("who")["speech"].get(frame.type, {"subject": "party", "object": "party"})
    found = []
    for trigger in frame.triggers:
        if not reading.sentences[trigger.sentence].parsed:
            continue
        for token in _heads(reading, trigger, cast):
            found += _of_verb(token, row, cast) if token.pos_ in ("VERB", "AUX") else _of_noun(token, row, cast)
    found = [(role, mention) for role, mention in found if mention.value["_actor"].sector not in row.get("without", ())]
    if frame.type in lexicon.table("who")["mediation"]["types"]:
        found = _mediators(frame, reading, cast) + found
    return found


def _heads(reading, trigger, cast):
    """The verbs and nouns of a trigger, first its uppermost word; nobody who is in it: "expelled two Norlandic
    diplomats"."""
    span = reading.doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    if span is None:
        return []
    inner = [token for token in span if token.i != span.root.i and token.i not in cast.by_token]
    return [token for token in (span.root, *inner) if token.pos_ in ("VERB", "NOUN", "PROPN")]


def _of_verb(verb, row, cast):
    sides = _syntax.sides(verb)
    doers, done = [m for noun in sides.doers for m in _who(noun, row, cast)], _done(verb, sides, row, cast)
    if row.get("headline") and not _syntax.is_passive(verb) and _syntax.lacks_was(verb):
        doers, done = [], doers  # "Commander captured in Lom": headlines leave "was" out
    if verb.lemma_.lower() in row.get("turned", ()):
        doers, done = done, doers
    if row.get("own") and doers:
        done = [mention for mention in done if mention.value["_actor"].country]
    found = [(row["subject"], mention) for mention in doers] + [(row["object"], mention) for mention in done]
    behind = [*sides.behind, *(pair for _, noun in sides.behind for pair in _through(noun, row))]
    return found + _behind(behind, row, cast)


def _behind(pairs, row, cast):
    """Those behind the prepositions with which a deed is said or done to somebody."""
    return [(_at(word, row), m) for word, noun in pairs if word in row.get("after", ()) for m in _who(noun, row, cast)]


def _through(noun, row):
    """Whom one comes to meet: "visited Norland for talks with the premier"; not where they meet."""
    if noun.lemma_.lower() not in row.get("through", ()):
        return []
    return [pair for pair in _syntax.behind(noun) if pair[0] != "in"]


def _visited(verb, row, cast):
    """The state in whose capital somebody arrives."""
    if verb.lemma_.lower() not in row.get("coming", ()):
        return []
    found = [m for word, noun in _syntax.sides(verb).behind if word in ("in", "to", "at") if (m := cast.of(noun))]
    return [(row["object"], m) for m in found if m.value["_actor"].kind in ("capital", "state")]


def _done(verb, sides, row, cast):
    """Those whom a verb is said or done to: its object, or whose the thing is that is its object."""
    found = [m for noun in sides.done for m in _who(noun, row, cast)]
    if row.get("bidden"):  # "demanded that the premier resign"
        clauses = [child for child in verb.children if child.dep_ == "ccomp"]
        found += [
            m
            for clause in clauses
            for noun in _syntax.subjects(clause)
            if noun.head.i == clause.i
            for m in _who(noun, row, cast)
        ]
    if not found and row["subject"] == row["object"]:  # "mediated talks between the two"
        pairs = [pair for thing in sides.done for pair in _syntax.behind(thing) if pair[0] in BETWEEN]
        return [mention for _, mention in _behind(pairs, row, cast)]
    found = found or _behind_object(verb, sides, row, cast)
    if found or not row.get("whose"):
        return found
    things = [*sides.done]
    for child in verb.children:
        if child.dep_ == "ccomp":  # "condemned what he called Norland's brutal strikes"
            things += [part for part in child.children if part.dep_ in ("oprd", "dobj", "attr")]
    for thing in things:
        found += cast.owners(thing)
        found += [m for word, noun in _syntax.behind(thing) if word in ("by", "from") and (m := cast.of(noun))]
    return found


def _behind_object(verb, sides, row, cast):
    """Those told behind what is done: "threatened measures against Norland", "threatened to bomb Norlandic ports",
    "demanded the withdrawal of Norlandic troops"."""
    deeds = [child for child in verb.children if child.dep_ == "xcomp"] if row.get("deed") else []
    asked = [noun for word, noun in sides.behind if word == "for" and row.get("bidden")]  # sanctions
    things = [*sides.done, *asked, *(noun for deed in deeds for noun in _syntax.sides(deed).done)]
    found = [m for deed in deeds for noun in _syntax.sides(deed).done for m in _who(noun, row, cast)]
    pairs = [pair for deed in deeds for pair in _syntax.sides(deed).behind]
    for thing in things:
        inner = [noun for word, noun in _syntax.behind(thing) if word == "of"]
        pairs += [pair for noun in (thing, *inner) for pair in _syntax.behind(noun)]
        if thing.lemma_.lower() in row.get("moved", ()):
            found += [m for noun in inner for m in _who(noun, row, cast)]
    found = found or [mention for _, mention in _behind([pair for pair in pairs if pair[0] != "in"], row, cast)]
    return found or [m for deed in deeds for noun in _syntax.sides(deed).done for m in cast.owners(noun)]


def _of_noun(noun, row, cast):
    found = [(row["subject"], mention) for mention in cast.owners(noun)]
    for word, other in _syntax.behind(noun):
        if word in row.get("after", ()):
            role = row["subject"] if word in ("by", "between", "among") else _at(word, row)
            found += [(role, mention) for mention in _who(other, row, cast)]
    verb = _syntax.above(noun)
    if verb is not None and not found_subject(found, row):
        found += _around(verb, noun, row, cast)
    if noun.dep_ in _syntax.SUBJECTS and noun.head.pos_ == "VERB":  # "a visit by", "talks with the premier began"
        found += _behind([pair for pair in _syntax.sides(noun.head).behind if pair[0] != "in"], row, cast)
    return found


def _around(verb, noun, row, cast):
    """Those around the verb that a noun of dealing hangs on: "arrived for a visit", "received her on a visit"."""
    sides = _syntax.sides(verb)
    nouns = sides.done if _syntax.is_passive(verb) and not sides.doers else sides.doers
    doers = [m for other in nouns for m in _who(other, row, cast) if other.i != noun.i]
    if verb.lemma_.lower() in row.get("turned", ()):
        done = [m for other in sides.done for m in _who(other, row, cast) if other.i != noun.i]
        return [(row["subject"], m) for m in done] + [(row["object"], m) for m in doers]
    found = [(row["subject"], m) for m in doers]
    found += _behind([pair for pair in sides.behind if pair[0] != "in"], row, cast)
    return found + _visited(verb, row, cast)


def found_subject(found, row) -> bool:
    """Whether whose a deed is has been told by the noun itself: "the premier's visit"."""
    return row["subject"] != row["object"] and any(role == row["subject"] for role, _ in found)


def _at(word, row):
    """The role of those behind a preposition: a protest against somebody has a target, one by somebody a party."""
    if "targets" in row:
        return row["object"] if word in row["targets"] else row["subject"]
    return row["object"]


def _who(noun, row, cast):
    """The actor that a noun is; of a visit also the country of a place."""
    mention = cast.of(noun)
    if mention is None:
        return []
    if mention.value["_actor"].kind == "capital" and row["subject"] == "party" and _is_where(noun):
        return []  # "talks in Lom" has no government in it, "talks between Lom and Sarn" has two
    return [mention]


def _is_where(noun):
    while noun.dep_ == "conj":
        noun = noun.head
    return noun.dep_ == "pobj" and noun.head.lower_ not in (*BETWEEN, "by")


def _mediators(frame, reading, cast):
    """Those who bring others together, or have them as guests."""
    table = lexicon.table("who")["mediation"]
    found = []
    for number in dict.fromkeys(trigger.sentence for trigger in frame.triggers):
        sentence = reading.sentences[number]
        if not sentence.parsed:
            continue
        for token in reading.tokens(sentence):
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and (lemma in table["verbs"] or lemma in table["host_verbs"]):
                role = "mediator" if lemma in table["verbs"] else "host"
                sides = _syntax.sides(token)
                found += [(role, mention) for mention in cast.all(sides.doers)]
                found += [("visitor", m) for m in cast.all(sides.done) if role == "host"]  # "hosted his counterpart"
            elif token.lower_ in table["mediated"]:
                found += [("mediator", mention) for mention in cast.owners(token)]
    return found
