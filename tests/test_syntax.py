"""Who does what by the parse; parses are written down here, so that no model's mistake is tested."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from service.extract import _syntax

# (word, head, relation, part of speech)
LEARNED = [
    ("Deputies", 1, "nsubj", "NOUN"),
    ("learned", 1, "ROOT", "VERB"),
    ("the", 3, "det", "DET"),
    ("man", 1, "dobj", "NOUN"),
    ("shot", 1, "ccomp", "VERB"),
    ("pupils", 4, "dobj", "NOUN"),
]
SAID = [
    ("Rebels", 1, "nsubj", "NOUN"),
    ("admitted", 1, "ROOT", "VERB"),
    ("bombing", 1, "ccomp", "VERB"),
    ("bridges", 2, "dobj", "NOUN"),
]
ORDERED = [
    ("Generals", 1, "nsubj", "NOUN"),
    ("ordered", 1, "ROOT", "VERB"),
    ("troops", 1, "dobj", "NOUN"),
    ("to", 4, "aux", "PART"),
    ("storm", 1, "xcomp", "VERB"),
]

HEADLINE = [
    ("Police", 3, "nsubj", "NOUN"),
    (":", 0, "punct", "PUNCT"),
    ("Gunman", 3, "nsubj", "NOUN"),
    ("opens", 3, "ROOT", "VERB"),
    ("fire", 3, "dobj", "NOUN"),
]


@pytest.mark.parametrize(
    ("parse", "verb", "who"),
    [(LEARNED, 4, ["man"]), (SAID, 2, ["Rebels"]), (ORDERED, 4, ["troops"]), (HEADLINE, 3, ["Gunman"])],
)
def test_who_does_what_is_told_in_a_clause_below(parse, verb, who):
    words, heads, deps, pos = ([*column] for column in zip(*parse, strict=True))
    doc = Doc(Vocab(), words=words, heads=heads, deps=deps, pos=pos)
    assert [noun.text for noun in _syntax.subjects(doc[verb])] == who
