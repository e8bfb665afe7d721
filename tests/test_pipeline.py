"""Readings: one Doc per article with the article's own offsets, parsed where it matters."""

from datetime import date

import pytest

from service import coder
from service.records import Article

pytestmark = pytest.mark.model

NEWS = (
    "DALMARA, March 3 (Wire) - Rebels shelled the village of Tessin on Friday, killing four people.\n\n"
    "The harvest was good this year.  Prices fell.\n\nPolice Chief Ana Lund said she didn’t expect more. "
    "Roads stayed open. The market was full."
)
BUSINESS = "Profits rose by a fifth. The board meets in May. Shares closed up. Analysts had expected less than that."


def article(text, name="a1", title=""):
    return Article(name, text, date(2026, 3, 4), title=title)


def as_rows(reading):
    return [(t.text, t.idx, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in reading.doc]


def test_the_doc_is_the_article(pipeline):
    texts = [NEWS, BUSINESS, "  \n Odd   blanks\t here. \n\nTwo died.\r\nThree fled. \u00a0 Done. ", "One word"]
    for text in texts:
        for everything in (False, True):
            (reading,) = pipeline.read([article(text, title="A title")], everything=everything)
            assert reading.doc.text == reading.text == f"A title\n\n{text}"
            assert all(reading.text[t.idx : t.idx + len(t)] == t.text for t in reading.doc)


def test_each_sentence_has_its_own_tokens(pipeline):
    (reading,) = pipeline.read([article(NEWS)])
    assert reading.sentences[-1].last == len(reading.doc)
    for sentence in (s for s in reading.sentences if s.parsed):
        assert reading.doc[sentence.first].idx == sentence.start
        assert reading.tokens(sentence).text_with_ws == reading.quote(sentence.start, sentence.end)
        assert all(t.head.i in range(sentence.first, sentence.last) for t in reading.tokens(sentence))


def test_what_cannot_matter_is_one_token_that_nothing_is_known_of(pipeline):
    (reading,) = pipeline.read([article(NEWS)])
    skipped = [s for s in reading.sentences if not s.parsed]
    assert reading.quote(skipped[-1].start, skipped[-1].end) == "The market was full."
    assert all(s.last - s.first == 1 and reading.doc[s.first].dep == 0 for s in skipped)
    assert skipped[-1].first == skipped[-2].first  # they stand in a row
    parsed = next(s for s in reading.sentences if s.parsed)
    assert {"shelled", "killing"} <= {t.text for t in reading.tokens(parsed) if t.pos_ == "VERB"}


def test_everything_parses_every_sentence(pipeline):
    (some,) = pipeline.read([article(BUSINESS)])
    (whole,) = pipeline.read([article(BUSINESS)], everything=True)
    assert not any(s.parsed for s in some.sentences)
    assert all(s.parsed for s in whole.sentences)


def test_alone_and_in_a_batch_it_reads_the_same(pipeline):
    batch = [article(NEWS), article(BUSINESS, "a2"), article(BUSINESS + " " + NEWS, "a3"), article("Two died.", "a4")]
    together = [as_rows(reading) for reading in pipeline.read(batch)]
    assert together == [as_rows(pipeline.read([one])[0]) for one in batch]


def test_long_runs_without_a_blank_are_read_in_time(pipeline):
    text = "Rebels shelled Tessin. " + "(" * 20_000 + " " + "ab" * 5_000 + " Four people died."
    (reading,) = pipeline.read([article(text)])
    assert reading.doc.text == text


def test_tags_and_lemmas_are_those_of_the_model(pipeline):
    """The parts that were made faster say what the model's own say."""
    import spacy

    text = "He didn't go, but there are reports that Russian troops, who'd fled, ain't gonna stay in Tessin; let's see."
    (reading,) = pipeline.read([article(text)])
    own = spacy.load(f"{pipeline.nlp.meta['lang']}_{pipeline.nlp.meta['name']}")(text)
    assert [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_) for t in reading.doc] == [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_) for t in own
    ]


def test_an_article_of_nothing_still_has_its_main_report(pipeline):
    (coded,) = coder.code(pipeline, [article(BUSINESS)])
    assert [report["type"] for report in coded.reports] == ["other"]
    assert coded.reports[0]["evidence"][0]["quote"] == "Profits rose by a fifth."
