"""Records as CSV with a row of HXL hashtags under the names: the tags that humanitarian data carry.

At an address of its own, since that row would break every typed reader of the plain CSV.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from schemas.columns import columns
from service.formats import csv_
from service.formats._feed import Feed

LABEL, SUFFIX = "CSV with HXL tags", "hxl.csv"
MEDIA_TYPE = csv_.MEDIA_TYPE


def render(events: Iterable[dict], feed: Feed) -> Iterator[bytes]:
    """The rows, one at a time, after a row of names and a row of tags."""
    return _tagged(csv_.render(events, feed), feed)


def stored(lines: Iterable[str], feed: Feed) -> Iterator[bytes]:
    """The same of rows that `csv_.line` made."""
    return _tagged(csv_.stored(lines, feed), feed)


def _tagged(rows, feed):
    known = columns()
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\r\n").writerow([known[name].hxl for name in csv_.chosen(feed.fields)])
    yield next(rows) + row.getvalue().encode()
    yield from rows
