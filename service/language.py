"""Says whether a text is in English, the only language that is read here.

English words settle it for nearly every article. Where they are few ("Quake kills 5 in Peru", a table of results, or
"Terremoto en Perú"), py3langid is asked, and is believed only when it is sure: to refuse English news is worse than to
find nothing in a text in Galician.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from service.errors import BadText
from service.lexicon import table

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 3000  # characters; the language of a text shows sooner
ENOUGH = 0.08  # share of English words above which no other language comes into question
SURE = 0.35  # probability of another language above which it may be that one
HARDLY = 0.005  # probability of English below which it is not
WORD = re.compile(r"[^\W\d_]+")


def check(text: str) -> None:
    """Raises BadText (422) for a text without a word, or in another language than English."""
    sample = text.lstrip()[:SAMPLE]
    words = [word.lower() for word in WORD.findall(sample)]
    if not words and not WORD.search(text):
        raise BadText("text has no words")
    if not words or sum(word in _english() for word in words) / len(words) >= ENOUGH:
        return
    ranked = _identifier().rank(sample)
    language, probability = ranked[0]
    if language != "en" and probability >= SURE and dict(ranked)["en"] < HARDLY:
        raise BadText(f"text is not in English but seems to be in {language!r}: only English is read")


def load() -> None:
    """Load the identifier now (half a second), so that processes forked later share it."""
    _identifier()


@cache
def _english() -> frozenset:
    return frozenset(table("language")["english"])


@cache
def _identifier() -> "LanguageIdentifier":
    """It is only read after this, so forks and threads may share it. Imported here, since few texts need it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", *table("language")["others"]])
    return identifier
