"""The quick look at a report never lets through what the schema refuses, and knows every report that we make."""

import copy
import json
import random
from pathlib import Path

from schemas import ReportSchema, quick

SCHEMA = ReportSchema()
GOLDEN = Path(__file__).parent / "golden"
ODD = [None, "", "x" * 200, -1, 0, 7, 1.5, float("nan"), True, [], {}, [None], {"low": 3, "best": 2}, "2026-02-30"]


def reports():
    for path in sorted(GOLDEN.glob("*/reports.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        yield from (told if isinstance(told, list) else told["events"])


def spots(value):
    """(container, key) of everything inside a report."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in list(pairs):
        yield value, key
        if isinstance(part, dict | list):
            yield from spots(part)


def test_reports_are_known_by_sight():
    look = quick.look(SCHEMA)
    told = [report for report in reports() if not SCHEMA.validate(report)]
    assert len(told) > 5
    assert all(look(report) for report in told)


def test_what_the_schema_refuses_is_never_let_through():
    look, chance, refused = quick.look(SCHEMA), random.Random(7), 0
    for report in reports():
        for _ in range(40):
            changed = copy.deepcopy(report)
            container, key = chance.choice(list(spots(changed)))
            if chance.random() < 0.3:
                del container[key]
            elif isinstance(container, dict) and chance.random() < 0.2:
                container["unheard_of"] = 1
            else:
                container[key] = chance.choice(ODD)
            wrong = bool(SCHEMA.validate(changed))
            refused += wrong
            assert not (wrong and look(changed)), (key, container)
    assert refused > 50
