"""Articles that were accepted and wait to be coded: committed before anything is asked of a broker, so that whatever a
broker forgets is still known here.

    accept -> queued -(begin, the article is put into the store)-> done
                     -(begin, it cannot be coded)-----------------> failed -retry-> queued

A job is done in the transaction that puts its article into the store (`finish`), by whoever comes first: it may be
begun twice, and is done once. The articles of one url are put in the order in which they came.
"""

import json
import secrets
from base64 import b32encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, Update, delete, exists, func, insert, select, update

from service import lineage
from service.errors import Conflict
from service.records import Article
from service.store.engine import Connections
from service.store.moments import at, iso, micros, stated
from service.store.tables import jobs

QUEUED, DONE, FAILED = "queued", "done", "failed"
MOST_ATTEMPTS = 5  # then it is the article's fault that workers break off
SECOND = 1_000_000
LONGEST_PAUSE = 3600 * SECOND
BROKEN_OFF = {"title": "Broken off", "status": 500, "detail": f"its worker broke off {MOST_ATTEMPTS} times"}


@dataclass(frozen=True)
class Work:
    """A job that is begun: the article under the store's id, its sender's own name for it, and when it came."""

    id: str
    article: Article
    external_id: str | None
    accepted: datetime


class Jobs:
    """The jobs of a store. Any method may raise StoreUnavailable (503) or StoreFull (507)."""

    def __init__(self, connections: Connections, clock: Callable[[], int]):
        self.connections = connections
        self.clock = clock

    def accept(self, article: Article, *, external_id: str | None, patience: float) -> str:
        """Keep an article to be coded, and return the id of its job. Sent again while it waits, it is the same job.

        If it is not done after so many seconds, it is `overdue`.
        """
        now = self.clock()
        with self.connections.write() as connection:
            waiting = _of_article(connection, article.id)
            digest = lineage.content_digest(article)
            if waiting and waiting[-1].digest == digest:
                return waiting[-1].id
            job_id = "job_" + b32encode(secrets.token_bytes(10))[:13].decode().lower()
            row = {"id": job_id, "article_id": article.id, "digest": digest, "status": QUEUED, "accepted": now}
            due = now + int(patience * SECOND)
            connection.execute(insert(jobs).values(**row, due=due, sent=_packed(article, external_id)))
        return job_id

    def waits(self, article_id: str) -> bool:
        """Whether a job of an article is open."""
        with self.connections.glance() as connection:
            return bool(_of_article(connection, article_id))

    def status(self, job_id: str) -> str | None:
        """queued, done or failed; None if there is no such job."""
        with self.connections.glance() as connection:
            return connection.scalar(select(jobs.c.status).where(jobs.c.id == job_id))

    def job(self, job_id: str) -> dict | None:
        """{id, article_id, status, attempts, accepted, created?, problem?}, or None."""
        with self.connections.glance() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
        return _told(row) if row else None

    def listed(self, status: str, *, limit: int = 1000) -> list[dict]:
        """The jobs of a status, the oldest first."""
        wanted = select(jobs).where(jobs.c.status == status).order_by(jobs.c.number).limit(limit)
        with self.connections.read() as connection:
            return [_told(row) for row in connection.execute(wanted)]

    def begin(self, job_id: str) -> Work | None:
        """What is to be done; None if it is done, or must wait for an earlier one of its article (see `is_next`).

        A job that has been begun too often fails: it may be what breaks its workers.
        """
        with self.connections.write() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id, jobs.c.status == QUEUED)).first()
            if row is None or not _is_next(connection, row):
                return None
            if _is_superseded(connection, row):
                finish(connection, job_id, created=False)
                return None
            if row.attempts >= MOST_ATTEMPTS:
                connection.execute(_failing(job_id, BROKEN_OFF))
                return None
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(attempts=row.attempts + 1))
        article, external_id = _unpacked(row)
        return Work(job_id, article, external_id, at(row.accepted))

    def is_open(self, job_id: str) -> bool:
        """Whether there is still something to do."""
        return self.status(job_id) == QUEUED

    def fail(self, job_id: str, problem: dict, *, for_good: bool) -> bool:
        """Say what went wrong. Returns whether that was the end of it: else it will be begun again."""
        with self.connections.write() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id, jobs.c.status == QUEUED)).first()
            if row is None:
                return True
            last = for_good or row.attempts >= MOST_ATTEMPTS
            told = _failing(job_id, problem) if last else update(jobs).where(jobs.c.id == job_id)
            connection.execute(told.values(problem=json.dumps(problem)))
        return last

    def overdue(self, *, limit: int) -> list[str]:
        """The ids of jobs that should be done by now, the oldest first."""
        wanted = select(jobs.c.id).where(jobs.c.status == QUEUED, jobs.c.due <= self.clock()).order_by(jobs.c.number)
        with self.connections.glance() as connection:
            return list(connection.scalars(wanted.limit(limit)))

    def postpone(self, job_ids: list[str], *, patience: float) -> None:
        """Workers were told of these jobs: they have so many seconds now, and twice as long for each time that they
        were begun."""
        wanted = select(jobs.c.id, jobs.c.attempts).where(jobs.c.id.in_(job_ids), jobs.c.status == QUEUED)
        now = self.clock()
        with self.connections.write() as connection:
            for row in connection.execute(wanted).all():
                pause = min(int(patience * SECOND) * 2**row.attempts, LONGEST_PAUSE)
                connection.execute(update(jobs).where(jobs.c.id == row.id).values(due=now + pause))

    def retry(self, job_ids: Iterable[str] | None = None) -> list[str]:
        """Let failed jobs be done once more, all of them if none is named. Returns their ids."""
        with self.connections.write() as connection:
            wanted = select(jobs.c.id).where(jobs.c.status == FAILED, jobs.c.sent != "").order_by(jobs.c.number)
            if job_ids is not None:
                wanted = wanted.where(jobs.c.id.in_(list(job_ids)))
            found = connection.scalars(wanted).all()
            anew = {"status": QUEUED, "attempts": 0, "problem": None, "due": self.clock()}
            for job_id in found:
                connection.execute(update(jobs).where(jobs.c.id == job_id).values(**anew))
        return list(found)

    def forget(self, *, before: datetime) -> int:
        """Drop jobs that are done and were accepted before a moment. Returns how many.

        One stays while an earlier one of its article may still be retried, which must not undo it (_is_superseded).
        """
        earlier = jobs.alias()
        open_ = (earlier.c.article_id == jobs.c.article_id) & (earlier.c.number < jobs.c.number)
        needed = exists().where(open_, earlier.c.status != DONE, earlier.c.sent != "")
        old = (jobs.c.status == DONE) & (jobs.c.accepted < micros(before)) & ~needed
        with self.connections.write() as connection:
            return connection.execute(delete(jobs).where(old)).rowcount

    def count(self) -> dict[str, int]:
        """How many jobs there are of each status."""
        wanted = select(jobs.c.status, func.count().label("number")).group_by(jobs.c.status)
        with self.connections.glance() as connection:
            found = {row.status: row.number for row in connection.execute(wanted)}
        return {QUEUED: 0, FAILED: 0, DONE: 0} | found

    def longest_wait(self) -> float:
        """How many seconds the oldest job has been waiting; 0 if none does."""
        with self.connections.glance() as connection:
            oldest = connection.scalar(select(func.min(jobs.c.accepted)).where(jobs.c.status == QUEUED))
        return max(0, self.clock() - oldest) / SECOND if oldest is not None else 0.0


