"""Turns what was sent into canonical text, and text into sentences with their zones.

The text is the body as sent: a byte-order mark dropped, newlines untouched, no Unicode normalisation, because every
offset that we publish points into it.
"""

import re
import unicodedata

from service.errors import BadText

MASKED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
REFUSED = re.compile("[\x00\ud800-\udfff]")
SURROGATE = re.compile(b"\xed[\xa0-\xbf]")


def decode(data: bytes) -> str:
    """UTF-8 to text. Raises BadText with the byte's position: 400, or 422 for a surrogate encoded like a letter."""
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if SURROGATE.match(data, error.start):
            raise BadText(f"a surrogate is no character: byte {error.start}") from error
        raise BadText(f"not UTF-8: byte {error.start} is 0x{data[error.start]:02x}", status=400) from error


def compose(text: str, what: str = "text") -> str:
    """The canonical form of a text or a title: no byte-order mark, stray control characters blanked one for one.

    NUL and lone surrogates are refused (422, with the position): no database and no feed can carry them, and whoever
    sends them has lost something on the way.
    """
    text = text.removeprefix("\ufeff")
    if bad := REFUSED.search(text):
        raise BadText(f"{what} has {_name(bad[0])} at position {bad.start()}")
    return MASKED.sub(" ", text)


def _name(character):
    return "a NUL" if character == "\x00" else f"a lone surrogate (U+{ord(character):04X})"


def composed(string: str) -> str:
    """A string that we compose (title, summary): NFC, one line."""
    return unicodedata.normalize("NFC", " ".join(string.split()))
