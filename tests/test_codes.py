"""Codes of other schemes: the default of the type, or what the sentence says."""

from datetime import date

import pytest

from schemas import vocabulary
from service import codes, frames, triggers
from service.records import Article


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


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "modality", "plover", "cameo"),
    [
        ("The president met the Turkish prime minister in Oslo.", "occurred", "CONSULT", "040"),
        ("The president will meet the Turkish prime minister in Oslo.", "planned", "AGREE", "036"),
        ("The president must meet the rebel leaders.", "hypothetical", "REQUEST", "040"),
        ("The government threatened to impose sanctions on the islands.", "threatened", "THREATEN", "130"),
        ("The government imposed sanctions on the islands.", "occurred", "SANCTION", "163"),
    ],
)
def test_codes_that_know_no_modality_follow_it(pipeline, text, modality, plover, cameo):
    reading = pipeline.read([Article("a", text, date(2026, 4, 1))], everything=True)[0]
    told = [trigger for trigger in triggers.find(reading) if trigger.modality == modality]
    found = [
        codes.of(frame, reading)
        for frame in frames.build(told, {}, reading)
        if frame.type in ("talks", "sanction") and frame.modality == modality
    ]
    assert [(code["plover"].split("/")[0], code["cameo"]) for code in found] == [(plover, cameo)]
