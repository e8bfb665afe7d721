"""Groups what is alike: average-link agglomeration, blind to the order in which things come.

Two groups are joined while their members are, on average over all pairs, alike enough; a report that is like one member
of a group and unlike the rest stays out, so that events do not run into each other like beads on a string.
"""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)


def group(
    ids: Iterable[Id],
    scores: Iterable[tuple[Id, Id, float]],
    threshold: float,
    *,
    together: Iterable[tuple[Id, Id]] = (),
    apart: Iterable[tuple[Id, Id]] = (),
) -> list[list[Id]]:
    """The ids, those that are of one event together, each group sorted, the groups sorted.

    `scores` has each pair once that is alike at all; the time goes by how many there are, not by how many might be.
    `together` and `apart` are what persons said; where they say both, `together` holds.
    """
    ids = sorted(set(ids))
    groups = _Groups(ids, _bound(ids, together))
    groups.keep_apart(apart)
    for one, other, value in sorted((*sorted(pair), value) for *pair, value in scores):  # sums go by the order
        if groups.home[one] != groups.home[other]:
            groups.link(groups.home[one], groups.home[other], value)
    groups.join(threshold)
    return sorted(sorted(members) for members in groups.members.values())


def _bound(ids, together) -> list[set]:
    """The groups to begin with: what is said to be together, and each other id alone."""
    home = {each: {each} for each in ids}
    for one, other in together:
        if one in home and other in home and home[one] is not home[other]:
            joined = home[one] | home[other]
            home.update(dict.fromkeys(joined, joined))
    return list({id(members): members for members in home.values()}.values())


class _Groups:
    """Groups under way, by number; `links` are sums of scores between them."""

    def __init__(self, ids: Sequence[Id], start: list[set]):
        self.members = dict(enumerate(start))
        self.home = {each: number for number, members in self.members.items() for each in members}
        self.links: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self.least = {number: min(members) for number, members in self.members.items()}
        self.apart: dict[int, set[int]] = defaultdict(set)
        self._next = len(start)

    def keep_apart(self, pairs) -> None:
        """Never join the groups of these."""
        for one, other in pairs:
            a, b = self.home.get(one), self.home.get(other)
            if a is not None and b is not None and a != b:
                self.apart[a].add(b)
                self.apart[b].add(a)

    def link(self, a: int, b: int, value: float) -> None:
        """Add to what is between two groups."""
        self.links[a][b] += value
        self.links[b][a] += value

    def join(self, threshold: float) -> None:
        """Join the likest pair while there is one that is alike enough; of equals the one with the least ids."""
        # A pair below the threshold would be passed over; what joins later has an entry of its own.
        heap = [self._entry(a, b) for a in self.links for b in self.links[a] if a < b and self._mean(a, b) >= threshold]
        heapq.heapify(heap)
        while heap:
            _, _, a, b = heapq.heappop(heap)
            if a not in self.members or b not in self.members or b in self.apart[a]:
                continue
            new = self._merged(a, b)
            for other in self.links[new]:
                if self._mean(new, other) >= threshold:
                    heapq.heappush(heap, self._entry(new, other))

    def _mean(self, a, b):
        return self.links[a][b] / (len(self.members[a]) * len(self.members[b]))

    def _entry(self, a, b):
        first, second = sorted((self.least[a], self.least[b]))
        return -self._mean(a, b), (first, second), a, b

    def _merged(self, a, b):
        new, self._next = self._next, self._next + 1
        self.members[new] = self.members.pop(a) | self.members.pop(b)
        self.least[new] = min(self.least.pop(a), self.least.pop(b))
        self.apart[new] = self.apart.pop(a, set()) | self.apart.pop(b, set())
        for other in self.apart[new]:
            self.apart[other].add(new)
        for old in (a, b):
            for other, value in self.links.pop(old, {}).items():
                self.links[other].pop(old, None)
                if other not in (a, b):
                    self.link(new, other, value)
        return new
