"""Splits a reading into sentences with their zones, in one pass and without a model.

The split comes before the parse, so that only sentences that can matter are parsed. A full stop ends a sentence unless
an abbreviation says otherwise: "Lt. Gen. Adams said" and "the U.S. Air Force" are not cut, "in the U.S. The" is.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from service import lexicon
from service.records import Dateline

LONGEST = 1500  # characters; text without any full stop is cut at a blank, so that no sentence is without bound

CREDIT = 250  # characters: a credit is shorter

PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
LINE = re.compile(r"\r?\n")
STOP = re.compile(
    r"""[.!?…]+["'”’»)\]]*(?:\s+|$)      # "... said. The", '... said." He'
      | (?<=[a-z0-9)"”])[.](?=[A-Z][a-z])  # a blank lost in layout: "said.The"
    """,
    re.VERBOSE,
)
INITIAL = re.compile(r"(?:^|[\s(\"“])(?:[A-Z]\.)+$")
ENDS = frozenset(".!?:\"”'’)")
OPENING = re.compile(r"[\"“'‘(\[]*(\w+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the reading before it has tokens."""

    start: int
    end: int
    zone: str
    quoted: bool
    paragraph: int


def split(text: str, text_start: int = 0, dateline: Dateline | None = None) -> list[Piece]:
    """The sentences of a reading; together they cover every character of it, the blanks after a sentence its own.

    The dateline is a piece of its own: "April 24 (Agency) -- Russia unleashed" makes no parser happy. What stands
    before the dateline's paragraph is a caption.
    """
    pieces = []
    if text_start:
        pieces.append(Piece(0, text_start, "title", False, 0))
    for number, (start, end) in enumerate(_paragraphs(text, text_start), start=1):
        open_quote = False
        if dateline and start <= dateline.start < end:
            pieces = [replace(piece, zone="caption") if piece.zone == "body" else piece for piece in pieces]
            pieces.append(Piece(start, dateline.end, "dateline", False, number))
            start = dateline.end
        for first, last in _sentences(text, start, end):
            words = text[first:last]
            marks = sum(words.count(mark) for mark in '"“”')
            zone = "credit" if len(words) < CREDIT and _credits().search(words) else "body"
            pieces.append(Piece(first, last, zone, _is_quoted(words, marks, open_quote), number))
            open_quote ^= bool(marks % 2)
    return pieces


def _is_quoted(words, marks, open_quote):
    """Whether all the words stand in quotation marks: "We ran," she said, does not."""
    begins, ends = words.lstrip()[:1] in ('"', "“"), words.rstrip()[-1:] in ('"', "”")
    if open_quote:
        return marks == 0 or (marks == 1 and ends)
    return begins and (marks == 1 or (marks == 2 and ends))


def _paragraphs(text, start):
    """Spans between blank lines, and between lines where the first of them ends like a sentence or is short."""
    at = start
    for found in PARAGRAPH.finditer(text, start):
        yield from _lines(text, at, found.end())
        at = found.end()
    if at < len(text):
        yield from _lines(text, at, len(text))


def _lines(text, start, end):
    at = begin = start  # of what is not yet given away; of the line
    length, last = 0, ""  # of what is not yet given away, without the blanks at its end
    for found in LINE.finditer(text, start, end):
        if line := text[begin : found.start()].rstrip():
            length, last = begin + len(line) - at, line[-1]
        begin = found.end()
        rest = text[found.end() : found.end() + 1]
        if length and found.end() < end and rest.strip() and (last in ENDS or (length < 50 and not rest.islower())):
            yield at, found.end()
            at, length = found.end(), 0
    yield at, end


def _sentences(text, start, end):
    at = start
    for found in STOP.finditer(text, start, end):
        if found.end() >= end or _goes_on(text, at, found):
            continue
        yield from _bounded(text, at, found.end())
        at = found.end()
    if at < end:
        yield from _bounded(text, at, end)


def _goes_on(text, at, stop):
    """Whether the full stop belongs to an abbreviation, or what follows cannot begin a sentence."""
    following = OPENING.match(text, stop.end())
    if following is None or following[1][0].islower():
        return stop.end() < len(text) and text[stop.end() : stop.end() + 1] not in '"“'
    if stop[0].strip() != ".":
        return False
    before = text[max(at, stop.start() - 12) : stop.start() + 1]
    never, seldom, beginnings = _abbreviations()
    if never.search(before):
        return True
    return bool(seldom.search(before) or INITIAL.search(before)) and following[1] not in beginnings


def _bounded(text, start, end):
    while end - start > LONGEST:
        cut = text.rfind(" ", start, start + LONGEST) + 1
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


@cache
def _abbreviations():
    words = lexicon.table("sentences")
    ends_in = lambda name: re.compile(rf"(?<!\w){lexicon.alternation(words[name])}$")  # noqa: E731
    return ends_in("never_final"), ends_in("seldom_final"), frozenset(words["beginnings"])


@cache
def _credits():
    return re.compile(rf"(?<!\w){lexicon.alternation(lexicon.table('sentences')['credits'])}", re.IGNORECASE)
