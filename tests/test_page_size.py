"""A page that would be worked on for many seconds is refused with the bound that it breaks; one of news never is."""

import pytest

from service import _page_size, page
from service.errors import TooLong

TEXT = "<p>A ferry capsized off Apia on Monday, killing four people, police said.</p>"
MANY = {
    "line ends": ("x<br>" * 200_000, "elements; at most 20,000"),
    "paragraphs that are not closed": ("<p>" * 200_000, "elements; at most 20,000"),
    "comments": ("<!-- x -->" * 20_000, "elements; at most 20,000"),
    "links in one paragraph": ("<p>" + "<a href=x>y</a> " * 2_001, "2,001 elements in one paragraph; at most 2,000"),
    "attributes": (f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>", "attributes in one element; at most 5,000"),
    "attributes that a parser can take": (f"<p {' '.join(f'a{n}' for n in range(1_001))}>", "1,001 attributes"),
    "attributes with quotes": (
        "<p a='>' b=\">\" c = '\"' " + " ".join(f"a{n}" for n in range(1_001)) + ">",
        "1,004 attr",
    ),
}


@pytest.mark.parametrize(("hostile", "said"), MANY.values(), ids=MANY)
def test_what_is_too_much(hostile, said):
    with pytest.raises(TooLong, match=said) as refused:
        page.members(f"<html><body>{TEXT}{hostile}")
    assert refused.value.status == 413


def test_what_a_parser_cannot_take_is_told_before_it_is_parsed():
    with pytest.raises(TooLong):
        _page_size.check_source("<p " + " ".join(f"a{n}=1" for n in range(5_001)))


LARGE = {
    "a live page": "<div><h2>Update</h2><p>Police <b>said</b> <a href='/x'>so</a>.</p></div>" * 3_000,
    "a long paragraph": "<p>" + "<a href='/x'>Name</a> " * 1_900 + "</p>",
    "a script": "<script>for (i=0; i<n; i++) {" + "x[i] = 0; " * 1_600 + "}</script>",
}


@pytest.mark.parametrize("large", LARGE.values(), ids=LARGE)
def test_a_large_page_is_read(large):
    assert "ferry capsized" in page.members(f"<html><body><article>{TEXT}{large}</article>")["text"]
