"""Decides which sentences can matter, before anything is parsed: looking costs a hundredth of parsing."""

from service.sentences import Piece

SKIP, PARSE, NAMES = 0, 1, 2  # tokens only; tags, dependencies, lemmas; and named entities too


def levels(text: str, pieces: list[Piece], *, everything: bool = False) -> list[int]:
    """For each sentence, how much of the pipeline it gets."""
    return [NAMES if piece.zone not in ("credit", "dateline") else SKIP for piece in pieces]