def finish(connection: Connection, job_id: str, *, created: bool) -> bool:
    """Within the transaction that writes: the job is done by it. False if somebody else has done it, or it failed."""
    done = {"status": DONE, "sent": "", "created": created, "problem": None}
    written = update(jobs).where(jobs.c.id == job_id, jobs.c.status == QUEUED).values(**done)
    return connection.execute(written).rowcount == 1


def withdraw(connection: Connection, article_id: str) -> bool:
    """Erase the article from all its jobs; those that are open come to nothing. Returns whether there were any."""
    problem = {"title": Conflict.title, "status": Conflict.status, "detail": "the article was withdrawn"}
    held = (jobs.c.article_id == article_id) & (jobs.c.sent != "")
    gone = update(jobs).where(held).values(status=FAILED, sent="", problem=json.dumps(problem))
    return connection.execute(gone).rowcount > 0


def _of_article(connection: Connection, article_id: str) -> list[Row]:
    """The open jobs of an article, in order."""
    wanted = select(jobs.c.id, jobs.c.digest, jobs.c.number).where(
        jobs.c.article_id == article_id, jobs.c.status == QUEUED
    )
    return list(connection.execute(wanted.order_by(jobs.c.number)).all())


def _is_next(connection, row):
    return _of_article(connection, row.article_id)[0].number == row.number


def _is_superseded(connection, row):
    """Whether a later version of the article is in the store: this one failed first, and is done once more."""
    later = select(jobs.c.id).where(
        jobs.c.article_id == row.article_id, jobs.c.status == DONE, jobs.c.number > row.number
    )
    return connection.execute(later.limit(1)).first() is not None


def _failing(job_id: str, problem: dict) -> Update:
    failed = {"status": FAILED, "problem": json.dumps(problem)}
    return update(jobs).where(jobs.c.id == job_id, jobs.c.status == QUEUED).values(**failed)


def _told(row):
    told = {
        "id": row.id,
        "article_id": row.article_id,
        "status": row.status,
        "attempts": row.attempts,
        "accepted": iso(row.accepted),
    }
    if row.created is not None:
        told["created"] = row.created
    if row.problem:
        told["problem"] = json.loads(row.problem)
    return told


def _packed(article: Article, external_id: str | None) -> str:
    """All that was sent, as JSON."""
    members = ("text", "title", "url", "publisher", "licence", "language", "text_basis")
    said = {name: getattr(article, name) for name in members}
    published = article.published.isoformat() if article.published else None
    return json.dumps(
        {**said, "published": published, "received": article.received.isoformat(), "external_id": external_id},
        ensure_ascii=False,
    )


def _unpacked(row: Row) -> tuple[Article, str | None]:
    sent = json.loads(row.sent)
    external_id, published, received = (sent.pop(name) for name in ("external_id", "published", "received"))
    article = Article(id=row.article_id, received=date.fromisoformat(received), published=stated(published), **sent)
    return article, external_id
