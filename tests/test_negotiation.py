"""The Accept header decides, quality by quality, the most specific range first."""

import pytest
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from service.errors import NotAcceptable
from service.negotiation import choose

JSON, JSONLD, HTML = OFFERS = ["application/json", "application/ld+json", "text/html"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def chosen(header):
    return choose(parse_accept_header(header, MIMEAccept), OFFERS)


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("*", JSON),
        ("*; q=.2", JSON),
        ("application/*", JSON),
        ("text/*", HTML),
        (BROWSER, HTML),
        ("application/ld+json", JSONLD),
        ("APPLICATION/LD+JSON", JSONLD),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSONLD),
        ("application/json;q=0.5, application/ld+json", JSONLD),
        ("application/json;q=0.5, application/ld+json;q=0.4", JSON),
        ("text/html;q=0.3, application/*;q=0.3", JSON),
        ("*/*, application/json;q=0.1", JSONLD),
        ("*/*;q=0.9, application/json;q=0, application/ld+json;q=0", HTML),
        ("image/png, */*;q=0.1", JSON),
    ],
)
def test_chosen(header, media_type):
    assert chosen(header) == media_type


@pytest.mark.parametrize("header", ["image/png", "*/*;q=0", "application/json;q=0", "text/csv, image/*"])
def test_nothing_fits(header):
    with pytest.raises(NotAcceptable) as refused:
        chosen(header)
    assert JSONLD in str(refused.value)
