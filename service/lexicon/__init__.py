"""Reads the word lists beside it: one TOML file for each module that needs words. Words never sit in Python."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def table(name: str) -> dict:
    """The content of lexicon/<name>.toml. Treat it as read-only."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def alternation(words: Iterable[str]) -> str:
    """A group that matches any of the words literally, the longest first; a blank in a word matches any white space.

    >>> alternation(["air strike", "air"])
    '(?:air\\\\s+strike|air)'
    """
    longest_first = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in longest_first) + ")"


def matcher(words: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern:
    """A pattern that finds any of the words as whole words."""
    return re.compile(rf"(?<!\w){alternation(words)}(?!\w)", flags)


def any_of(patterns: Iterable[str]) -> re.Pattern:
    """A pattern that finds what any of the patterns matches, as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def longest(found: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of (start, end, kind) that overlap the longest, in the order of the text: a car bomb is no bomb besides."""
    kept: list[tuple[int, int, str]] = []
    for hit in sorted(found, key=lambda hit: hit[0] - hit[1]):
        if all(hit[1] <= other[0] or other[1] <= hit[0] for other in kept):
            kept.append(hit)
    return sorted(kept)
