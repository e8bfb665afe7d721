"""Lets a tokenizer keep the words that come again and again: inside a memory zone it keeps none, and cuts up each word
anew wherever it stands.

What comes in a second batch is kept, up to a number, so that names and misprints of one day's news are forgotten.
A new word costs less, too: of what spaCy works out for each (is it an address, a bracket, ...) much is never asked.
"""

from spacy import attrs
from spacy.language import Language

KEPT = 20_000  # words: some 10 MB
SEEN = 50_000  # words that came once and are waited for
LONGEST = 30  # characters
UNASKED = (
    *(attrs.IS_ASCII, attrs.IS_STOP, attrs.IS_BRACKET, attrs.IS_QUOTE, attrs.IS_LEFT_PUNCT, attrs.IS_RIGHT_PUNCT),
    *(attrs.IS_CURRENCY, attrs.LIKE_URL, attrs.LIKE_EMAIL),
)


class Familiar:
    """The words that one pipeline's tokenizer keeps."""

    def __init__(self, nlp: Language):
        for attribute in UNASKED:
            nlp.vocab.lex_attr_getters.pop(attribute, None)
        self._tokenizer = nlp.tokenizer
        self._met: set[str] = set()
        self._seen: set[str] = set()
        self._kept: set[str] = set()

    def meet(self, text: str) -> None:
        """Take note of the words of a text."""
        self._met.update(text.split())

    def keep(self) -> None:
        """Keep the words met now and before. To be called outside of any memory zone."""
        new = self._met - self._kept
        again = {word for word in new & self._seen if len(word) <= LONGEST}
        for word in sorted(again)[: KEPT - len(self._kept)]:
            self._tokenizer(word)
            self._kept.add(word)
        self._seen |= new
        if len(self._seen) > SEEN:
            self._seen = new
        self._met = set()
