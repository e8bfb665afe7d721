"""Moments as the store keeps them, microseconds since 1970, and as records and callers have them."""

from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (moment - EPOCH) // MICROSECOND


def at(moment: int) -> datetime:
    """The moment, in UTC."""
    return EPOCH + moment * MICROSECOND


def iso(moment: int) -> str:
    """The moment as records have it.

    >>> iso(1)
    '1970-01-01T00:00:00.000001Z'
    """
    return at(moment).isoformat(timespec="microseconds").replace("+00:00", "Z")


def stated(text: str | None) -> date | datetime | None:
    """A day, or a moment with its zone, as an article's `published` is kept."""
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
