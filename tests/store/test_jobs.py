"""Articles that wait for workers: kept before anything is asked of a broker, done once, in order."""

from datetime import UTC, date, datetime

import pytest

from service import ingest
from service.coder import Coded
from service.errors import Conflict, NotFound
from service.records import Article
from service.store.jobs import BROKEN_OFF, MOST_ATTEMPTS

URL = "https://news.example/ferry"
HOUR = 3600


def article(text, url=None):
    sent = Article(id="", text=text, received=date(2026, 3, 5), url=url, published=date(2026, 3, 4), publisher="Wire")
    return ingest.named(sent)


def coded(work):
    """The article of a job, of which nothing is told."""
    return Coded(work.article, [], [])


def accept(store, told, external_id=None):
    return store.jobs.accept(told, external_id=external_id, patience=HOUR)


def put(store, work):
    return store.put_article(coded(work), seen=work.accepted, external_id=work.external_id, job=work.id)


def test_what_was_accepted_comes_out_as_it_was_sent(store):
    sent = article("A ferry capsized.", URL)
    work = store.jobs.begin(accept(store, sent, "mine"))
    assert (work.article, work.external_id) == (sent, "mine")


def test_a_job_is_done_by_the_transaction_that_puts_its_article(store):
    job_id = accept(store, article("A ferry capsized."))
    assert store.jobs.job(job_id)["status"] == "queued"
    assert put(store, store.jobs.begin(job_id)).created
    told = store.jobs.job(job_id)
    assert (told["status"], told["attempts"], told["created"]) == ("done", 1, True)
    assert store.jobs.begin(job_id) is None
    assert not store.jobs.is_open(job_id)


def test_a_job_that_is_begun_twice_is_done_once(store):
    """Its worker was slow, and the sweep gave it to another; meanwhile a later version came in and is done."""
    first = accept(store, article("A ferry capsized.", URL))
    slow, quick = store.jobs.begin(first), store.jobs.begin(first)
    assert put(store, quick).created
    second = accept(store, article("A ferry sank.", URL))
    assert put(store, store.jobs.begin(second)).version == 2
    late = put(store, slow)
    assert (late.version, late.changed) == (2, False)
    assert store.article(late.article_id)["version"] == 2


def test_versions_of_an_article_are_done_in_the_order_in_which_they_came(store):
    first, second = accept(store, article("A ferry capsized.", URL)), accept(store, article("A ferry sank.", URL))
    assert store.jobs.begin(second) is None
    assert store.jobs.is_open(second)
    put(store, store.jobs.begin(first))
    assert put(store, store.jobs.begin(second)).version == 2


def test_the_same_article_again_is_the_same_job_while_it_waits(store):
    told = article("A ferry capsized.", URL)
    assert accept(store, told) == accept(store, told)
    put(store, store.jobs.begin(accept(store, told)))
    assert not store.jobs.waits(told.id)


def test_an_older_version_that_failed_does_not_replace_a_newer_one(store):
    first = accept(store, article("A ferry capsized.", URL))
    store.jobs.begin(first)
    assert store.jobs.fail(first, {"title": "Broken", "status": 500, "detail": ""}, for_good=True)
    second = accept(store, article("A ferry sank.", URL))
    assert put(store, store.jobs.begin(second)).created
    assert store.jobs.retry() == [first]
    assert store.jobs.begin(first) is None
    assert store.jobs.job(first)["status"] == "done"


def test_what_breaks_its_workers_off_fails_in_the_end(store):
    job_id = accept(store, article("A ferry capsized."))
    for _ in range(MOST_ATTEMPTS):
        assert store.jobs.begin(job_id)
    assert store.jobs.begin(job_id) is None
    assert store.jobs.job(job_id)["problem"] == BROKEN_OFF
    assert [job["id"] for job in store.jobs.listed("failed")] == [job_id]
    assert store.jobs.retry([job_id]) == [job_id]
    assert store.jobs.begin(job_id)


def test_a_defect_is_tried_again_until_it_is_enough(store):
    job_id = accept(store, article("A ferry capsized."))
    problem = {"title": "Defect of ours", "status": 500, "detail": "KeyError while coding"}
    ends = []
    for _ in range(MOST_ATTEMPTS):
        store.jobs.begin(job_id)
        ends.append(store.jobs.fail(job_id, problem, for_good=False))
    assert ends == [False] * (MOST_ATTEMPTS - 1) + [True]
    assert store.jobs.job(job_id)["problem"] == problem


def test_overdue_is_what_should_be_done_by_now_until_workers_are_told_of_it(store):
    now = store.clock()
    store.jobs.clock = lambda: now
    job_id = accept(store, article("A ferry capsized."))
    assert store.jobs.overdue(limit=10) == []
    now += (HOUR + 1) * 1_000_000
    assert store.jobs.overdue(limit=0) == []
    assert store.jobs.overdue(limit=10) == [job_id] == store.jobs.overdue(limit=10)
    store.jobs.postpone([job_id], patience=HOUR / 2)
    assert store.jobs.overdue(limit=10) == []


def test_a_job_that_was_begun_in_vain_is_given_more_time_and_one_that_got_lost_is_not(store):
    now = store.clock()
    store.jobs.clock = lambda: now
    job_id = accept(store, article("A ferry capsized."))
    now += 100 * HOUR * 1_000_000  # the workers were down for days
    for attempts in range(4):
        store.jobs.postpone([job_id], patience=60)
        now += (60 * 2**attempts - 1) * 1_000_000
        assert store.jobs.overdue(limit=10) == []
        now += 1_000_000
        assert store.jobs.overdue(limit=10) == [job_id]
        store.jobs.begin(job_id)


def test_what_is_done_is_remembered_while_an_earlier_version_may_be_retried(store):
    failed = accept(store, article("A ferry capsized.", URL))
    store.jobs.begin(failed)
    store.jobs.fail(failed, BROKEN_OFF, for_good=True)
    newer = store.jobs.begin(accept(store, article("A ferry sank.", URL)))
    put(store, newer)
    assert store.jobs.forget(before=datetime(2999, 1, 1, tzinfo=UTC)) == 0
    assert store.jobs.retry() == [failed]
    assert store.jobs.begin(failed) is None
    assert store.article(newer.article.id)["version"] == 1
    assert store.jobs.forget(before=datetime(2999, 1, 1, tzinfo=UTC)) == 2


def test_what_is_done_is_forgotten_in_time(store):
    job_id = accept(store, article("A ferry capsized."))
    waiting = accept(store, article("A bus overturned."))
    put(store, store.jobs.begin(job_id))
    assert store.jobs.forget(before=datetime(2026, 1, 1, tzinfo=UTC)) == 0
    assert store.jobs.forget(before=datetime(2999, 1, 1, tzinfo=UTC)) == 1
    assert store.jobs.job(job_id) is None
    assert store.jobs.job(waiting)["status"] == "queued"
    assert store.jobs.count() == {"queued": 1, "failed": 0, "done": 0}


def test_a_withdrawn_article_is_in_no_job_any_more(store):
    told = article("A ferry capsized.")
    job_id = accept(store, told)
    store.withdraw(told.id)  # before it was coded
    assert store.jobs.job(job_id)["problem"]["status"] == 409
    assert store.jobs.retry() == []  # there is nothing left to do it with
    with pytest.raises(NotFound):
        store.withdraw(told.id)
    work = store.jobs.begin(accept(store, told))
    put(store, work)
    store.withdraw(told.id)
    again = store.jobs.begin(accept(store, told))
    with pytest.raises(Conflict):
        put(store, again)
