"""Counts writes, by token and by address, and failed tries to be let in, by address: who writes too often is told when
to come again.

The header fields are RateLimit-Limit, -Remaining and -Reset, which clients know from drafts 0 to 6 of "RateLimit header
fields for HTTP", and from services that send them; the two structured fields that newer drafts have in their place are
read by hardly anybody yet. Retry-After is what all understand.
"""

import logging
import math
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from limits import parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from service.config import Config
from service.errors import BadSetting, TooOften

FAILURES = parse("30/minute")  # tries from one address with no token, or with one that is not known
TRIES = "tries without a token that is known here"
PATIENCE = 1  # seconds for a storage that is elsewhere
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """How far somebody is from their limit."""

    limit: int
    remaining: int
    reset: int  # seconds until all of it is there again

    @property
    def headers(self) -> dict[str, str]:
        """The header fields that tell it."""
        told = {"Limit": self.limit, "Remaining": self.remaining, "Reset": self.reset}
        return {f"RateLimit-{name}": str(value) for name, value in told.items()}


class Limits:
    """The counts. In memory they are those of one process; a storage that is shared has them for all of them."""

    def __init__(self, config: Config):
        self._writing = parse(config.rate_limit) if config.rate_limit else None
        shared = {} if config.rate_limit_storage.startswith("memory:") else _remote()
        try:
            self._storage = storage_from_string(config.rate_limit_storage, wrap_exceptions=True, **shared)
        except Exception as error:  # whatever the library of the storage makes of a bad address
            raise BadSetting(f"RATE_LIMIT_STORAGE: cannot be used ({type(error).__name__})") from None
        self._counts = FixedWindowRateLimiter(self._storage)

    def write(self, name: str, address: str, cost: int = 1) -> Standing | None:
        """Count a write, or with a cost of 0 only look. Raises TooOften, and says how far they are from it."""
        if self._writing is None:
            return None
        return self._count(self._writing, (("token", name), ("address", _network(address))), cost, "writes")

    def failed(self, address: str) -> None:
        """Count a try to be let in that has failed. Raises TooOften from the one that is too many."""
        self._count(FAILURES, (("failed", _network(address)),), 1, TRIES)

    def check_failed(self, address: str) -> None:
        """Raises TooOften for an address that has failed too often."""
        self._count(FAILURES, (("failed", _network(address)),), 0, TRIES, least=1)

    def _count(self, item, keys, cost, what, *, least=0):
        try:
            fits = all(self._counts.test(item, *key, cost=cost or least) for key in keys)
            if fits and cost:
                fits = all(self._counts.hit(item, *key, cost=cost) for key in keys)
            standings = [_standing(item, *self._counts.get_window_stats(item, *key)) for key in keys]
        except StorageError as error:  # tokens still say who may write
            log.error("writes are not counted: the storage of RATE_LIMIT_STORAGE is away (%s)", type(error).__name__)
            return None
        nearest = min(standings, key=lambda standing: (standing.remaining, -standing.reset))
        if not fits:
            raise TooOften(
                f"no more than {item.amount:,} {what} a {item.GRANULARITY.name}: try again in {nearest.reset} s",
                headers={"Retry-After": str(nearest.reset), **nearest.headers},
            )
        return nearest


def _standing(item, reset, remaining):
    return Standing(item.amount, max(0, remaining), max(1, math.ceil(reset - time.time())))


def _remote():
    """What makes a storage that hangs a short wait."""
    return {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "key_prefix": "dateline"}


def _network(address):
    """An IPv4 address, or the /64 of an IPv6 one, all of which one caller has."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    known = getattr(known, "ipv4_mapped", None) or known
    return str(known) if known.version == 4 else str(ip_network((known, 64), strict=False))
