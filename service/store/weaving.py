"""Makes events of reports: groups those that hang together, names the groups, and tells each event that changed."""

from sqlalchemy import Connection, delete, insert, select, tuple_

from service.store import kinship, naming, telling
from service.store.kinship import Ref
from service.store.prepared import Prepared
from service.store.revising import Records
from service.store.tables import IDS, event_articles, event_reports, events

PUBLISHED = Prepared(select(events.c.id, events.c.published).where(events.c.id.in_(IDS)))
EVER_TOLD = Prepared(select(event_articles).where(event_articles.c.article_id.in_(IDS)))
PAIRS = tuple_(event_reports.c.article_id, event_reports.c.key)
TAKEN_OUT = Prepared(delete(event_reports).where(PAIRS.in_(IDS)))
IN_REPORT, IN_ARTICLE = Prepared(insert(event_reports)), Prepared(insert(event_articles))


def weave(
    connection: Connection,
    writer: Records,
    refs: set[Ref],
    former: dict[Ref, str],
    fresh: tuple[Ref, ...] = (),
) -> dict[Ref, str]:
    """Bring the events of these reports, and of all that change with them, up to date.

    `former` says which events the reports told of that are there no more, and which events fresh ones continue;
    `fresh` are an article's reports as they now are, the most salient first. Returns the event of each report.
    """
    groups = _settled(connection, refs | set(fresh)) or _cut(connection, refs | set(fresh), fresh)
    refs = {ref for group in groups for ref in group}
    known = telling.names_of(connection, {article_id for article_id, _ in refs})
    former = {**{ref: event_id for ref, event_id in known.items() if ref in refs}, **former}
    published = _published(connection, set(former.values()))
    came = naming.arrived(connection, {article_id for article_id, _ in refs})
    names = naming.assign(groups, former, published, came)
    further = _beyond(connection, refs, names.merged)
    for event_id in further:
        del names.merged[event_id]
    reports = telling.Reports(connection)
    now = _named(connection, reports, groups, names.ids, came)
    moved = {ref for ref, event_id in now.items() if former.get(ref) != event_id}
    dirty = {now[ref] for ref in moved | set(fresh)} | (set(former.values()) & set(now.values()) & _left(former, now))
    dirty |= (_linked_to(known, moved) - set(names.merged)) | further

    for event_id, into in names.merged.items():
        if into:
            writer.merge(event_id, into)
        else:
            writer.retract(event_id)
    members = _members(connection, dirty, now)
    others = {ref[0] for event_id in dirty for ref in members[event_id]} - {ref[0] for ref in refs}
    around = known | telling.names_of(connection, others) | now
    said = telling.said_of(connection, dirty)
    reports.of(ref for event_id in dirty for ref in members[event_id])
    writer.tell(
        {
            event_id: telling.fused(reports.of(members[event_id]), around, said.corrections[event_id])
            for event_id in _in_order(dirty - said.retracted, fresh, now)
        }
    )
    _keep(connection, reports, moved | set(fresh), now)
    return now


def take_out(connection: Connection, article_id: str, continued: dict[str, str]) -> tuple[dict[Ref, str], set[Ref]]:
    """Take the reports of an article out of their events. `continued` says which new report goes on with which old one.

    Returns which event each new report continues, with those that none continues under keys that no report has; and
    those that are left of its events, or hung together with the old ones.
    """
    named = telling.names_of(connection, [article_id])
    near = _whole(connection, named)
    if kinship.is_cut(near):
        near = kinship.family(connection, named)
    near = {ref for ref in near if ref[0] != article_id}
    kinship.rename(connection, article_id, continued)
    kinship.leave(connection, article_id)
    connection.execute(delete(event_reports).where(event_reports.c.article_id == article_id))
    return {(article_id, continued.get(key, f"-{key}")): event_id for (_, key), event_id in named.items()}, near


def _beyond(connection, refs, event_ids) -> set[str]:
    """Those of the events that have reports beyond these, where a family is cut: they go on with them."""
    return {event_id for event_id, told in telling.refs_of(connection, event_ids).items() if told - refs}


