"""Golden cases: articles of our own on invented events, what they must say, and every rendering of it, compared whole.

A case is a folder with article.json (a body for POST /articles) and expected.json, written by hand: the facts that a
reader finds in the article. reports.json and events.<format> hold all that the service makes of it:
`make golden` writes them anew, and the difference is to be read before it is committed.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from service import coder, formats, ingest, intake
from service.pipeline import Pipeline
from service.store import Store
from service.store.engine import Connections

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/article.json"))
RECEIVED = date(2026, 12, 1)
SEEN = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"
THRESHOLD = 0.4


def article(case: str):
    """The article of a case."""
    sent = json.loads((FOLDER / case / "article.json").read_text(encoding="utf-8"))
    return intake.read(sent, received=RECEIVED, max_chars=100_000, name=case)


def renderings(case: str, pipeline: Pipeline, folder: Path) -> dict[str, bytes]:
    """File name -> what the service makes of the case: the reports, and its events in each format."""
    told = next(coder.code(pipeline, [article(case)]))
    reports, non_events = coder.published(told, THRESHOLD)
    line = {"id": case, "events": reports, "non_events": non_events}
    files = {"reports.json": (json.dumps(line, indent=2, ensure_ascii=False) + "\n").encode()}
    moment = int(SEEN.timestamp() * 1_000_000)
    store = Store(Connections(f"sqlite:///{folder}/{case}.db"), THRESHOLD, BASE, clock=lambda: moment)
    store.migrate(tag_authority="127.0.0.1")
    ingest.ingest(store, pipeline, article(case), seen=SEEN)
    for name in formats.FORMATS:
        files[f"events.{name}"] = formats.render(name, store)
    store.close()
    return files
