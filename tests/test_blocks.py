"""Blocks: what is alike shares one whatever the day, and a batch is grouped by no more than that."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from service import merge
from service.merge import batch
from service.records import Article
from tests.tellings import report

START = date(2026, 1, 1)
NUMBERS = st.integers(0, 800)


def sketch(name="a1", *, day=0, published=0, words="ferry capsized off Marrow", **fields):
    """A report of a road crash near Lom, of an article of these words."""
    when = (START + timedelta(day)).isoformat()
    place = {"name": "Lom", "precision": "city", "role": "site", "latitude": 61.8, "longitude": 8.6}
    told = report(
        when={"start": when, "end": when, "date": when, "precision": "day"},
        where=[{**place, "country_iso3": "NOR", "admin1": "Innlandet"}],
    )
    source = Article(name, words, START, published=(published is not None and START + timedelta(published)) or None)
    return {**merge.sketch(told, merge.profile(source), source, main=True), **fields}


def shared(one, other):
    return set(merge.keys(one)) & set(merge.keys(other))


# -- windows


@given(NUMBERS, st.integers(0, 4))
def test_articles_within_days_of_each_other_share_a_rare_word(first, gap):
    one = sketch("a1", published=first, days=None)
    assert shared(one, sketch("a2", published=first + gap, days=None))


@given(NUMBERS, st.integers(0, 1), st.booleans())
def test_events_within_a_day_of_each_other_share_a_place(first, gap, is_later):
    days = (first, first + gap) if is_later else (first + gap, first)
    one, other = (sketch(f"a{n}", day=day, words=f"{n * 111}") for n, day in enumerate(days, 1))
    assert shared(one, other)


@given(NUMBERS, st.integers(16, 400))
def test_what_is_weeks_apart_shares_nothing(first, gap):
    one = sketch("a1", day=first, published=first)
    assert not shared(one, sketch("a2", day=first + gap, published=first + gap))


# -- which


def test_common_words_make_no_block():
    names = merge.keys(sketch(words="The ferry left the city, officials said", days=None))
    assert any("ferry" in name for name in names)
    assert not any(" said " in name or " city " in name for name in names)


def test_a_report_without_a_day_is_known_by_words_and_by_the_day_that_it_came_in():
    names = merge.keys(sketch(published=None, days=None))
    assert names
    assert names == merge.keys(sketch(published=0, days=None))


def test_what_is_of_no_type_is_not_known_by_its_place():
    crash, other = (sketch(words="11", type=kind) for kind in ("road-crash", "other"))
    assert any(name.startswith("e accident NOR Innlandet ") for name in merge.keys(crash))
    assert merge.keys(other) == []


def test_another_family_or_another_division_is_another_block():
    crash = sketch("a1", words="11")
    assert shared(crash, sketch("a2", words="22"))
    assert not shared(crash, sketch("a2", words="22", family="talks"))
    assert not shared(crash, sketch("a2", words="22", spots=[[61.8, 8.6, "NOR", "Viken"]]))


def test_there_are_few_however_long_the_event():
    first = START.toordinal()
    words = " ".join(f"Name{number}a rare{number}b" for number in range(400))
    assert len(merge.keys(sketch(words=words, days=[first, first + 5_000]))) < 100


# -- grouped by blocks alone

MARROW = "The ferry Silver Heron capsized off Marrow on Thursday, drowning nine, the Port Ansel coastguard said."
EVENTS = {
    "ferry": [MARROW, f"{MARROW} Divers searched on.", f"Divers searched on. {MARROW}"],
    "strike": ["Bakers of Quillon walked out over wages, guild steward Oma Pell said."],
}


@settings(max_examples=20, deadline=None)
@given(NUMBERS, st.randoms(use_true_random=False))
def test_a_batch_is_grouped_alike_whatever_comes_first(first, chance):
    told = [(f"{event}-{n}", text) for event, texts in EVENTS.items() for n, text in enumerate(texts)]
    sketches = [((name, 0), sketch(name, day=first, published=first, words=text)) for name, text in told]
    chance.shuffle(sketches)
    assert batch.group(dict(sketches)) == {
        ("ferry-0", 0): ("ferry-0", 0),
        ("ferry-1", 0): ("ferry-0", 0),
        ("ferry-2", 0): ("ferry-0", 0),
        ("strike-0", 0): ("strike-0", 0),
    }
