"""Sets what a model's attribute ruler and lemmatizer set (parts of speech, forms, lemmas) in a fifth of the time.

Nearly all rules of the ruler ask of one word its letters, tag and dependency. What they make of a word is the same
wherever it stands, so it is worked out once and remembered; only the other rules are tried on every sentence. A lemma
follows from the word, its part of speech and its form.
"""

import numpy
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer

ASKED = {"LOWER", "TAG", "DEP", "IS_SPACE"}
SET = [TAG, POS, MORPH, LEMMA, DEP]
RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
KNOWN = 50_000  # words with their forms whose lemma is remembered


class RememberingRuler(AttributeRuler):
    """An attribute ruler that remembers what its rules for single words make of a word."""

    def take_over(self, ruler: AttributeRuler) -> None:
        """Take the rules of another."""
        self.add_patterns(ruler.patterns)
        self._single, self._other = Matcher(self.vocab), Matcher(self.vocab)
        self._words: set[int] = set()  # that some rule names; of other words the letters do not matter
        self._known: dict[tuple, list] = {}
        self._made: dict[tuple, list[int]] = {}  # what becomes of a word, as numbers
        for number, rule in enumerate(ruler.patterns):
            single = all(_is_single(pattern) for pattern in rule["patterns"])
            (self._single if single else self._other).add(str(number), rule["patterns"])
            if single:
                self._words |= {self.vocab.strings[word] for (token,) in rule["patterns"] for word in _words(token)}

    def __call__(self, doc):
        """Set what the rules say: from memory where the words are known and no rule for several of them matches."""
        if self._other(doc, allow_missing=True):
            return super().__call__(doc)
        kinds = self._kinds(doc)
        if all(kind in self._made for kind in kinds):
            if kinds:
                doc.from_array(SET, numpy.array([self._made[kind] for kind in kinds], dtype=numpy.uint64))
            return doc
        super().__call__(doc)
        self._made.update(zip(kinds, doc.to_array(SET).tolist(), strict=True))
        return doc

    def _kinds(self, doc):
        """What the single rules ask of each word. It is not to have a lemma yet."""
        rows = doc.to_array([LOWER, TAG, DEP, IS_SPACE]).tolist()
        return [(lower if lower in self._words else None, tag, dep, space) for lower, tag, dep, space in rows]

    def match(self, doc):
        """(number of the rule, its key, first token, end) of all rules that match, the later rules last."""
        found = [self._match(key, start, end) for key, start, end in self._other(doc, allow_missing=True)]
        for i, kind in enumerate(self._kinds(doc)):
            if kind not in self._known:
                self._known[kind] = [key for key, _, _ in self._single(doc[i : i + 1], allow_missing=True)]
            found += [self._match(key, i, i + 1) for key in self._known[kind]]
        return sorted(found)

    def _match(self, key, start, end):
        return int(self.vocab.strings[key]), key, start, end


class RememberingLemmatizer(Lemmatizer):
    """A lemmatizer that remembers the lemma of a word with its part of speech and its form."""

    def take_over(self, lemmatizer: Lemmatizer) -> None:
        """Do as another one does."""
        self._lemma_of, self.overwrite = lemmatizer.lemmatize, lemmatizer.overwrite
        self._lemmas: dict[tuple, str] = {}

    def __call__(self, doc):
        """Set the lemmas of a Doc."""
        rows = doc.to_array([ORTH, POS, MORPH, LEMMA]).tolist()
        lemmas, strings = [], self.vocab.strings
        if len(self._lemmas) > KNOWN:
            self._lemmas.clear()
        for i, (word, pos, form, lemma) in enumerate(rows):
            if lemma and not self.overwrite:
                lemmas.append(lemma)
                continue
            known = self._lemmas.get((word, pos, form))
            if known is None:
                known = self._lemmas[word, pos, form] = self._lemma_of(doc[i])[0]
            lemmas.append(strings.add(known))  # a memory zone forgets
        if lemmas:
            doc.from_array([LEMMA], numpy.array(lemmas, dtype=numpy.uint64))
        return doc


def speed_up(nlp: Language) -> None:
    """Put remembering ones in the place of a pipeline's own."""
    if RULER in nlp.pipe_names:
        ruler = nlp.get_pipe(RULER)
        nlp.replace_pipe(RULER, "remembering_ruler")
        nlp.get_pipe(RULER).take_over(ruler)
    if LEMMATIZER in nlp.pipe_names and getattr(nlp.get_pipe(LEMMATIZER), "mode", None) == "rule":
        lemmatizer = nlp.get_pipe(LEMMATIZER)
        nlp.replace_pipe(LEMMATIZER, "remembering_lemmatizer")
        nlp.get_pipe(LEMMATIZER).take_over(lemmatizer)


@Language.factory("remembering_ruler")
def _remembering_ruler(nlp, name):
    return RememberingRuler(nlp.vocab, name)


@Language.factory("remembering_lemmatizer")
def _remembering_lemmatizer(nlp, name):
    return RememberingLemmatizer(nlp.vocab, None, name, mode="rule")


def _is_single(pattern):
    return len(pattern) == 1 and pattern[0].keys() <= ASKED and _words(pattern[0]) is not None


def _words(token):
    """The words that a rule names, lower-case; None where it describes them otherwise."""
    asked = token.get("LOWER", [])
    if isinstance(asked, dict):
        return asked["IN"] if asked.keys() == {"IN"} else None
    return [asked] if isinstance(asked, str) else asked
