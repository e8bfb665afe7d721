"""Turns articles into readings: sentences, and a Doc per article, parsed only in the sentences that can matter.

Sentences of many articles go through the model together, in one batch; what it finds is written back into the articles'
own Docs, so that extractors see one Doc with the article's own offsets. Sentences that cannot matter are one token.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy
import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, ORTH, POS, TAG
from spacy.tokens import Doc

from service import _algebra, _familiar, _tags, dateline, gate, lexicon, places_file, sentences, triggers
from service.gazetteer import Gazetteer, open_gazetteer
from service.records import Article, Dateline, Reading, Sentence

ATTRIBUTES = [TAG, POS, LEMMA, MORPH, DEP, HEAD, ENT_IOB, ENT_TYPE]
BARE = numpy.zeros((1, len(ATTRIBUTES)), dtype=numpy.uint64)  # nothing is known of it
BATCH = 128  # sentences
LONGEST_TOKEN = 50  # characters of a piece of a run without blanks
LONG_RUN = re.compile(r"\S{200,}")


class Pipeline:
    """The model, loaded once. Share it between forks, not between threads."""

    def __init__(self, model: str, var: Path = Path("var")):
        triggers.load()
        self.nlp = spacy.load(model)
        for rank in lexicon.table("sentences")["ranks"]:  # "Sgt. Roe" is one name, and no sentence's end
            self.nlp.tokenizer.add_special_case(rank, [{ORTH: rank}])
        _algebra.speed_up(self.nlp)
        _tags.speed_up(self.nlp)
        self.familiar = _familiar.Familiar(self.nlp)
        self.var = var

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Opened at first use, so after a fork; compiled under `var` if it is not there yet."""
        return open_gazetteer(self.var)

    def lack(self) -> str | None:
        """What is missing to code an article quickly and on a read-only disk, in words. The model is here."""
        compiled = places_file.place(self.var).exists()
        return None if compiled else "the gazetteer is not compiled: `python -m service release` sees to it"

    @contextmanager
    def article_memory(self) -> Iterator[None]:
        """What is read inside is forgotten afterwards, Docs too, so that the vocabulary does not grow."""
        with self.nlp.memory_zone():
            yield
        self.familiar.keep()

    def read(self, articles: Iterable[Article], *, everything: bool = False) -> list[Reading]:
        """One reading per article, in order. `everything` parses every sentence, for all places and dates of a text."""
        unread = [self._looked_at(article, everything) for article in articles]
        for wanted, disabled in ((gate.PARSE, ["ner"]), (gate.NAMES, [])):
            parts = [
                part for one in unread for part, level in zip(one.parts, one.levels, strict=True) if level == wanted
            ]
            for _ in self.nlp.pipe(parts, disable=disabled, batch_size=BATCH):
                pass  # a Doc is annotated in place
        return [self._reading(one) for one in unread]

    def _looked_at(self, article, everything):
        text = article.reading
        head = dateline.find(text, article.text_start)
        pieces = sentences.split(text, article.text_start, head)
        levels = gate.levels(text, pieces, everything=everything)
        parts = [
            None if level == gate.SKIP else self._sentence(text[piece.start : piece.end])
            for piece, level in zip(pieces, levels, strict=True)
        ]
        return _Unread(article, head, pieces, levels, parts)

    def _sentence(self, text):
        """The tokens of a sentence as a Doc of their own that the parser will not cut any further."""
        self.familiar.meet(text)
        part = _tokenised(self.nlp, text)
        for token in part[1:]:
            token.is_sent_start = False
        return part

    def _reading(self, one):
        doc, bounds = _joined(self.nlp.vocab, one)
        rows = tuple(
            Sentence(i, piece.start, piece.end, *limits, piece.zone, piece.quoted, level != gate.SKIP, piece.paragraph)
            for i, (piece, limits, level) in enumerate(zip(one.pieces, bounds, one.levels, strict=True))
        )
        return Reading(one.article, doc, rows, one.head, dateline.today(one.article, one.head), self.gazetteer)


@dataclass(frozen=True, slots=True)
class _Unread:
    """An article that was looked at: its sentences, what each gets of the model, the Docs of those that get any."""

    article: Article
    head: Dateline | None
    pieces: list[sentences.Piece]
    levels: list[int]
    parts: list[Doc | None]


def _tokenised(nlp, text):
    """The text as a Doc, tokens only. Runs without a blank are cut up by length: the tokenizer tries every prefix of
    one anew, and takes a minute for twenty thousand brackets."""
    if not LONG_RUN.search(text):
        return nlp.make_doc(text)
    words, spaces, at = [], [], 0
    for run in LONG_RUN.finditer(text):
        before = nlp.make_doc(text[at : run.start()])
        words += [token.text for token in before]
        spaces += [bool(token.whitespace_) for token in before]
        parts = [run[0][i : i + LONGEST_TOKEN] for i in range(0, len(run[0]), LONGEST_TOKEN)]
        blank = text[run.end() : run.end() + 1] == " "
        words += parts
        spaces += [False] * (len(parts) - 1) + [blank]
        at = run.end() + blank
    after = nlp.make_doc(text[at:])
    words += [token.text for token in after]
    spaces += [bool(token.whitespace_) for token in after]
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _joined(vocab, one):
    """One Doc of all sentences, and for each its tokens (first, last). Skipped ones in a row share one token, since
    each new word costs the vocabulary as much as looking at a sentence does."""
    words, spaces, tables, bounds = [], [], [], []
    for skipped, row in groupby(zip(one.pieces, one.parts, strict=True), key=lambda pair: pair[1] is None):
        row = list(row)
        if skipped:
            bounds += [(len(words), len(words) + 1)] * len(row)
            words.append(one.article.reading[row[0][0].start : row[-1][0].end])
            spaces.append(False)
            tables.append(BARE)
            continue
        for _, part in row:
            bounds.append((len(words), len(words) + len(part)))
            words += [token.text for token in part]
            spaces += [bool(token.whitespace_) for token in part]
            tables.append(part.to_array(ATTRIBUTES))
    doc = Doc(vocab, words=words, spaces=spaces)
    if any(part is not None for part in one.parts):
        doc.from_array(ATTRIBUTES, numpy.concatenate(tables))
    return doc, bounds
