"""Turns articles into readings: sentences, and one Doc per article in which only the sentences that can matter are parsed.

Sentences of many articles go through the model together, in one batch; what it finds is written back into the articles'
own Docs, so that extractors see one Doc with the article's own offsets.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy
import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.tokens import Doc

from service import dateline, gate, sentences
from service.gazetteer import Gazetteer, open_gazetteer
from service.records import Article, Reading, Sentence

ATTRIBUTES = [TAG, POS, LEMMA, MORPH, DEP, HEAD, ENT_IOB, ENT_TYPE]
BATCH = 128  # sentences
LONGEST_TOKEN = 50  # characters of a piece of a run without blanks
LONG_RUN = re.compile(r"\S{200,}")


class Pipeline:
    """The model, loaded once. Share it between forks, not between threads."""

    def __init__(self, model: str, var: Path = Path("var")):
        self.nlp = spacy.load(model)
        self.var = var

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Opened at first use, so after a fork; compiled under `var` if it is not there yet."""
        return open_gazetteer(self.var)

    @contextmanager
    def article_memory(self) -> Iterator[None]:
        """What is read inside is forgotten afterwards, Docs too, so that the vocabulary does not grow."""
        with self.nlp.memory_zone():
            yield

    def read(self, articles: Iterable[Article], *, everything: bool = False) -> list[Reading]:
        """One reading per article, in order. `everything` parses every sentence (for all places and dates of a text)."""
        texts = [(article, article.reading) for article in articles]
        heads = [dateline.find(text, article.text_start) for article, text in texts]
        cut = [
            sentences.split(text, article.text_start, head) for (article, text), head in zip(texts, heads, strict=True)
        ]
        docs = [_tokenised(self.nlp, text) for _, text in texts]
        levels = [gate.levels(text, pieces, everything=everything) for (_, text), pieces in zip(texts, cut, strict=True)]
        bounds = [_token_bounds(doc, pieces) for doc, pieces in zip(docs, cut, strict=True)]
        tables = self._annotate(docs, bounds, levels)
        return [
            self._reading(article, doc.from_array(ATTRIBUTES, table), head, pieces, limits, level)
            for (article, _), doc, table, head, pieces, limits, level in zip(
                texts, docs, tables, heads, cut, bounds, levels, strict=True
            )
        ]

    def _annotate(self, docs, bounds, levels):
        """For each Doc, the rows of ATTRIBUTES for its tokens: the model's where it was asked, else bare sentences."""
        tables = [_bare(doc, limits) for doc, limits in zip(docs, bounds, strict=True)]
        for wanted, disabled in ((gate.PARSE, ["ner"]), (gate.NAMES, [])):
            places = [
                (number, first, last)
                for number, (limits, level) in enumerate(zip(bounds, levels, strict=True))
                for (first, last), asked in zip(limits, level, strict=True)
                if asked == wanted and last > first
            ]
            parts = (_one_sentence(docs[number], first, last) for number, first, last in places)
            parsed = self.nlp.pipe(parts, disable=disabled, batch_size=BATCH)
            for (number, first, last), part in zip(places, parsed, strict=True):
                tables[number][first:last] = part.to_array(ATTRIBUTES)
        return tables


    def _reading(self, article, doc, head, pieces, limits, levels):
        rows = tuple(
            Sentence(i, piece.start, piece.end, first, last, piece.zone, piece.quoted, level != gate.SKIP, piece.paragraph)
            for i, (piece, (first, last), level) in enumerate(zip(pieces, limits, levels, strict=True))
        )
        return Reading(article, doc, rows, head, dateline.today(article, head), self.gazetteer)


def _tokenised(nlp, text):
    """The text as a Doc, tokens only. Runs without a blank are cut up by length: the tokenizer tries every prefix of one
    anew, and takes a minute for twenty thousand brackets."""
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


def _one_sentence(doc, first, last):
    """The tokens as a Doc of their own that the parser will not cut any further."""
    part = Doc(doc.vocab, words=[t.text for t in doc[first:last]], spaces=[bool(t.whitespace_) for t in doc[first:last]])
    for token in part[1:]:
        token.is_sent_start = False
    return part


def _token_bounds(doc, pieces):
    """The tokens of each piece. A token belongs to the piece in which it begins."""
    starts = numpy.fromiter((token.idx for token in doc), dtype=numpy.int64, count=len(doc))
    edges = numpy.searchsorted(starts, [piece.start for piece in pieces] + [len(doc.text)])
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def _bare(doc, limits):
    """Rows for unparsed sentences: each token hangs on the first of its sentence, which is all that Doc.sents needs."""
    table = numpy.zeros((len(doc), len(ATTRIBUTES)), dtype=numpy.uint64)
    heads = numpy.zeros(len(doc), dtype=numpy.int64)
    for first, last in limits:
        heads[first:last] = -numpy.arange(last - first)
    table[:, ATTRIBUTES.index(HEAD)] = heads.view(numpy.uint64)
    table[:, ATTRIBUTES.index(ENT_IOB)] = 2
    return table


