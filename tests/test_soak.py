"""What the soak sees: wrong answers, memory that grows, files that stay open, workers that die, lost articles."""

import random
from itertools import islice

import pytest

from bench import soak, visiting
from bench.soak import Held, growth, unsteady

STEADY = [Held(float(n), n * 100, 400.0 + n % 3, 200.0, 50, frozenset({1, 2})) for n in range(40)]


def but(one, **members):
    """The same with something else."""
    return Held(**{name: members.get(name, getattr(one, name)) for name in Held.__slots__})


def test_what_is_steady():
    assert list(unsteady(STEADY)) == []
    assert abs(growth(STEADY)) < 0.5


def test_what_is_full_by_the_middle_is_no_growth():
    filling = [but(one, pss=200.0 + min(number, 20) * 10) for number, one in enumerate(STEADY)]
    assert growth(filling) == 0
    assert list(unsteady(filling)) == []


def test_what_grows():
    leak = [but(one, pss=one.pss + one.articles / 1000 * 7) for one in STEADY]
    assert growth(leak) == pytest.approx(7, abs=0.5)
    assert [fault for fault in unsteady(leak) if "memory" in fault]
    assert list(unsteady(leak, judged=False)) == []
    files = [but(one, files=50 + number) for number, one in enumerate(STEADY)]
    assert [fault for fault in unsteady(files) if "files" in fault]
    died = [*STEADY[:-1], but(STEADY[-1], workers=frozenset({1, 3}))]
    assert [fault for fault in unsteady(died) if "died" in fault]


def test_articles_are_all_new_and_an_article_is_lent_once():
    known = visiting.Known()
    sent = [known.new() for _ in range(400)]
    assert len({article["url"] for article in sent}) == len({article["text"] for article in sent}) == 400
    known.taken.extend((article, str(number)) for number, article in enumerate(islice(sent, 3)))
    chance = random.Random(1)
    assert {known.borrowed(chance)[1] for _ in range(3)} == {"0", "1", "2"}
    assert known.borrowed(chance) is None


def test_an_answer_that_is_not_the_right_one():
    known = visiting.Known()
    known.tell("feed", 0.1, 200, (200, 304), b"")
    assert known.errors == []
    known.tell("feed", 0.1, 503, (200, 304), b"busy")
    assert known.errors == ["feed: 503 b'busy'"]


@pytest.mark.model
def test_a_short_soak(capsys):
    assert soak.main(["--seconds", "5", "--clients", "4"]) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "all is well" in said
    assert "0 of them wrong" in said
