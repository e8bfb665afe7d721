"""Anchors never lose a match: whatever a pattern matches holds one of them."""

import re

import pytest

from service import anchors, triggers


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("derail(?:ed|ment)", {"derailed", "derailment"}),
        ("m(?:et|eets?) a", {"met", "meet"}),
        ("(?:earth)?quakes?", {"quake"}),
        (r"car\s+bomb", {"bomb"}),
        ("fire|blaze", {"fire", "blaze"}),
        ("(?:a|of) b?", None),
        ("(?:bus|train){1,2} crash", {"crash"}),
    ],
)
def test_anchors(pattern, expected):
    found = anchors.of(pattern)
    assert (set(found) if found else None) == expected


def test_a_pattern_needs_all_its_words():
    sieve = anchors.Sieve(["(?:met|saw) the (?:king|queen)", "floods?", "a.b"])
    assert sieve.worth("The envoy met the queen") == [0, 2]
    assert sieve.worth("The envoy met the mayor") == [2]
    assert sieve.worth("FLOODING met by the king") == [0, 1, 2]


def test_every_match_of_every_row_holds_an_anchor():
    texts = [
        "Three missiles struck a school and militants killed nine soldiers in a fierce clash.",
        "Tens of thousands of workers went on strike; police fired tear gas at protesters.",
        "A magnitude 6.1 earthquake hit, a train derailed and a ferry capsized off the coast.",
        "The foreign minister met the envoy, rejected the plan and condemned new sanctions.",
    ]
    seen = 0
    for row in triggers.rows():
        needed = anchors.all_of(row.match.pattern)
        for text in texts:
            for match in re.finditer(row.match, text):
                seen += 1
                assert all(any(anchor in match[0].lower() for anchor in found) for found in needed), row.name
    assert seen > 10
