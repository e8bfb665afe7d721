"""The canonical text: offsets hold, and what no format can carry is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadText
from service.text import compose, composed, decode


def test_a_byte_order_mark_is_dropped():
    assert decode(b"\xef\xbb\xbfTwo died.") == "Two died."
    assert compose("\ufeffTwo died.") == "Two died."


def test_bytes_that_are_not_utf_8_are_refused_with_their_position():
    with pytest.raises(BadText, match=r"byte 3 is 0xe9") as refused:
        decode(b"caf\xe9")
    assert refused.value.status == 400


@pytest.mark.parametrize(("bad", "name"), [("\x00", "a NUL"), ("\ud800", r"lone surrogate \(U\+D800\)")])
def test_what_no_format_can_carry_is_refused_with_its_position(bad, name):
    with pytest.raises(BadText, match=rf"text has .*{name.removeprefix('a ')}.* at position 4") as refused:
        compose(f"Two {bad} died.")
    assert refused.value.status == 422


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\ufeff"), max_size=200))
def test_other_controls_become_one_blank_each(text):
    kept = compose(text)
    assert len(kept) == len(text)
    assert all(a == b or b == " " for a, b in zip(text, kept, strict=True))
    assert not set(kept) & {chr(c) for c in range(32) if c not in (9, 10, 13)}


def test_newlines_and_accents_are_untouched():
    text = "Zu\u0308rich\r\n\tLom"
    assert compose(text) == text


def test_what_we_compose_is_one_line_in_nfc():
    assert composed(" Zu\u0308rich\n fire ") == "Zürich fire"
