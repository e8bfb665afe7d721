"""Which reports tell of one event: compares new reports with those that may be alike, and groups what hangs together.

A report is known by its Ref, (article id, key). Only reports in a common block are compared, so the cost of an article
does not grow with the store; how alike two are is kept, and so is what a person said of them. Groups follow from these
rows alone, whatever came first.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, combinations, pairwise

from sqlalchemy import Connection, Row, delete, insert, or_, select

from service import merge
from service.store.prepared import Prepared
from service.store.tables import ID, IDS, NEWEST, articles, decided_pairs, decisions, likenesses, report_keys, reports

Ref = tuple[str, str]
TOUCHED = {
    table: or_(table.c.article_id.in_(IDS), table.c.other_article_id.in_(IDS)) for table in (likenesses, decided_pairs)
}
IN_FORCE = decided_pairs.c.decision_id.in_(select(decisions.c.id).where(decisions.c.undone.is_(None)))
ALIKE = Prepared(select(likenesses).where(likenesses.c.score >= merge.THRESHOLD, TOUCHED[likenesses]))
COMPARED = Prepared(select(likenesses).where(likenesses.c.article_id.in_(IDS), likenesses.c.other_article_id.in_(IDS)))
TIED = Prepared(select(decided_pairs).where(IN_FORCE, TOUCHED[decided_pairs]))
SAID = Prepared(select(decided_pairs, decisions.c.moment).join(decisions).where(IN_FORCE, TOUCHED[decided_pairs]))
RENAMED = Prepared(select(decided_pairs).where(TOUCHED[decided_pairs]))
IN_BLOCKS = Prepared(select(report_keys).where(report_keys.c.block.in_(IDS), report_keys.c.article_id != ID))
SKETCHES = Prepared(
    select(reports.c.article_id, reports.c.key, reports.c.sketch).join(articles, NEWEST).where(articles.c.id.in_(IDS))
)
NEW_KEYS, NEW_LIKENESSES = Prepared(insert(report_keys)), Prepared(insert(likenesses))
MOST = 200  # reports that a new one is compared with: more is one story, told by every paper of the world
MOST_AROUND = 120  # reports that are grouped anew for a new one; among six thousand articles of real news it was 76
SEVERAL = 200  # values in one IN list


def leave(connection: Connection, article_id: str) -> None:
    """Forget how the reports of an article compare with others."""
    connection.execute(delete(report_keys).where(report_keys.c.article_id == article_id))
    connection.execute(delete(likenesses).where(TOUCHED[likenesses]), {"ids": [article_id]})


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
    NEW_KEYS.run(connection, *rows)
    NEW_LIKENESSES.run(connection, *scores)


def rename(connection: Connection, article_id: str, keys: dict[str, str]) -> None:
    """What a person said of a report holds for that which continues it in a new version: {old key: new key}.

    Reports that were tied together by way of one that is gone are tied to each other.
    """
    rows = RENAMED.all(connection, ids=[article_id])
    if not rows:
        return
    connection.execute(delete(decided_pairs).where(TOUCHED[decided_pairs]), {"ids": [article_id]})
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


def near(connection: Connection, refs: Iterable[Ref]) -> set[Ref]:
    """The reports that are alike enough to one of these to be of its event, or that a person tied to one."""
    found = chain(_pairs(connection, ALIKE, refs), _pairs(connection, TIED, refs))
    return {ref for one, other, _ in found for ref in (one, other)}


def family(connection: Connection, refs: Iterable[Ref]) -> set[Ref]:
    """The reports that hang together with these by likeness or by a person's word, these among them.

    A story of thousands of reports is too much to group anew for each: then it is what is nearest and likest, and the
    family is cut (see `is_cut`).
    """
    known = set(refs)
    edge = set(known)
    while edge and len(known) < MOST_AROUND:
        found: dict[Ref, float] = defaultdict(float)
        for one, other, row in _pairs(connection, ALIKE, edge):
            for ref in (one, other):
                found[ref] = max(found[ref], row.score)
        found |= {ref: math.inf for one, other, _ in _pairs(connection, TIED, edge) for ref in (one, other)}
        likest = sorted(found.keys() - known, key=lambda ref: (-found[ref], ref))
        edge = set(likest[: MOST_AROUND - len(known)])
        known |= edge
    return known


def is_cut(refs: set[Ref]) -> bool:
    """Whether a family may be longer than these."""
    return len(refs) >= MOST_AROUND


def groups(connection: Connection, refs: set[Ref], former: dict[Ref, str]) -> list[list[Ref]]:
    """The reports, those of one event together.

    `former` says which reports are of an event that they stay in, and which takes in no other event, unless a person
    says so: of a part of a story, groups made anew would be others each time.
    """
    if len(refs) < 2:
        return [[ref] for ref in refs]
    found = COMPARED.all(connection, ids=sorted({article_id for article_id, _ in refs}))
    pairs = (((row.article_id, row.key), (row.other_article_id, row.other_key), row.score) for row in found)
    said = _said(connection, refs)
    torn = {ref for pair, together in said.items() if not together for ref in pair}
    held: dict[str, list[Ref]] = defaultdict(list)
    for ref in sorted(refs & former.keys() - torn):
        held[former[ref]].append(ref)
    staying = [pair for members in held.values() for pair in pairwise(members)]
    settled = combinations([members[0] for members in held.values()], 2)
    return merge.group(
        sorted(refs),
        ((one, other, score) for one, other, score in pairs if one in refs and other in refs),
        together=[*staying, *(tuple(sorted(pair)) for pair, together in said.items() if together)],
        apart=[*settled, *(tuple(sorted(pair)) for pair, together in said.items() if not together)],
    )


def _said(connection, refs):
    """What persons said of pairs of these: of two who disagree, the later."""
    rows = sorted(_pairs(connection, SAID, refs), key=lambda found: found[2].moment)
    return {frozenset((one, other)): row.together for one, other, row in rows}


def _neighbours(connection, ref, blocks) -> list[Ref]:
    """The reports of other articles in the blocks of one, those that share most of them first."""
    shared: dict[Ref, int] = defaultdict(int)
    for some in _several(set(blocks)):
        for row in IN_BLOCKS.all(connection, ids=some, known_id=ref[0]):
            shared[row.article_id, row.key] += 1
    return sorted(shared, key=lambda other: (-shared[other], other))[:MOST]


def _sketches(connection, refs) -> Iterator[tuple[Ref, dict]]:
    wanted_refs = set(refs)
    for some in _several({article_id for article_id, _ in refs}):
        for row in SKETCHES.all(connection, ids=some):
            ref = row.article_id, row.key
            if ref in wanted_refs and (sketch := _sketch(row.sketch)).get("shape") == merge.SHAPE:
                yield ref, sketch


@lru_cache(1000)
def _sketch(text):
    """A sketch of its JSON text. In the hours after an article came its sketch is asked for again and again."""
    return json.loads(text)


def _pairs(connection, wanted, refs) -> Iterator[tuple[Ref, Ref, Row]]:
    """(report, report, row) of the rows of pairs that one of these reports is in."""
    refs = set(refs)
    for some in _several({article_id for article_id, _ in refs}):
        for row in wanted.all(connection, ids=some):
            one, other = (row.article_id, row.key), (row.other_article_id, row.other_key)
            if one in refs or other in refs:
                yield one, other, row


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
