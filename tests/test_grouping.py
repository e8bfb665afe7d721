"""Grouping: blind to order, true to what persons say, no two reports of one article, no chains."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import merge
from service.merge import grouping

LEAST = 0.6


@st.composite
def likenesses(draw, least=2):
    """Ids, some of one article, and how like each pair is: many equal, so that order could tell."""
    ids = sorted(draw(st.sets(st.tuples(st.sampled_from("abcd"), st.integers(0, 2)), min_size=least, max_size=8)))
    degrees = st.sampled_from([0.0, 0.2, 0.6, 0.8, 0.8, 1.0])
    return ids, {pair: draw(degrees) for pair in combinations(ids, 2)}


def pairs(of, most=3):
    return st.lists(
        st.tuples(st.sampled_from(of), st.sampled_from(of)).filter(lambda it: it[0] != it[1]), max_size=most
    )


def listed(scores):
    return [(*pair, score) for pair, score in scores.items()]


def all_of(ids, score):
    return [(one, other, score) for one, other in combinations(ids, 2)]


def home(groups):
    return {each: number for number, members in enumerate(groups) for each in members}


# -- properties


@settings(deadline=None)
@given(likenesses(), st.data())
def test_order_changes_nothing(given_likenesses, data):
    ids, scores = given_likenesses
    together, apart = data.draw(pairs(ids)), data.draw(pairs(ids))
    expected = merge.group(ids, listed(scores), together=together, apart=apart)
    turned = {
        (other, one) if data.draw(st.booleans()) else (one, other): score for (one, other), score in scores.items()
    }
    again = merge.group(
        data.draw(st.permutations(ids)),
        listed(turned),
        together=[data.draw(st.permutations(pair)) for pair in data.draw(st.permutations(together))],
        apart=[data.draw(st.permutations(pair)) for pair in data.draw(st.permutations(apart))],
    )
    assert again == expected


@settings(deadline=None)
@given(likenesses())
def test_every_report_is_in_one_group(given_likenesses):
    ids, scores = given_likenesses
    groups = merge.group(ids, listed(scores))
    assert sorted(each for members in groups for each in members) == ids
    assert groups == sorted(sorted(members) for members in groups)


@settings(deadline=None)
@given(likenesses())
def test_no_two_of_one_article_are_joined(given_likenesses):
    ids, scores = given_likenesses
    for members in merge.group(ids, listed(scores)):
        articles = [article for article, _ in members]
        assert len(articles) == len(set(articles))


@settings(deadline=None)
@given(likenesses(), st.data())
def test_what_persons_say_holds(given_likenesses, data):
    ids, scores = given_likenesses
    together, apart = data.draw(pairs(ids)), data.draw(pairs(ids))
    found = home(merge.group(ids, listed(scores), together=together, apart=apart))
    said = home(grouping.group(ids, [], LEAST, together=together))
    assert all(found[one] == found[other] for one, other in together)
    assert all(found[one] != found[other] for one, other in apart if said[one] != said[other])


@settings(deadline=None)
@given(likenesses())
def test_a_group_is_alike_on_average(given_likenesses):
    ids, scores = given_likenesses
    for members in grouping.group(ids, listed(scores), LEAST):
        alike = [scores[pair] for pair in combinations(members, 2)]
        assert not alike or sum(alike) / len(alike) >= LEAST - 1e-9


# -- examples


def test_what_is_alike_is_joined():
    scores = {(("a", 0), ("b", 0)): 0.9, (("b", 0), ("c", 0)): 0.1, (("a", 0), ("c", 0)): 0.1}
    assert merge.group([("c", 0), ("b", 0), ("a", 0)], listed(scores)) == [[("a", 0), ("b", 0)], [("c", 0)]]


def test_a_chain_does_not_run_together():
    beads = range(12)
    groups = grouping.group(beads, [(one, one + 1, 0.9) for one in beads[:-1]], LEAST)
    assert [len(members) for members in groups] == [2] * 6


def test_a_report_like_one_member_and_unlike_the_rest_stays_out():
    scores = {(1, 2): 0.95, (1, 3): 0.95, (2, 3): 0.95, (3, 4): 0.9}
    assert grouping.group([1, 2, 3, 4], listed(scores), LEAST) == [[1, 2, 3], [4]]


def test_a_person_may_join_two_of_one_article():
    one, other = ("a", "shooting"), ("a", "protest")
    assert merge.group([one, other], [(one, other, 1.0)]) == [[other], [one]]
    assert merge.group([one, other], [], together=[(one, other)]) == [[other, one]]


def test_a_person_keeps_apart_what_is_alike():
    alike = [("a", 0), ("b", 0), ("c", 0)]
    assert len(merge.group(alike, all_of(alike, 1.0))) == 1
    groups = merge.group(alike, all_of(alike, 1.0), apart=[(("a", 0), ("c", 0))])
    assert len(groups) == 2
    assert home(groups)["a", 0] != home(groups)["c", 0]


def test_of_what_persons_say_both_ways_together_holds():
    pair = (("a", 0), ("b", 0))
    assert merge.group(pair, [], together=[pair], apart=[pair]) == [list(pair)]


def test_what_persons_say_of_reports_that_are_gone_is_passed_over():
    gone = [(("a", 0), ("z", 9))]
    assert merge.group([("a", 0)], [], together=gone, apart=gone) == [[("a", 0)]]


@pytest.mark.parametrize("score", [0.59, 0.6])
def test_the_threshold_is_enough(score):
    assert len(grouping.group([1, 2], [(1, 2, score)], LEAST)) == (1 if score >= LEAST else 2)
