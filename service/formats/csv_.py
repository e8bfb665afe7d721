"""Records as CSV (RFC 4180): one row per event, columns that are only ever added to, nothing that a spreadsheet runs.

A cell of text that begins like a formula (= + - @, their full-width forms, after blanks, too) gets a leading "'".
Numbers are never touched; `feed.raw` leaves text as it is; `feed.bom` is for Excel before 2016; `feed.fields` are the
only columns. `line` makes a row that a store can keep ready: `stored` sends a million of them in seconds.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from schemas.derive import COLUMNS, flatten
from service.formats._feed import Feed, clean, decimal, one_line, source_url

LABEL, MEDIA_TYPE = "CSV", "text/csv; charset=utf-8; header=present"
FORMULA = frozenset("=+-@\t\r\n")
UNSEEN = ("Cf", "Mn", "Me", "Zs")  # categories of characters that a spreadsheet may skip
BASE = "\x1a"  # stands for the public URL in a row that is kept; no other text of a row has it
TOGETHER = 500  # kept rows that are sent in one piece


def render(events: Iterable[dict], feed: Feed) -> Iterator[bytes]:
    """The rows, one at a time, after a row of names."""
    columns = chosen(feed.fields)
    yield _head(feed, columns)
    for record in events:
        yield _LINE(_cells(record, feed.public_url, columns, raw=feed.raw)).encode()


def line(record: dict) -> str:
    """The row of a record with every column, wherever the service is: see `stored`."""
    return _LINE(_cells(record, BASE, COLUMNS))


def stored(lines: Iterable[str], feed: Feed) -> Iterator[bytes]:
    """The same as `render`, of rows that `line` made. Neither `fields` nor `raw` can be had of them."""
    yield _head(feed, COLUMNS)
    rows = iter(lines)
    while piece := "".join(islice(rows, TOGETHER)):
        yield piece.replace(BASE, feed.public_url).encode()


def chosen(names: Iterable[str]) -> dict[str, bool]:
    """The columns of these names, in their own order: all, if none is named."""
    names = set(names)
    return {name: is_text for name, is_text in COLUMNS.items() if not names or name in names}


def flat(record: dict, base: str) -> dict[str, str | int | float | None]:
    """The row as values, the address of its first source fit for a link."""
    row = flatten(record)
    if record.get("sources"):
        row["source_url"] = source_url(record["sources"][0], base)
    return row


class _Echo:
    """A file for csv.writer, whose writerow returns what write does."""

    def write(self, text):
        return text


_LINE = csv.writer(_Echo(), lineterminator="\r\n").writerow


def _head(feed, columns):
    return ("\ufeff" if feed.bom else "").encode() + _LINE(columns).encode()


def _cells(record, base, columns, *, raw=False):
    row = flat(record, base)
    address, row["source_url"] = row["source_url"], None  # is safe, and may have the mark that no text has
    cells = {name: "" if row[name] is None else _cell(row[name], is_text, raw) for name, is_text in columns.items()}
    if "source_url" in cells:
        cells["source_url"] = address
    return cells.values()


def _cell(value, is_text, raw):
    if not is_text:
        return decimal(value) if isinstance(value, float) else clean(value)
    text = one_line(value)
    return text if value[:1].isalnum() or raw or not _runs(value, text) else f"'{text}"


def _runs(value, text):
    """Whether a spreadsheet might take it for a formula."""
    if value[:1] in FORMULA:
        return True
    first = next((c for c in text if unicodedata.category(c) not in UNSEEN), "")
    return unicodedata.normalize("NFKC", first)[:1] in FORMULA
