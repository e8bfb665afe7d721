"""Revisions as an Atom feed: an entry for every version of every event, so that a reader is told when a toll rises.

Readers overwrite an entry that changed but leave it read; of a correction or a retraction nobody would ever learn.
"""

from collections.abc import Iterable
from dataclasses import replace
from html import escape

from schemas.event import ENDED
from service.formats import _atom, _content, atom
from service.formats._feed import TITLE, Feed, one_line

LABEL, MEDIA_TYPE = "Changes as Atom", _atom.MEDIA_TYPE
FEED_TITLE, NAME = "Dateline: changes", "feed:changes"
CALLED = {"retracted": "RETRACTED", "merged": "MERGED", "corrected": "CORRECTED"}
GROWTH = "article"  # the cause of a version that says more than the one before, which was not wrong


def render(revisions: Iterable[dict], feed: Feed) -> bytes:
    """The feed of {record, version, updated, status, changes, headline, cause?, author?, reason?}, in their order."""
    told = replace(feed, name=NAME, title=FEED_TITLE if feed.title == TITLE else feed.title)
    return _atom.shell([_entry(revision, told) for revision in revisions], told, [], page=f"{feed.public_url}/events")


def title(revision: dict) -> str:
    """What a version is called: "CORRECTED: Bus crash near Lom: 5 killed (killed 3 -> 5)".

    >>> title({"record": {"title": "Flood"}, "version": 2, "status": "retracted", "headline": "status: retracted"})
    'RETRACTED: Flood'
    """
    name, called = one_line(revision["record"]["title"]), _called(revision)
    if not called:
        return name
    headline = one_line(revision.get("headline") or "")
    tells = headline and revision["status"] not in ENDED
    return f"{called}: {name}" + (f" ({headline})" if tells else "")


def _called(revision):
    """Nothing for the first version: it is news, not a change of news."""
    if revision["status"] in ENDED:
        return CALLED[revision["status"]]
    if revision["version"] == 1:
        return ""
    grown = revision.get("cause", GROWTH if revision["status"] == "active" else "") == GROWTH
    return "UPDATED" if grown else "CORRECTED"


def _entry(revision, feed):
    record = revision["record"]
    return atom.entry(
        f"event:{record['id']}:v{revision['version']}",
        title(revision),
        revision["updated"],
        revision["updated"],
        record,
        _changed(revision, feed.public_url) + _content.html(record, feed.public_url),
        feed,
    )


def _changed(revision, base):
    """What changed, and who decided it and why, before the record as it is now."""
    changes = "".join(f"<li>{_text(change['text'])}</li>" for change in revision.get("changes", []))
    into = revision["record"].get("replaced_by")
    links = [f'<p>Merged into <a href="{escape(base)}/events/{into}">{into}</a></p>'] if into else []
    why = [_text(revision[part]) for part in ("author", "reason") if revision.get(part)]
    return (f"<ul>{changes}</ul>" if changes else "") + "".join(links) + (f"<p>{': '.join(why)}</p>" if why else "")


def _text(value):
    return escape(one_line(value))
