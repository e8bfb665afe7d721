"""Chooses the media type of an answer from the Accept header (RFC 9110, 12.5.1)."""

from werkzeug.datastructures import MIMEAccept

from service.errors import NotAcceptable


def choose(accept: MIMEAccept, offers: list[str]) -> str:
    """The offer that is wanted most; among equals the first. Raises NotAcceptable (406) if none will do.

    Each offer gets the quality of the most specific range that covers it, so that "text/html, */*;q=0.1" is a browser.
    No Accept header, or one that says nothing, takes anything.
    """
    ranges = [(*_range(value), quality) for value, quality in accept]
    if not ranges:
        return offers[0]
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptable(f"this can be had as {', '.join(offers)}")
    return best


def _quality(offer, ranges):
    kind, finer = offer.split("/")
    covering = [
        ((asked_kind != "*") + (asked_finer != "*"), quality)
        for asked_kind, asked_finer, quality in ranges
        if asked_kind in ("*", kind) and asked_finer in ("*", finer)
    ]
    return max(covering)[1] if covering else 0.0


def _range(value):
    """("text", "html") of "text/html;level=1"; a lone "*", which some clients send, is "*/*"."""
    kind, _, finer = value.partition(";")[0].strip().lower().partition("/")
    return kind, finer or kind