def _settled(connection, refs) -> list[list[Ref]] | None:
    """The groups that these reports are in, and those that may change with them; what they are is what they would be if
    all reports there are were grouped anew.

    Groups come about by joining the likest first, and what is not joined does not change what the others do. So a group
    that is alike to some of these, and comes out as it was when it is grouped together with them, stays as it is, and
    so does all beyond it; one that does not is among those that change, and what is alike to it is looked at, too.
    None if these are too many.
    """
    inside = _whole(connection, refs)
    while not kinship.is_cut(inside):
        events = _events(connection, kinship.near(connection, inside) - inside)
        around = [frozenset(members) for members in telling.refs_of(connection, events).values()]
        if kinship.is_cut(inside.union(*around)):
            break
        groups = kinship.groups(connection, inside.union(*around), {})
        made = set(map(frozenset, groups))
        moved = {ref for members in around if members not in made for ref in members}
        if moved <= inside:
            return sorted(sorted(group) for group in groups)
        inside |= moved
    return None


def _cut(connection, refs, fresh) -> list[list[Ref]]:
    """The groups of these reports and of those that are nearest to them, of a story that is too long to be grouped
    anew: events stay what they are, and what is fresh joins them."""
    refs = kinship.family(connection, refs)
    known = telling.names_of(connection, {article_id for article_id, _ in refs})
    staying = {ref: event_id for ref, event_id in known.items() if ref in refs and ref not in fresh}
    groups = kinship.groups(connection, refs, staying if kinship.is_cut(refs) else {})
    return sorted(sorted(group) for group in groups)


def _whole(connection, refs) -> set[Ref]:
    """These reports, and the others of their events."""
    return set(refs).union(*telling.refs_of(connection, _events(connection, refs)).values())


def _events(connection, refs) -> set[str]:
    known = telling.names_of(connection, {article_id for article_id, _ in refs})
    return {known[ref] for ref in refs if ref in known}


def _published(connection, event_ids):
    return {row.id: row.published for row in PUBLISHED.all(connection, ids=sorted(event_ids))}


def _named(connection, reports, groups, ids, came) -> dict[Ref, str]:
    taken = {event_id for event_id in ids if event_id}
    reports.of(ref for group, event_id in zip(groups, ids, strict=True) if not event_id for ref in group)
    now = {}
    for group, event_id in zip(groups, ids, strict=True):
        event_id = event_id or naming.fresh_id(connection, reports.of(group), came, taken)
        taken.add(event_id)
        now |= dict.fromkeys(group, event_id)
    return now


def _left(former, now):
    """The events that a report has left."""
    return {event_id for ref, event_id in former.items() if now.get(ref) != event_id}


def _linked_to(known, moved):
    """The other events of the articles of reports that moved: their links may lead elsewhere now."""
    articles = {article_id for article_id, _ in moved}
    return {event_id for (article_id, _), event_id in known.items() if article_id in articles}


def _members(connection, event_ids, now):
    """All reports of each event, those outside of this family as well, as after a change of thresholds."""
    members = telling.refs_of(connection, event_ids)
    for event_id, refs in members.items():
        members[event_id] = {ref for ref in refs if now.get(ref, event_id) == event_id}
    for ref, event_id in now.items():
        if event_id in members:
            members[event_id].add(ref)
    return members


def _in_order(dirty, fresh, now):
    """So that of an article's events the most salient is changed last, and is listed first."""
    rank = {now[ref]: number for number, ref in enumerate(fresh)}
    return sorted(dirty, key=lambda event_id: (-rank.get(event_id, len(fresh)), event_id))


def _keep(connection, reports, refs, now):
    if not refs:
        return
    TAKEN_OUT.run(connection, {"ids": sorted(refs)})
    rows = [
        {"article_id": row.id, "version": row.version, "key": row.key, "event_id": now[row.id, row.key]}
        for row in reports.of(refs)
    ]
    IN_REPORT.run(connection, *rows)
    told = {(row["article_id"], row["event_id"]) for row in rows}
    found = EVER_TOLD.all(connection, ids=sorted({article_id for article_id, _ in told}))
    told -= {tuple(row) for row in found}
    IN_ARTICLE.run(connection, *({"article_id": article, "event_id": event} for article, event in sorted(told)))
