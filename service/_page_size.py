"""Says of a page of HTML whether it is too much to be worked on: its parser and trafilatura take time that grows with
the square of the attributes of one element, and of the elements in one paragraph.

All of these are far more than a page of news has, and so little that no page takes more than some three seconds.
"""

import re

from lxml.html import HtmlElement

from service.errors import TooLong

MOST_ELEMENTS = 20_000  # and comments
MOST_IN_PARAGRAPH = 2_000  # elements in one <p>
MOST_ATTRIBUTES = 1_000  # of one element
MOST_WORDS_IN_TAG = 5_000  # before the page is parsed, when what is in a script cannot be told from a tag

WORD = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""  # an attribute, with its value
TAG = re.compile(rf"<[a-z][^\s/>]*+((?:[\s/]*+{WORD})*+)", re.IGNORECASE)
WORDS = re.compile(WORD)


def check_source(page: str) -> None:
    """Raises TooLong (413) for a page that would take its parser too long."""
    for tag in TAG.finditer(page):
        if len(tag[1]) > MOST_WORDS_IN_TAG:
            _check(sum(1 for _ in WORDS.finditer(tag[1])), MOST_WORDS_IN_TAG, "attributes in one element")


def check_tree(tree: HtmlElement) -> None:
    """Raises TooLong (413) for a page that would take trafilatura too long."""
    _check(sum(1 for _ in tree.iter()), MOST_ELEMENTS, "elements")
    for element in tree.iter("*"):
        _check(len(element.attrib), MOST_ATTRIBUTES, "attributes in one element")
    for paragraph in tree.iter("p"):
        _check(sum(1 for _ in paragraph.iter()) - 1, MOST_IN_PARAGRAPH, "elements in one paragraph")


def _check(number, most, what):
    if number > most:
        raise TooLong(f"the page has {number:,} {what}; at most {most:,} are read")
