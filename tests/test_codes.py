"""Codes of other schemes: the default of the type, or what the sentence says."""

import pytest

from schemas import vocabulary
from service import codes


@pytest.mark.parametrize("kind", vocabulary.event_types())
def test_every_code_is_a_string_that_the_row_lists_or_a_rule_gives(kind):
    for scheme, code in codes.by_words(kind, "").items():
        assert isinstance(code, str)
        assert code in vocabulary.event_types()[kind].codes[scheme]


@pytest.mark.parametrize(
    ("words", "acled"),
    [
        ("Police fired live rounds at protesters, killing two.", "Protests>Excessive force against protesters"),
        ("Police used tear gas to disperse a rally.", "Protests>Protest with intervention"),
    ],
)
def test_force_against_a_protest(words, acled):
    assert codes.by_words("protest-repressed", words)["acled"] == acled
