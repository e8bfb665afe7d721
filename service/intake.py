"""Turns what a caller sends into an Article: checked against the schema, canonical, in English, not too long.

The one door for HTTP and the command line, so that both refuse the same things in the same words.
"""

import re
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError

from schemas import ArticleSchema
from service import language, page
from service.errors import BadArticle, BadText, TooLong
from service.records import Article
from service.text import compose

FIRST_NEWS = 1605
BASIC_DATE = re.compile(r"\d{8}", re.ASCII)
FORM = "Must be an ISO 8601 date, as in 2026-03-05, or a time with its zone, as in 2026-03-05T09:30:00Z."
SCHEMA = ArticleSchema()


def read_page(html: str, stated: dict, **options: Any) -> Article:
    """An Article of a page; what the sender states of it goes before what the page does. Raises as `read` does.

    What a page states wrongly is not its sender's fault, and is left out.
    """
    found = page.members(html)
    try:
        return read({**found, **stated}, **options, text_basis=page.EXTRACTED)
    except BadArticle as error:
        wrong = {part["pointer"][1:] for part in error.errors} & (found.keys() - stated.keys() - {"text"})
        if not wrong:
            raise
    kept = {name: said for name, said in found.items() if name not in wrong}
    return read({**kept, **stated}, **options, text_basis=page.EXTRACTED)


def read(sent: dict, *, received: date, max_chars: int, name: str = "", text_basis: str | None = None) -> Article:
    """An Article of what was sent (the members of ArticleSchema). `name` is its id where none was sent.

    Raises BadArticle (422, each member that is wrong), BadText (422: empty, NUL, lone surrogate, not English),
    TooLong (413).
    """
    members = _valid(sent)
    text = compose(members["text"])
    title = compose(members.get("title") or "", "title")
    if not text.strip():
        raise BadText("text is empty" if not text else "text is blank")
    if len(text) > max_chars:
        raise TooLong(f"the text has {len(text):,} characters; at most {max_chars:,} are read")
    said = members.get("language")
    if said and not said.lower().startswith("en"):
        raise BadText(f"language is {said}: only English is read")
    language.check(f"{title}\n{text}" if title else text)
    return Article(
        id=members.get("id") or name,
        text=text,
        received=received,
        title=title,
        published=_plausible(published(members.get("published")), received),
        language=said or "en",
        text_basis=text_basis,
        **{key: members.get(key) for key in ("url", "publisher", "licence")},
    )


def published(stated: str | None) -> date | datetime | None:
    """An ISO 8601 date, or a time with its zone; a time without one could be any of two days, and is refused."""
    if not stated:
        return None
    try:
        moment = (date if len(stated) == 10 or BASIC_DATE.fullmatch(stated) else datetime).fromisoformat(stated)
    except ValueError:
        raise BadArticle.of("published", FORM) from None
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise BadArticle.of("published", "A time needs its zone, as in 2026-03-05T09:30:00Z.")
    return moment


def _plausible(moment, received):
    """A moment that an article can have been published at: newspapers began in 1605, and no news is of next year."""
    if moment is not None and not FIRST_NEWS <= moment.year <= received.year + 1:
        raise BadArticle.of("published", f"Must be a day from {FIRST_NEWS} on, and not far ahead.")
    return moment


def _valid(sent):
    for member, value in sent.items():
        if isinstance(value, str):
            compose(value, str(member))
    try:
        return SCHEMA.load(sent)
    except ValidationError as error:
        raise BadArticle.from_messages(error.messages) from error
