"""Groups the reports of many articles at once, by the same likeness as the store: for `extract --merge`."""

from collections import defaultdict
from collections.abc import Iterator

from service import merge


def group(sketches: dict[tuple, dict]) -> dict[tuple, tuple]:
    """Report -> the first report of its event. A report is known by any id that sorts."""
    scores = {pair: score for pair in _near(sketches) if (score := _score(sketches, pair))}
    families = list(_hanging_together(sketches, scores))
    home = {name: number for number, ids in enumerate(families) for name in ids}
    within = defaultdict(list)
    for (one, other), score in scores.items():
        if home[one] == home[other]:
            within[home[one]].append((one, other, score))
    found = {}
    for number, ids in enumerate(families):
        for members in merge.group(ids, within[number]):
            found |= dict.fromkeys(members, members[0])
    return found


def _near(sketches) -> Iterator[tuple]:
    """Pairs that share a block, each once, the lesser first."""
    blocks = defaultdict(list)
    for name in sorted(sketches):
        for key in merge.keys(sketches[name]):
            blocks[key].append(name)
    pairs = {(one, other) for names in blocks.values() for i, one in enumerate(names) for other in names[i + 1 :]}
    yield from sorted(pairs)


def _score(sketches, pair):
    return merge.same_event(sketches[pair[0]], sketches[pair[1]]).score


def _hanging_together(sketches, scores) -> Iterator[list]:
    """What is alike enough, and what is alike enough to that: no group reaches further."""
    around = defaultdict(list)
    for (one, other), score in scores.items():
        if score >= merge.THRESHOLD:
            around[one].append(other)
            around[other].append(one)
    seen = set()
    for name in sorted(sketches):
        edge = [] if name in seen else [name]
        members = []
        while edge:
            each = edge.pop()
            if each not in seen:
                seen.add(each)
                members.append(each)
                edge += around[each]
        if members:
            yield sorted(members)
