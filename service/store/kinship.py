"""Which reports tell of one event: compares new reports with those that may be alike, and groups what hangs together.

A report is known by its Ref, (article id, key). Only reports in a common block are compared, so the cost of an article
does not grow with the store; how alike two are is kept, and so is what a person said of them. Groups follow from these
rows alone, whatever came first.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from sqlalchemy import Connection, Row, delete, insert, or_, select

from service import merge
from service.store.tables import NEWEST, articles, decided_pairs, decisions, likenesses, report_keys, reports

Ref = tuple[str, str]
MOST = 500  # reports that a new one is compared with: more is one story, told by every paper of the world
SEVERAL = 200  # values in one IN list


def leave(connection: Connection, article_id: str) -> None:
    """Forget how the reports of an article compare with others."""
    connection.execute(delete(report_keys).where(report_keys.c.article_id == article_id))
    connection.execute(delete(likenesses).where(_touches(likenesses, [article_id])))


def join(connection: Connection, fresh: dict[Ref, dict]) -> None:
    """Compare an article's new reports, by their sketches, with those of other articles."""
    fresh = {ref: sketch for ref, sketch in fresh.items() if sketch}
    blocks = {ref: merge.keys(sketch) for ref, sketch in fresh.items()}
    scores = []
    for ref, sketch in fresh.items():
        for other, known in _sketches(connection, _neighbours(connection, ref, blocks[ref])):
            if score := merge.same_event(sketch, known).score:
                scores.append(_row(ref, other) | {"score": score})
    rows = [{"block": block, "article_id": ref[0], "key": ref[1]} for ref in fresh for block in set(blocks[ref])]
    if rows:
        connection.execute(insert(report_keys), rows)
    if scores:
        connection.execute(insert(likenesses), scores)


def rename(connection: Connection, article_id: str, keys: dict[str, str]) -> None:
    """What a person said of a report holds for that which continues it in a new version: {old key: new key}.

    Reports that were tied together by way of one that is gone are tied to each other.
    """
    rows = connection.execute(select(decided_pairs).where(_touches(decided_pairs, [article_id]))).all()
    if not rows:
        return
    connection.execute(delete(decided_pairs).where(_touches(decided_pairs, [article_id])))
    kept: dict[tuple, dict] = {}
    loose: dict[tuple, set[Ref]] = defaultdict(set)  # what was tied to a report that is gone
    for row in rows:
        refs = (row.article_id, row.key), (row.other_article_id, row.other_key)
        one, other = (_renamed(ref, article_id, keys) for ref in refs)
        if one and other:
            kept[row.decision_id, *sorted((one, other))] = {"decision_id": row.decision_id, "together": row.together}
        elif row.together:
            for gone, left in zip(refs, (other, one), strict=True):
                if left:
                    loose[row.decision_id, gone].add(left)
    for (decision_id, _), left in loose.items():
        for pair in pairwise(sorted(left)):
            kept[decision_id, *pair] = {"decision_id": decision_id, "together": True}
    if kept:
        connection.execute(insert(decided_pairs), [_row(one, other) | said for (_, one, other), said in kept.items()])


def decide(connection: Connection, decision_id: str, pairs: Iterable[tuple[Ref, Ref]], *, together: bool) -> None:
    """A person said that these are of one event, or are not."""
    rows = [_row(one, other) | {"decision_id": decision_id, "together": together} for one, other in pairs]
    if rows:
        connection.execute(insert(decided_pairs), rows)


def family(connection: Connection, refs: Iterable[Ref]) -> set[Ref]:
    """The reports that hang together with these by likeness or by a person's word, these among them."""
    known = set(refs)
    edge = set(known)
    while edge:
        found: set[Ref] = set()
        for table, enough in ((likenesses, likenesses.c.score >= merge.THRESHOLD), (decided_pairs, _in_force())):
            for one, other, _ in _pairs(connection, select(table).where(enough), table, edge):
                found |= {one, other}
        edge = found - known
        known |= found
    return known


def groups(connection: Connection, refs: set[Ref]) -> list[list[Ref]]:
    """The reports, those of one event together."""
    if len(refs) < 2:
        return [[ref] for ref in refs]
    rows = _pairs(connection, select(likenesses), likenesses, refs)
    scores = {frozenset((one, other)): row.score for one, other, row in rows}
    said = _said(connection, refs)
    return merge.group(
        sorted(refs),
        lambda one, other: scores.get(frozenset((one, other)), 0.0),
        together=[tuple(sorted(pair)) for pair, together in said.items() if together],
        apart=[tuple(sorted(pair)) for pair, together in said.items() if not together],
    )


def _said(connection, refs):
    """What persons said of pairs of these: of two who disagree, the later."""
    wanted = select(decided_pairs, decisions.c.moment).join(decisions).where(_in_force())
    rows = sorted(_pairs(connection, wanted, decided_pairs, refs), key=lambda found: found[2].moment)
    return {frozenset((one, other)): row.together for one, other, row in rows}


def _in_force():
    return decided_pairs.c.decision_id.in_(select(decisions.c.id).where(decisions.c.undone.is_(None)))


def _neighbours(connection, ref, blocks) -> list[Ref]:
    """The reports of other articles in the blocks of one, those that share most of them first."""
    shared: dict[Ref, int] = defaultdict(int)
    for some in _several(set(blocks)):
        wanted = select(report_keys).where(report_keys.c.block.in_(some), report_keys.c.article_id != ref[0])
        for row in connection.execute(wanted):
            shared[row.article_id, row.key] += 1
    return sorted(shared, key=lambda other: (-shared[other], other))[:MOST]


def _sketches(connection, refs) -> Iterator[tuple[Ref, dict]]:
    wanted_refs = set(refs)
    for some in _several({article_id for article_id, _ in refs}):
        wanted = (
            select(reports.c.article_id, reports.c.key, reports.c.sketch)
            .join(articles, NEWEST)
            .where(articles.c.id.in_(some))
        )
        for row in connection.execute(wanted):
            ref = row.article_id, row.key
            if ref in wanted_refs and (sketch := json.loads(row.sketch)).get("shape") == merge.SHAPE:
                yield ref, sketch


def _pairs(connection, wanted, table, refs) -> Iterator[tuple[Ref, Ref, Row]]:
    """(report, report, row) of the rows of a table of pairs that one of these reports is in."""
    refs = set(refs)
    for some in _several({article_id for article_id, _ in refs}):
        for row in connection.execute(wanted.where(_touches(table, some))):
            one, other = (row.article_id, row.key), (row.other_article_id, row.other_key)
            if one in refs or other in refs:
                yield one, other, row


def _touches(table, article_ids):
    return or_(table.c.article_id.in_(article_ids), table.c.other_article_id.in_(article_ids))


def _row(one, other):
    one, other = sorted((one, other))
    return {"article_id": one[0], "key": one[1], "other_article_id": other[0], "other_key": other[1]}


def _renamed(ref, article_id, keys):
    if ref[0] != article_id:
        return ref
    return (article_id, keys[ref[1]]) if ref[1] in keys else None


def _several(values) -> Iterator[list]:
    values = sorted(values)
    for start in range(0, len(values), SEVERAL):
        yield values[start : start + SEVERAL]
