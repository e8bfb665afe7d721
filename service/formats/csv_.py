"""Records as CSV (RFC 4180): one row per event, columns that are only ever added to, nothing that a spreadsheet runs.

A cell of text that begins like a formula (= + - @, their full-width forms, after blanks, too) gets a leading "'".
Numbers are never touched; `raw` leaves text as it is; `bom` is for Excel before 2016.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator

from schemas.derive import COLUMNS, flatten
from service.formats._feed import Feed, clean, one_line, source_url

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
FORMULA = frozenset("=+-@\t\r\n")
UNSEEN = ("Cf", "Mn", "Me", "Zs")  # categories of characters that a spreadsheet may skip


def render(events: Iterable[dict], feed: Feed, *, raw: bool = False, bom: bool = False) -> Iterator[bytes]:
    """The rows, one at a time, after a row of names."""
    line = csv.writer(_Echo(), lineterminator="\r\n").writerow
    yield ("\ufeff" if bom else "").encode() + line(COLUMNS).encode()
    for record in events:
        row = flatten(record)
        if record.get("sources"):
            row["source_url"] = source_url(record["sources"][0], feed.public_url)
        yield line([_cell(row[name], is_text, raw) for name, is_text in COLUMNS.items()]).encode()


class _Echo:
    """A file for csv.writer, whose writerow returns what write does."""

    def write(self, line):
        return line


def _cell(value, is_text, raw):
    if value is None:
        return ""
    if not is_text:
        return _number(value)
    text = one_line(value)
    return text if raw or not _runs(str(value), text) else f"'{text}"


def _number(value):
    """At most five places, and no exponent: 1e-05 would be text to some."""
    return f"{value:.5f}".rstrip("0").rstrip(".") if isinstance(value, float) else clean(value)


def _runs(value, text):
    """Whether a spreadsheet might take it for a formula."""
    if value[:1].isalnum():
        return False
    if value[:1] in FORMULA:
        return True
    first = next((c for c in text if unicodedata.category(c) not in UNSEEN), "")
    return unicodedata.normalize("NFKC", first)[:1] in FORMULA
