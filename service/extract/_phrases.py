"""Noun phrases around a word: where a name begins, which phrase behind a body belongs to it, and what country either
tells."""

import re

from service.extract import _actors_words as words
from service.extract import _syntax, _titles

PREMODIFIERS = ("compound", "amod", "nmod", "poss", "case", "punct", "cc", "conj", "quantmod")


def is_name(token):
    return (
        token.pos_ == "PROPN"
        and token.ent_type_ not in ("DATE", "TIME")
        and token.lower_ not in words.words("no_names")
    )


def first(token):
    """The first token of the noun phrase that a noun ends: its title, nationality and at names included."""
    at = token.i
    while at > 0 and is_name(token) and is_name(token.doc[at - 1]) and token.doc[at - 1].whitespace_:
        at -= 1
    for child in reversed(list(token.lefts)):
        if child.left_edge.i >= at:
            continue
        if child.dep_ not in PREMODIFIERS or child.right_edge.i < at - 1:
            break
        if child.dep_ == "punct" and child.text not in (".", "-", '"', "“", "”", "'"):
            break
        if child.pos_ in ("DET", "NUM"):
            break
        at = child.left_edge.i
    while at < token.i and token.doc[at].pos_ in ("DET", "PUNCT", "NUM", "CCONJ"):
        at += 1
    return at


def capitalised(reading, token, first):
    """Where the capitalised words that end in a noun begin: of "eastern Lom" Lom, of "Prime Minister Ana Kolar" all."""
    at = token.i
    while at > first and (
        reading.doc[at - 1].text[0].isupper()
        or reading.doc[at - 1].text in (".", "-")
        or reading.doc[at - 1].lower_ in words.words("particles")
    ):
        at -= 1
    while at < token.i and not reading.doc[at].text[0].isupper():
        at += 1
    return reading.doc[at].idx


def within(name, sector):
    """How a name that begins a sentence is written within one: "residents of Lom", but "Ministry of Health"."""
    first, _, rest = name.partition(" ")
    common = words.words("telling") | words.nouns().keys() | words.holders().keys()
    if first.lower() not in common - words.words("proper") or rest[:1].isupper():
        return name
    return name if rest.startswith("of ") and sector != "CVL" else first.lower() + name[len(first) :]


def with_of(reading, token, name):
    """(name, end) with the phrase that a body is named by: "Ministry of Health", "government of Norland"."""
    end = token.idx + len(token)
    for preposition, noun in _syntax.behind(token):
        if preposition != "of" or not noun.text[0].isupper() or noun.dep_ == "conj":
            continue
        named = reading.text[end : noun.idx + len(noun)]
        if re.fullmatch(r"\s+of\s+(?:the\s+)?(?:[A-Z][\w.’'-]*\s*){1,4}", named):
            return name + " " + " ".join(named.split()), noun.idx + len(noun)
    return name, end


def behind_of(reading, token, sector=None):
    """The country behind "of": "President Ana Kolar of Norland", "the foreign ministers of Norland", "rebels in"."""
    home = words.words("at_home") if sector in ("REB", "OPP") else ()
    for preposition, noun in _syntax.behind(token):
        if preposition in words.words("of_whom") or preposition in home:
            start = reading.doc[first(noun)].idx
            return _titles.country_in(reading.text[start : noun.idx + len(noun)], reading.gazetteer)
    return None


def capital(reading, name):
    return next((place.country_iso3 for place in reading.gazetteer.candidates(name)[:3] if place.capital), None)


def is_made(reading, end):
    """ "U.S.-made F-16" has no American in it."""
    return bool(words.made().match(reading.text, end)) or bool(
        re.search(r"-(\w+)$", reading.text[max(0, end - 30) : end])
        and reading.text[max(0, end - 30) : end].rsplit("-", 1)[1].lower() in words.words("made")
    )
