"""What is parsed and what is not."""

import pytest

from service import gate, sentences
from service.gate import NAMES, PARSE, SKIP

FILLER = "The company said profits rose by a fifth in the second quarter. "


def levels(text, **options):
    """Level of each sentence, beside its first word."""
    pieces = sentences.split(text)
    found = gate.levels(text, pieces, **options)
    assert len(found) == len(pieces)
    return [(text[piece.start : piece.end].split()[0], level) for piece, level in zip(pieces, found, strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        FILLER + "Shares in Northwind closed up 4% at 310 pence. Analysts had expected less. The board meets in May.",
        "Harrow won the cup final 3-1. Ellis struck twice in the second half. His coach was delighted. Fans sang.",
        "The album is out in June. Its first single sold well. The band tours next year. Tickets are on sale.",
    ],
)
def test_business_sport_and_music_are_not_parsed(text):
    assert {level for _, level in levels(text)} == {SKIP}


def test_a_trigger_is_parsed_wherever_it_stands():
    text = FILLER * 12 + "Rebels shelled the village of Dalmara on Friday. " + FILLER * 3
    assert ("Rebels", NAMES) in levels(text)


def test_a_toll_is_parsed_in_an_article_on_harm():
    text = "Rebels shelled the village of Dalmara. " + FILLER * 6 + "At least nine people were hospitalised. " + FILLER
    found = dict(levels(text))
    assert found["At"] != SKIP
    assert found["The"] == SKIP  # the last of the fillers


def test_words_of_tolls_tell_nothing_where_no_harm_is_told():
    text = "The minister accused his rival of lying. " + FILLER * 6 + "The party is in poor condition. " + FILLER * 2
    found = levels(text)
    assert found[0] == ("The", NAMES)
    assert found[7] == ("The", SKIP)


def test_plain_words_of_harm_are_parsed_without_any_trigger():
    text = FILLER * 6 + "Some 3,000 families are still homeless. " + FILLER * 2
    assert dict(levels(text))["Some"] == PARSE


def test_a_text_of_a_few_sentences_is_parsed_whole():
    assert {level for _, level in levels(FILLER * 3)} == {NAMES}


def test_the_lead_of_an_article_on_harm_is_read_with_its_names():
    text = "It was a quiet night in Dalmara. It rained. Then rebels shelled the village. " + FILLER * 5
    assert [level for _, level in levels(text)][:4] == [NAMES, SKIP, NAMES, SKIP]


def test_names_are_looked_for_in_the_first_triggers_only():
    text = "".join(f"Rebels shelled the village of Dalmara {n} times. " for n in range(9))
    assert [level for _, level in levels(text)] == [NAMES] * gate.NAMED + [PARSE] * (9 - gate.NAMED)


def test_work_is_bounded_however_long_the_article():
    text = "".join(f"Rebels shelled the village of Dalmara {n} times. " for n in range(1000))
    assert sum(level != SKIP for _, level in levels(text)) == gate.PARSED


def test_everything_parses_everything_but_credits_and_datelines():
    text = FILLER * 5 + "\n\nReporting by Ana Lund; editing by Jo Pike"
    pieces = sentences.split(text)
    assert pieces[-1].zone == "credit"
    assert gate.levels(text, pieces, everything=True) == [NAMES] * 5 + [SKIP]
