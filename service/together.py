"""Lets what several threads ask for at once be done together by one of them.

Who comes while nothing is being done does it at once. Who comes meanwhile waits, and the first of those does in its
turn what all of them ask for: the busier it is, the more is done at a time, and nobody ever waits for others to come.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Given, Done = TypeVar("Given"), TypeVar("Done")


class _Turn:
    """Something that is asked for, and whoever asks, who is told when it is done or theirs to do."""

    __slots__ = ("done", "failure", "given", "leads", "size", "told")

    def __init__(self, given, size):
        self.given, self.size, self.done, self.failure = given, size, None, None
        self.leads, self.told = False, threading.Event()


class Together(Generic[Given, Done]):
    """`work` does a list of what is given, in one thread at a time; of what is given together the sizes add up to no
    more than `most`, unless one alone is larger."""

    def __init__(self, work: Callable[[list[Given]], list[Done]], *, size: Callable[[Given], int], most: int):
        self._work, self._size, self._most = work, size, most
        self._lock = threading.Lock()
        self._waiting: list[_Turn] = []
        self._busy = False

    def do(self, given: Given) -> Done:
        """What comes of it. If the whole of the work raises, whoever had a part in it is told so."""
        (turn,) = self._through([given])
        if turn.failure is not None:
            raise turn.failure
        return turn.done

    def do_all(self, given: list[Given]) -> list[Done | Exception]:
        """What comes of each, or what the work that it had a part in raised."""
        turns = self._through(given)
        for turn in turns:
            if turn.failure is not None and not isinstance(turn.failure, Exception):
                raise turn.failure
        return [turn.done if turn.failure is None else turn.failure for turn in turns]

    def _through(self, given):
        """The turns, done: by this thread, where one of them is the first of those that wait."""
        turns = [_Turn(each, self._size(each)) for each in given]
        if not turns:
            return turns
        with self._lock:
            self._waiting += turns
            turns[0].leads = not self._busy
            self._busy = True
        for turn in turns:
            if not turn.leads:
                turn.told.wait()
            if turn.leads:
                self._lead()
        return turns

    def _lead(self):
        turns = self._taken()
        try:
            for turn, done in zip(turns, self._work([turn.given for turn in turns]), strict=True):
                turn.done = done
        except BaseException as failure:  # each raises it, this thread too
            for turn in turns:
                turn.failure = failure
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._busy = following is not None
        if following is not None:
            following.leads = True
            following.told.set()
        for turn in turns:
            turn.told.set()

    def _taken(self):
        """The turn of whoever leads, which is the first, and as many more as there is room for."""
        with self._lock:
            room, number = self._most, 0
            for turn in self._waiting:
                room -= turn.size
                if number and room < 0:
                    break
                number += 1
            turns, self._waiting = self._waiting[:number], self._waiting[number:]
        return turns
