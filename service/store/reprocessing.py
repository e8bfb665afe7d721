"""The articles that were coded by other rules than the present ones, as they were sent, to be coded anew."""

from sqlalchemy import Connection, func, select

from service.records import Article
from service.store.moments import stated
from service.store.tables import articles, texts


def outdated(connection: Connection, rules: str, after: str, since: int, limit: int) -> list[Article]:
    """Some of them, in the order of their ids, after an id; those seen since a moment."""
    wanted = (
        select(articles, texts.c.title.label("headline"), texts.c.text)
        .join(texts, (texts.c.article_id == articles.c.id) & (texts.c.version == articles.c.version))
        .where(*_conditions(rules, since), articles.c.id > after)
        .order_by(articles.c.id)
        .limit(limit)
    )
    return [_article(row) for row in connection.execute(wanted)]


def count(connection: Connection, rules: str, since: int) -> int:
    """How many there are."""
    return connection.scalar(select(func.count()).select_from(articles).where(*_conditions(rules, since)))


def _conditions(rules, since):
    return articles.c.rules != rules, articles.c.withdrawn.is_(None), articles.c.seen >= since


def _article(row):
    return Article(
        id=row.id,
        text=row.text,
        received=row.received,
        title=row.headline,
        url=row.url,
        published=stated(row.published),
        publisher=row.publisher,
        licence=row.licence,
        language=row.language,
        text_basis=row.text_basis,
    )
