"""What the tests of formats share."""

import copy

import pytest

from service.formats import Feed
from tests.formats import BARE, RECORD, make_feed


@pytest.fixture
def record() -> dict:
    """A record with everything in it, to change at will."""
    return copy.deepcopy(RECORD)


@pytest.fixture
def bare() -> dict:
    """A record with nothing in it that may be absent."""
    return copy.deepcopy(BARE)


@pytest.fixture
def feed() -> Feed:
    """The same, for a test."""
    return make_feed()
