"""Decides which sentences can matter, before anything is parsed: looking costs a hundredth of parsing.

Sentences with a trigger can; in an article on harm those with a toll, too, and those beside a trigger that say who says
so. Names, which cost more than all the rest, are looked for in the lead and the first sentence that tells of an event;
and however long an article is, so much of it is parsed and no more.
"""

import re
from functools import cache

from schemas import vocabulary
from service import lexicon, triggers
from service.anchors import Sieve
from service.sentences import Piece

SKIP, PARSE, NAMES = 0, 1, 2  # nothing; tags, dependencies, lemmas; and named entities too
SILENT_ZONES = ("credit", "dateline")
LEAD = 1  # sentences after the title that tell what the rest is about
NAMED = 1  # sentences with triggers in which names are looked for
PARSED = 60  # sentences that are parsed at most
PARSED_CHARS = 24_000  # ... and characters: sixty sentences of news have half of that
SHORT = 3  # sentences: a text as short as that is all lead


def levels(text: str, pieces: list[Piece], *, everything: bool = False) -> list[int]:
    """For each sentence, how much of the pipeline it gets."""
    heard = [piece.zone not in SILENT_ZONES for piece in pieces]
    if everything or sum(heard) <= SHORT:
        return [NAMES if worth else SKIP for worth in heard]
    hits = [
        triggers.hits(text, piece.start, piece.end) if worth else [] for piece, worth in zip(pieces, heard, strict=True)
    ]
    if any(hits):
        return _of_events(text, pieces, heard, hits)
    plain = [PARSE if worth and _is_plain(text, piece) else SKIP for piece, worth in zip(pieces, heard, strict=True)]
    return _bounded(plain, pieces)


def _of_events(text, pieces, heard, hits):
    """The levels of an article that tells of events."""
    harm = any(_is_harm(hit) for found in hits for hit in found)
    out, told, lead = [], 0, _lead(pieces)
    for number, (piece, worth, found) in enumerate(zip(pieces, heard, hits, strict=True)):
        told += bool(found)
        if (found and told <= NAMED) or (worth and harm and number < lead):
            out.append(NAMES)
        elif found or (worth and harm and _tells("toll", "gate", text, piece)):
            out.append(PARSE)
        else:
            out.append(SKIP)
    return _bounded(out, pieces)


def _bounded(levels, pieces):
    """The levels of an article of any length: the first sentences that are worth it, and no more."""
    sentences, characters = PARSED, PARSED_CHARS
    out = []
    for level, piece in zip(levels, pieces, strict=True):
        if level != SKIP:
            sentences, characters = sentences - 1, characters - (piece.end - piece.start)
        out.append(level if sentences >= 0 and characters >= 0 else SKIP)
    return out


def _lead(pieces):
    """The number of the first sentence after the lead."""
    body = [number for number, piece in enumerate(pieces) if piece.zone == "body"]
    return body[min(LEAD, len(body)) - 1] + 1 if body else len(pieces)


def _is_harm(hit):
    return vocabulary.event_types()[hit.row.type].category in lexicon.table("frames")["harm"]


def _is_plain(text, piece):
    """Whether a sentence tells of harm in an article without any trigger: "Some 3,000 people were left homeless"."""
    return _tells("gate", "plain", text, piece)


def _tells(name, table, text, piece):
    """Whether one of the stems of a table stands in a sentence."""
    patterns, sieve = _stems(name, table)
    words = text[piece.start : piece.end]
    return any(patterns[number].search(words) for number in sieve.worth(words))


@cache
def _stems(name, table):
    stems = lexicon.table(name)[table]
    return [re.compile(stem, re.IGNORECASE) for stem in stems], Sieve(stems)
