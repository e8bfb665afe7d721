"""Strict JSON: nothing that a reader of it could take in two ways, in time that grows with its length."""

import time

import pytest

from service.body import DEEPEST, json_object
from service.errors import BadArticle, BadBody


def test_an_object_is_read():
    assert json_object(' {"text": "Two \\"died\\" [[[[ }", "n": [1, {"a": null}]}\n') == {
        "text": 'Two "died" [[[[ }',
        "n": [1, {"a": None}],
    }


def test_brackets_in_strings_are_no_depth():
    assert json_object('{"text": "' + "[" * 1000 + '\\"' + "{" * 1000 + '"}')


@pytest.mark.parametrize("depth", [DEEPEST + 1, 1000, 100_000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_is_limited_whether_it_is_closed_or_not(depth, opening):
    with pytest.raises(BadBody, match="deep"):
        json_object(opening * depth)
    with pytest.raises(BadBody, match="deep"):
        json_object(opening * depth + "1" + ("]" if opening == "[" else "}") * depth)


def test_the_deepest_is_read():
    inner = DEEPEST - 1
    assert json_object('{"a":' + "[" * inner + "]" * inner + "}")


@pytest.mark.parametrize("text", ["", "nonsense", "{", '{"a": 1,}', "{'a': 1}", '{"a": 1} x', '{"a": "\x01"}', "]]]]"])
def test_what_is_not_json_is_told_where(text):
    with pytest.raises(BadBody, match=r"at character \d+"):
        json_object(text)


@pytest.mark.parametrize("text", ["[]", "1", '"text"', "null", "true"])
def test_only_an_object_is_an_article(text):
    with pytest.raises(BadArticle):
        json_object(text)


@pytest.mark.parametrize("bait", ['"\\', '"\\"', '"', "\\", '{"a":"', "[1,", '\\"'])
def test_no_text_takes_long(bait):
    started = time.monotonic()
    with pytest.raises((BadBody, BadArticle)):
        json_object('"' + bait * (1_200_000 // len(bait)))
    assert time.monotonic() - started < 5
