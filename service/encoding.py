"""Chooses the content coding of an answer from the Accept-Encoding header (RFC 9110, 12.5.3), and compresses."""

import gzip

import brotli
from werkzeug.datastructures import Accept

IDENTITY = "identity"
CODINGS = {  # the first is taken where several are liked as much
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
LEAST = 256  # bytes: what is shorter gains nothing


def choose(accept: Accept) -> str:
    """The coding that is liked best and that we have; nothing is asked for by no header.

    >>> from werkzeug.http import parse_accept_header
    >>> [choose(parse_accept_header(said)) for said in ("gzip, br", "br;q=0.5, gzip", "gzip;q=0", "deflate", "*")]
    ['br', 'gzip', 'identity', 'identity', 'br']
    """
    named = {name.lower(): quality for name, quality in accept}
    qualities = {coding: named.get(coding, named.get("*", 0)) for coding in CODINGS}
    best = max(qualities, key=qualities.__getitem__)
    return best if qualities[best] > 0 and qualities[best] >= named.get(IDENTITY, 0) else IDENTITY


def encoded(body: bytes, coding: str) -> tuple[bytes, str]:
    """The body in a coding, and the coding that it really has: short ones stay as they are."""
    if coding == IDENTITY or len(body) < LEAST:
        return body, IDENTITY
    return CODINGS[coding](body), coding
