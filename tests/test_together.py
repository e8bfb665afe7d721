"""Work that comes at one time is done together, by one thread at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.together import Together

PATIENCE = 20


class Held:
    """Work that waits to be let go on, and tells what it was given."""

    def __init__(self, most=100):
        self.begun, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        self.given, self.inside = [], threading.Lock()
        self.together = Together(self.work, size=len, most=most)

    def work(self, given):
        with self.inside:
            self.given.append(given)
            self.begun.release()
            assert self.go_on.acquire(timeout=PATIENCE)
            if "bad" in given:
                raise KeyError("bad")
            return [text.upper() for text in given]


@pytest.fixture
def threads():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def ask(held, threads, texts):
    """The first is begun; the others wait, in order."""
    told = [threads.submit(held.together.do, texts[0])]
    assert held.begun.acquire(timeout=PATIENCE)
    for number, text in enumerate(texts[1:], start=1):
        told.append(threads.submit(held.together.do, text))
        wait_for(lambda number=number: len(held.together._waiting) == number)
    return told


def wait_for(holds):
    until = threading.Event()
    for _ in range(PATIENCE * 200):
        if holds():
            return
        until.wait(0.005)
    raise AssertionError("it did not come about")


def test_who_comes_alone_waits_for_nobody():
    held = Held()
    held.go_on.release()
    assert held.together.do("one") == "ONE"


def test_who_waits_is_served_together_and_each_has_their_own(threads):
    held = Held()
    told = ask(held, threads, ["one", "two", "three", "four"])
    held.go_on.release(2)
    assert [each.result(PATIENCE) for each in told] == ["ONE", "TWO", "THREE", "FOUR"]
    assert held.given == [["one"], ["two", "three", "four"]]


def test_what_is_too_much_at_once_is_done_by_those_who_wait_on(threads):
    held = Held(most=8)
    told = ask(held, threads, ["one", "two", "three", "a very long text", "six"])
    held.go_on.release(4)
    assert [each.result(PATIENCE) for each in told] == ["ONE", "TWO", "THREE", "A VERY LONG TEXT", "SIX"]
    assert held.given == [["one"], ["two", "three"], ["a very long text"], ["six"]]


def test_a_failure_is_told_to_those_it_is_of_and_to_no_others(threads):
    held = Held()
    told = ask(held, threads, ["one", "bad", "two"])
    held.go_on.release(3)
    assert told[0].result(PATIENCE) == "ONE"
    for each in told[1:]:
        with pytest.raises(KeyError):
            each.result(PATIENCE)
    assert held.together.do("three") == "THREE"


def test_what_has_no_size_is_refused_and_keeps_nobody_waiting():
    held = Held()
    with pytest.raises(TypeError):
        held.together.do(None)
    held.go_on.release()
    assert held.together.do("one") == "ONE"


def test_what_one_thread_asks_for_at_once_is_done_together_and_no_more_at_a_time_than_may_be(threads):
    held = Held(most=8)
    held.go_on.release(2)
    assert held.together.do_all(["one", "two", "three"]) == ["ONE", "TWO", "THREE"]
    assert held.given == [["one", "two"], ["three"]]
    assert held.together.do_all([]) == []


def test_what_one_thread_asks_for_waits_for_what_came_before_and_lets_others_in(threads):
    held = Held(most=8)
    first = threads.submit(held.together.do, "one")
    assert held.begun.acquire(timeout=PATIENCE)
    many = threads.submit(held.together.do_all, ["two", "three", "four"])
    wait_for(lambda: len(held.together._waiting) == 3)
    last = threads.submit(held.together.do, "five")
    wait_for(lambda: len(held.together._waiting) == 4)
    held.go_on.release(3)
    assert (first.result(PATIENCE), many.result(PATIENCE), last.result(PATIENCE)) == (
        "ONE",
        ["TWO", "THREE", "FOUR"],
        "FIVE",
    )
    assert held.given == [["one"], ["two", "three"], ["four", "five"]]


def test_of_many_a_failure_is_told_in_the_place_of_those_it_is_of():
    held = Held(most=7)
    held.go_on.release(2)
    told = held.together.do_all(["one", "bad", "two"])
    assert [type(each) for each in told] == [KeyError, KeyError, str]
