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
