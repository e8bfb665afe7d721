"""The rows of the vocabulary files: read once, held to their shape, named when they are bad."""

import pytest

from schemas import vocabulary

ROW = {"id": "picnic", "label": "Picnic", "category": "other", "tier": 3}


@pytest.fixture
def read(monkeypatch):
    """event_types() of a file that holds these rows."""

    def read(*rows):
        content = {"category": [{"id": "other", "label": "Other"}], "type": list(rows)}
        monkeypatch.setattr(vocabulary, "_read", lambda name: content)
        vocabulary.event_types.cache_clear()
        return vocabulary.event_types()

    yield read
    vocabulary.event_types.cache_clear()


def test_a_new_type_is_one_row(read):
    kind = read({**ROW, "codes": {"cap": "Other"}, "triggers": [{"match": "picnics?", "weight": 0.8}]})["picnic"]
    assert kind.codes["cap"] == ("Other",)
    assert kind.triggers[0]["match"] == "picnics?"
    assert kind.look_alikes == ()


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({key: value for key, value in ROW.items() if key != "label"}, "label"),
        ({**ROW, "category": "leisure"}, "no category leisure"),
        ({**ROW, "triggers": [3]}, "picnic"),
    ],
)
def test_a_bad_row_is_named(read, row, named):
    with pytest.raises(vocabulary.VocabularyError, match=r"event_types\.toml, type 1 \(picnic\)") as error:
        read(row)
    assert named in str(error.value)


def test_a_type_that_is_there_twice_is_refused(read):
    with pytest.raises(vocabulary.VocabularyError, match="twice"):
        read(ROW, ROW)


@pytest.mark.parametrize("kind", vocabulary.event_types().values(), ids=lambda kind: kind.id)
def test_rows_are_weighed_and_have_no_unknown_keys(kind):
    for trigger in kind.triggers:
        assert set(trigger) <= {"match", "weight", "needs", "beside"}
        assert 0 < trigger["weight"] < 1
    for rule in kind.code_rules:
        assert set(rule) == {"scheme", "code", "match"}


def test_lists_of_values():
    assert "drone" in vocabulary.names("weapons")
    assert vocabulary.category_labels()["accident"] == "Accident"
