"""However a text is made, coding it takes time in proportion to its length at most, and parsing has a bound."""

from datetime import date

import pytest

from bench import hostile
from bench.lengths import seconds
from service import gate
from service.records import Article

pytestmark = pytest.mark.model

SHORT, FACTOR = 25_000, 4
LINEAR = 6  # times as long for a text four times as long; a quadratic step takes sixteen
TRIES = 3  # the machine may be busy with something else
TEXTS = hostile.texts()
KINDS = ("tolls", "triggers", "toponyms", "days", "newlines", "killed apart", "one sentence", "names apart", "one word")


@pytest.mark.parametrize("kind", KINDS)
def test_time_grows_with_length_and_no_faster(pipeline, kind):
    short, long = TEXTS[kind](SHORT), TEXTS[kind](FACTOR * SHORT)
    ratios = []
    for _ in range(TRIES):
        once = seconds(pipeline, short)
        ratios.append(seconds(pipeline, long) / once)
        if ratios[-1] < LINEAR:
            return
    pytest.fail(f"{kind}: {FACTOR} times the length took {min(ratios):.1f} times as long")


@pytest.mark.parametrize("kind", ["prose", "one sentence", "tolls apart"])
def test_so_much_is_parsed_and_no_more(pipeline, kind):
    text = TEXTS[kind](100_000)
    with pipeline.article_memory():
        (reading,) = pipeline.read([Article("a", text, date(2026, 3, 5))])
        parsed = [sentence for sentence in reading.sentences if sentence.parsed]
    assert 0 < len(parsed) <= gate.PARSED
    assert sum(sentence.end - sentence.start for sentence in parsed) <= gate.PARSED_CHARS


def test_a_hundred_thousand_characters_are_as_long_as_asked():
    assert {name for name, make in TEXTS.items() if len(make(5_000)) != 5_000} == set()
