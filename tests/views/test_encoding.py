"""Answers come compressed to those who take it so, each coding with an ETag of its own."""

import gzip

import brotli
import pytest

from service import encoding

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
PATHS = ["/events", "/", "/feeds/events.csv", "/feeds/events.atom", "/openapi.json"]


@pytest.fixture(autouse=True)
def told(put):
    for text in ("A bus overturned near Lom", "A ferry capsized off Apia", "A hall burned down in Vidin"):
        put(text, ("road-crash", text))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("deflate", None),
        ("gzip;q=0, br;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("", None),
    ],
)
def test_the_coding_that_is_asked_for(client, path, asked, given):
    plain = client.get(path)
    response = client.get(path, headers={"Accept-Encoding": asked})
    assert response.headers.get("Content-Encoding") == given
    assert DECODERS[given](response.data) == plain.data
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize("path", PATHS)
def test_each_coding_has_a_tag_of_its_own(client, path):
    tags = {asked: client.get(path, headers={"Accept-Encoding": asked}).headers["ETag"] for asked in ("br", "gzip", "")}
    assert len(set(tags.values())) == 3
    for asked, tag in tags.items():
        for other in tags:
            again = client.get(path, headers={"Accept-Encoding": other, "If-None-Match": tag})
            assert again.status_code == (304 if asked == other else 200)


def test_the_same_bytes_each_time():
    body = b"a line of text\n" * 100
    for coding in encoding.CODINGS:
        assert encoding.encoded(body, coding) == encoding.encoded(body, coding)


def test_what_is_short_stays_as_it_is():
    assert encoding.encoded(b"short", "br") == (b"short", "identity")
