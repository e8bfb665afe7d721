"""The whole story: an article comes in and is in the store with its events; what is known is not coded again."""

from datetime import date

import pytest

from service import coder, ingest
from service.errors import Conflict
from service.records import Article

FERRY = "A ferry capsized off Apia on Monday, killing four people, police said."
CALM = "The harbour was calm on Sunday."


def article(text, **members):
    return Article(**{"id": "wire-1", "text": text, "received": date(2026, 3, 5), "language": "en", **members})


@pytest.fixture
def read(monkeypatch):
    """A coder that is sure of an accident wherever there is a ferry. The list is of the texts it was asked to read."""
    seen = []

    def code(pipeline, articles, *, compare):
        assert compare
        for one in articles:
            seen.append(one.text)
            keys = [f"r{number}" for number, _ in enumerate(one.text.split("|"), start=1)]
            yield coder.Coded(one, [report(one, key, "ferry" in one.text and key == "r1") for key in keys], [])

    monkeypatch.setattr(coder, "code", code)
    return seen


def report(one, key, sure):
    kind = {"type": "maritime-accident", "category": "accident"}
    rest = {
        "modality": "occurred",
        "title": "Ferry accident",
        "summary": "A ferry sank.",
        "evidence": [one.evidence(0, 7)],
    }
    return {"key": key, **kind, **rest, "confidence": 0.9 if sure else 0.2}


def test_one_article(store, read):
    outcome = ingest.ingest(store, None, article(FERRY))
    assert outcome.created
    known = store.article(outcome.article_id)
    assert known["external_id"] == "wire-1"
    assert store.event(known["events"][0])["evidence"][0]["source"] == outcome.article_id


def test_an_article_that_is_there_is_not_read_again(store, read):
    first = ingest.ingest(store, None, article(FERRY))
    again = ingest.ingest(store, None, article(FERRY, id="another name", received=date(2026, 3, 9)))
    assert read == [FERRY]
    assert (again.article_id, again.event_ids) == (first.article_id, first.event_ids)
    assert not again.changed


def test_many_articles_in_order(store, read):
    texts = [f"{FERRY} {number}" for number in range(ingest.BATCH + 3)]
    outcomes = list(ingest.ingest_many(store, None, map(article, texts)))
    assert [outcome.article_id for outcome in outcomes] == [ingest.named(article(text)).id for text in texts]
    assert store.state()[0] == len(texts)


def test_the_last_word_of_a_batch_holds(store, read):
    """One address, three times in one batch, back to the words that are in the store: they must be put there anew."""
    url = "https://news.example/ferry"
    ingest.ingest(store, None, article(FERRY, url=url))
    outcomes = list(ingest.ingest_many(store, None, [article(CALM, url=url), article(FERRY, url=url)]))
    assert [outcome.version for outcome in outcomes] == [2, 3]
    assert store.unchanged(ingest.named(article(FERRY, url=url)))


def test_an_answer_shows_what_is_sure_and_says_what_is_not(store, read):
    outcome = ingest.ingest(store, None, article(f"{FERRY}|{CALM}"))
    (record,), non_events = ingest.shown(store, outcome.article_id)
    assert record["id"] == outcome.event_ids[0]
    assert non_events == [{"quote": "A ferry", "start": 0, "end": 7, "in": "text", "reason": "low-confidence"}]


def test_an_answer_shows_the_main_record_where_nothing_is_sure(store, read):
    outcome = ingest.ingest(store, None, article(f"{CALM}|{CALM}"))
    (record,), non_events = ingest.shown(store, outcome.article_id)
    assert record["id"] == outcome.event_ids[0]
    assert len(non_events) == 1


@pytest.mark.model
def test_from_plain_text_to_the_listing(store, pipeline):
    text = "LOM, Bulgaria (DW) -- A bus overturned near Lom on Tuesday, killing three people, police said."
    outcome = ingest.ingest(store, pipeline, article(text, published=date(2026, 3, 5)))
    (record,) = store.article_events(outcome.article_id)
    for part in record["evidence"]:
        assert text[part["start"] : part["end"]] == part["quote"]


def test_what_comes_together_is_put_in_one_transaction_and_told_in_order(store, read):
    known = ingest.ingest(store, None, article(CALM))
    texts = [FERRY, CALM, f"{FERRY} 1", f"{FERRY} 2"]
    outcomes = ingest.ingest_together(store, None, [article(text) for text in texts])
    assert [outcome.article_id for outcome in outcomes] == [ingest.named(article(text)).id for text in texts]
    assert [outcome.created for outcome in outcomes] == [True, False, True, True]
    assert outcomes[1].event_ids == known.event_ids
    assert read == [CALM, FERRY, f"{FERRY} 1", f"{FERRY} 2"]
    assert all(store.article(outcome.article_id) for outcome in outcomes)


def test_what_goes_wrong_with_one_leaves_the_others_alone(store, read):
    url = "https://news.example/ferry"
    gone = ingest.ingest(store, None, article(FERRY, url=url))
    store.withdraw(gone.article_id)
    before, *_ = store.state()
    new = [article(f"{FERRY} 1"), article(CALM, url=url), article(f"{FERRY} 2")]
    first, second, third = ingest.ingest_together(store, None, new)
    assert (first.created, third.created) == (True, True)
    assert isinstance(second, Conflict)
    assert store.state()[0] == before + 2


def test_the_last_word_of_what_comes_together_holds(store, read):
    url = "https://news.example/ferry"
    first, second = ingest.ingest_together(store, None, [article(FERRY, url=url), article(CALM, url=url)])
    assert (first.version, second.version) == (1, 2)
    assert (first.created, second.created) == (True, False)
    assert store.unchanged(ingest.named(article(CALM, url=url)))
