"""Makes one count of those that several articles give: which of them still stand, what they span, which is the best.

A death toll grows. What a later article gives replaces a lower figure of an earlier one ("Eight people were killed" on
Monday, "Twelve people are now known to have died" on Tuesday). Within half a day it does so where it is a total that
is said to have risen, where the same publisher gives both, and where the lower figure leaves it open ("at least
eight" does not dispute twelve). Other figures that differ stand side by side, a later and lower one among them: low and
high span what stands. What one side of a fight claims replaces only what a side claims.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime

from service.merge._voices import HALF_DAY, Telling

BOUNDS = ("low", "best", "high")
PARTY, NOBODY, OFFICIAL = range(3)  # who gives a figure, the better placed the higher


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A count as an article gives it, and what it says besides (who said it, the evidence); `rises`: it is a total
    that is said to have grown."""

    count: dict
    value: dict
    telling: Telling
    moment: datetime
    placed: int = NOBODY
    rises: bool = False
    bounds: tuple[int | None, ...] = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "bounds", tuple(self.count.get(name) for name in BOUNDS))  # asked for very often

    @property
    def size(self) -> int:
        """The number to compare by; "up to 20" may be none."""
        low, best, _ = self.bounds
        return best if best is not None else low or 0

    @property
    def is_open(self) -> bool:
        """Whether it says "at least"."""
        low, _, high = self.bounds
        return low is not None and high is None

    @property
    def is_vague(self) -> bool:
        """Whether it is one of "dozens" or "hundreds", which a number may fill in."""
        return self.is_open and self.count.get("best") is None


def standing(figures: list[Figure]) -> list[Figure]:
    """Those that nothing replaces, in the same order.

    Of figures that are alike but for their time the newest replaces whatever another would, so that of an earthquake of
    which a thousand articles tell only some dozens are compared with each.
    """
    figures = _of_their_time(figures)
    by_all = _newest(figures, lambda one: (one.bounds, one.placed, one.rises))
    by_own = defaultdict(list)  # and what a publisher replaces of its own
    for one in _newest(figures, lambda one: (one.bounds, one.placed, _publisher(one))):
        by_own[_publisher(one)].append(one)
    return [one for one in figures if not any(_replaces(other, one) for other in (*by_all, *by_own[_publisher(one)]))]


def best(figures: list[Figure]) -> Figure:
    """Of those that stand the newest of the best placed, rather with a number than without."""
    numbered = [one for one in figures if one.count.get("best") is not None] or figures
    return max(numbered, key=lambda one: (one.placed, one.moment, one.size, one.telling.source["id"]))


def spanned(figures: list[Figure], chosen: Figure) -> dict:
    """The range of those that stand, with the best figure of the chosen one, and its words if it says the same."""
    own = span(chosen.count)
    if all(one.bounds == chosen.bounds for one in figures):
        return own
    ends = [_ends(one) for one in figures]
    low = min((low for low, _ in ends if low is not None), default=None)
    high = max((high for _, high in ends if high is not None), default=None)
    numbers = [number for one in figures for number in one.bounds if number is not None]
    bounds = {
        "low": low if low is not None and low <= min(numbers) else None,
        "best": chosen.count.get("best"),
        "high": high if high is not None and high >= max(numbers) else None,
    }
    told = {name: number for name, number in bounds.items() if number is not None}
    return own if not told or tuple(bounds.values()) == chosen.bounds else told


def span(count: dict) -> dict:
    """What is known of a count, and nothing else."""
    return {name: count[name] for name in (*BOUNDS, "words") if count.get(name) is not None}


def differ(figures: list[Figure]) -> bool:
    """Whether any two say something else."""
    return len({one.bounds for one in figures}) > 1


def _of_their_time(figures):
    """A copy that gives the figure of its original is as old as that one."""
    first: dict[tuple, datetime] = {}
    for one in figures:
        key = (one.telling.voice, one.bounds)
        first[key] = min(one.moment, first.get(key, one.moment))
    return [replace(one, moment=first[one.telling.voice, one.bounds]) for one in figures]


def _newest(figures, kind):
    newest: dict[tuple, Figure] = {}
    for one in figures:
        newest[kind(one)] = max(newest.get(kind(one), one), one, key=lambda figure: figure.moment)
    return newest.values()


def _publisher(figure):
    return figure.telling.source.get("publisher")


def _replaces(new, old):
    """Whether `old` says nothing any more beside `new`. No two ever replace each other, nor several in a ring: sizes
    only grow, of equal ones the later wins, and no vague figure replaces the number that fills it in."""
    if new.bounds == old.bounds or new.size < old.size or (new.placed == PARTY < old.placed):
        return False
    if old.is_vague != new.is_vague and new.size == old.size:
        return old.is_vague
    if new.moment - old.moment > HALF_DAY:
        return True
    return new.size > old.size and (old.is_open or _has_risen(new, old))


def _has_risen(new, old):
    """Whether the smaller one is told to be out of date, by words or by whoever gave it."""
    if _publisher(new) and _publisher(new) == _publisher(old) and new.moment > old.moment:
        return True
    return new.rises and old.moment - new.moment <= HALF_DAY


def _ends(figure):
    """The ends that it sets. "About 50" is a point, as nothing says how far about goes."""
    low, best, high = figure.bounds
    return (best, best) if low is None and high is None else (low, high)
