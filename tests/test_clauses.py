"""Which part of a sentence tells of which event; parses are written down here, so that no model's mistake is tested."""

from datetime import date

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from service import clauses
from service.records import Article, Reading, Sentence, Trigger

# (word, head, relation, part of speech)
HOURS_AFTER = [
    ("Mortars", 1, "nsubj", "NOUN"),
    ("hit", 1, "ROOT", "VERB"),
    ("Lomo", 1, "dobj", "PROPN"),
    ("after", 6, "mark", "SCONJ"),
    ("a", 5, "det", "DET"),
    ("bomb", 6, "nsubj", "NOUN"),
    ("killed", 1, "advcl", "VERB"),
    ("six", 6, "dobj", "NUM"),
]
GUNMAN = [
    ("Police", 1, "nsubj", "NOUN"),
    ("arrested", 1, "ROOT", "VERB"),
    ("a", 3, "det", "DET"),
    ("gunman", 1, "dobj", "NOUN"),
    ("who", 5, "nsubj", "PRON"),
    ("shot", 3, "relcl", "VERB"),
    ("clerks", 5, "dobj", "NOUN"),
]


def read(parse):
    words, heads, deps, pos = ([*column] for column in zip(*parse, strict=True))
    doc = Doc(Vocab(), words=words, heads=heads, deps=deps, pos=pos)
    sentence = Sentence(0, 0, len(doc.text), 0, len(doc), "body", quoted=False, parsed=True, paragraph=0)
    article = Article("a", doc.text, date(2026, 4, 1))
    return Reading(article, doc, (sentence,), None, None, gazetteer=None)


def trigger(reading, kind, word):
    start = reading.text.index(word)
    return Trigger(start, start + len(word), 0, kind, "row", 0.9)


def words_elsewhere(parse, *told):
    reading = read(parse)
    spans = clauses.elsewhere([[trigger(reading, kind, word)] for kind, word in told], reading)
    return [" ".join(reading.text[start:end] for start, end in found) for found in spans]


def test_each_event_has_its_clause():
    assert words_elsewhere(HOURS_AFTER, ("shelling", "Mortars hit"), ("bombing-ied", "bomb")) == [
        "after a bomb killed six",
        "Mortars hit Lomo",
    ]


def test_one_event_has_the_sentence_for_itself():
    assert words_elsewhere(HOURS_AFTER, ("shelling", "hit")) == [""]


def test_he_whom_a_clause_says_more_of_is_in_both():
    assert words_elsewhere(GUNMAN, ("arrest", "arrested"), ("shooting", "shot")) == [
        "who shot clerks",
        "Police arrested",
    ]


@pytest.mark.parametrize(("word", "expected"), [("clerks", True), ("Police", False)])
def test_what_is_said_of_those_taken(word, expected):
    reading = read(GUNMAN)
    at = reading.text.index(word)
    assert clauses.says_of_object(reading, at, trigger(reading, "arrest", "arrested")) is expected
