"""Turns a page of HTML into the members of an article: trafilatura finds the text, the page states the rest.

Offsets of evidence point into that text, which is stored; of such an article we say `text_basis: extracted`.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from service import _page_size, lexicon
from service.errors import BadText
from service.text import compose

EXTRACTED = "extracted"
SHORTEST = "50"  # characters of an article; of what is shorter, all that stands on the page would be taken
STATED = "(@property=$name or @name=$name or @itemprop=$name)"


def members(page: str) -> dict:
    """{text, and title, publisher, licence, published where the page states them}.

    Not its url, which is what makes one article a version of another: any page could name somebody else's.

    Raises BadText (422) for a page with no article in it, and TooLong (413) for one that has too much in it.
    """
    import trafilatura  # half a second and ten packages, for those who send pages

    tree = _parsed(compose(page, "page"))
    found = {"published": _published(tree)}  # first: what is not text is cut out of the tree
    kept = {"include_comments": False, "include_tables": False, "config": _settings()}
    document = trafilatura.bare_extraction(tree, with_metadata=True, **kept)
    if document is None or not (document.text or "").strip():
        raise BadText("no article was found in the page")
    found |= {"title": document.title, "publisher": document.sitename, "licence": document.license}
    found["text"] = _without_headline(document.text, document.title)
    return {name: said for name, said in found.items() if said}


def _parsed(page):
    _page_size.check_source(page)
    try:
        tree = document_fromstring(page.encode(), parser=HTMLParser(encoding="utf-8"))
    except ParserError as error:
        raise BadText("the page is empty") from error
    _page_size.check_tree(tree)
    _blank_controls(tree)
    return tree


def _blank_controls(tree):
    """A reference such as &#8; is a control character only now, and trafilatura would give the whole page up for it."""
    for node in tree.iter():
        if node.tail:
            node.tail = compose(node.tail, "page")
        if isinstance(node, HtmlElement):
            if node.text:
                node.text = compose(node.text, "page")
            for name, value in node.items():
                node.set(name, compose(value, "page"))


def _without_headline(text, title):
    """The headline stands above the text of most pages, and again in what they say of themselves."""
    first, _, rest = text.partition("\n")
    return rest.lstrip() if title and rest.strip() and first.split() == title.split() else text


def _published(tree: HtmlElement) -> str | None:
    """The day, or the moment, in ISO 8601, at which the page says that it was published."""
    for said in (*_in_markup(tree), *_in_json(tree)):
        try:
            moment = datetime.fromisoformat(said.strip())
        except ValueError:
            continue
        return moment.isoformat() if moment.tzinfo else moment.date().isoformat()
    return None


def _in_markup(tree) -> Iterator[str]:
    for name in _table()["names"]:
        for element in tree.xpath(f"//meta[{STATED}] | //time[{STATED}]", name=name):
            yield element.get("content") or element.get("datetime") or ""


def _in_json(tree) -> Iterator[str]:
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            yield from _dates(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue


def _dates(said) -> Iterator[str]:
    if isinstance(said, list):
        for part in said:
            yield from _dates(part)
    elif isinstance(said, dict):
        if str(said.get("@type")).strip("[]'").endswith(tuple(_table()["types"])):
            yield str(said.get(_table()["member"]) or "")
        yield from _dates(said.get("@graph") or [])


@cache
def _settings():
    from trafilatura.settings import use_config

    settings = use_config()
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = SHORTEST
    return settings


@cache
def _table():
    return lexicon.table("pages")["published"]
