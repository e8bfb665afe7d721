"""The table of ratios: what a row of it holds, what rows are measured with, and how it is printed."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HEADS = ("what", "beside", "target", "ratio", "spread", "met", "figures")


@dataclass(frozen=True, slots=True)
class Setting:
    """How much is measured. `folder` is where stores are made, or found from an earlier run."""

    folder: Path
    few: int = 10_000  # events
    many: int = 100_000
    rounds: int = 5
    quick: bool = False
    files: tuple[Path, ...] = ()

    @property
    def seconds(self) -> float:
        """How long to ask a server one thing."""
        return 0.3 if self.quick else 3.0


@dataclass(frozen=True, slots=True)
class Row:
    """A ratio, once for each round. `target` is the least it should be, with `most` the greatest; None asks nothing."""

    what: str
    beside: str
    ratios: list[float]
    target: float | None = None
    most: bool = False
    figures: str = ""
    median: float = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "median", statistics.median(self.ratios))

    @property
    def met(self) -> str:
        """yes, no, or "" where nothing is asked."""
        if self.target is None:
            return ""
        return "yes" if (self.median <= self.target if self.most else self.median >= self.target) else "no"

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        target = "" if self.target is None else f"{'at most' if self.most else 'at least'} {self.target:g}"
        spread = f"{min(self.ratios):.2f} to {max(self.ratios):.2f} ({len(self.ratios)})"
        return self.what, self.beside, target, f"{self.median:.2f}", spread, self.met, self.figures


def printed(rows: Iterable[Row]) -> str:
    """The whole table, as Markdown that can be read as it stands."""
    return "\n".join(in_columns([HEADS, *(row.cells() for row in rows)]))


def in_columns(lines: Sequence[Sequence[str]]) -> list[str]:
    """Lines of cells, the heads first, as Markdown that can be read as it stands."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    heads, *written = [_line(line, widths) for line in lines]
    return [heads, _line(["-" * width for width in widths], widths), *written]


def _line(cells, widths):
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def in_turns(rounds: int, *works: Callable[[], float]) -> list[tuple[float, ...]]:
    """What each of some works gives, round by round, in turns: a machine that slows down slows down all."""
    return [tuple(work() for work in works) for _ in range(rounds)]
