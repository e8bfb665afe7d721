"""Where sentences end, and which part of an article they are in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import dateline
from service.sentences import LONGEST, split


def cut(text):
    return [text[piece.start : piece.end].strip() for piece in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Gen. Adams said the U.S. Air Force struck first.",
        "Gov. J. B. Stone spoke at 9 a.m. Tuesday in St. Lom.",
        "The quake had a magnitude of 6.9 and lasted 4.2 seconds.",
        "Prices rose to $3.50 a litre, the ministry said.",
        'He asked "Why now?" and left.',
        "Acme Corp. Chief Ann Reed resigned.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text):
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Two died. Three were hurt.", ["Two died.", "Three were hurt."]),
        ('"We ran." She wept.', ['"We ran."', "She wept."]),
        ("It began in the U.S. The storm moved on.", ["It began in the U.S.", "The storm moved on."]),
        ("The deputies.The men fled.", ["The deputies.", "The men fled."]),
        ("Storm hits coast\n\nTwo died", ["Storm hits coast", "Two died"]),
        ("Short line\nAnother line", ["Short line", "Another line"]),
        ("A line that is wrapped by hand at some column of the\npage goes on.", None),
    ],
)
def test_where_sentences_end(text, parts):
    assert cut(text) == (parts or [text])


@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_the_pieces_cover_every_character_once(text):
    pieces = split(text)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text


def test_text_without_end_is_cut_at_a_blank():
    text = "word " * 2000
    assert all(piece.end - piece.start <= LONGEST for piece in split(text))


def test_zones():
    text = (
        "Rescuers search a house in Lom. Photo by Ann Reed/Agency\n\n"
        "LOM, March 5 (Agency) -- A house collapsed. Two people died.\n\nMore soon."
    )
    pieces = split(text, 0, dateline.find(text, 0))
    assert [piece.zone for piece in pieces] == ["caption", "credit", "dateline", "body", "body", "body"]
    assert text[pieces[2].start : pieces[2].end].startswith("LOM, March 5")


def test_a_quotation_over_sentences():
    text = 'Reed spoke. "We were asleep. The roof fell in. We ran," she said. "It was dark."'
    quoted = [piece.quoted for piece in split(text)]
    assert quoted == [False, True, True, False, True]


def test_the_title_is_a_piece_of_its_own():
    pieces = split("Roof falls\n\nTwo died.", text_start=12)
    assert [(piece.zone, piece.start, piece.end) for piece in pieces] == [("title", 0, 12), ("body", 12, 21)]
