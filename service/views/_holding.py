"""Holds lines of an answer back while whoever asked does not take them.

Most HTTP libraries send a whole body before they read any of the answer. Of a body of many thousand articles the answer
is longer than what a connection keeps, and both ends would wait for each other: we until a line is taken, they until
the rest of the body is.
"""

import select
import socket
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from tempfile import SpooledTemporaryFile

IN_MEMORY = 2**20  # bytes; more goes to a file that nobody else sees
MOST = 2**28  # bytes that are held; whoever has that many untaken sends no more until they take some
PIECE = 2**14  # bytes of an answer that are sent at a time


def held_back(lines: Iterable[str], taken: Callable[[], bool]) -> Iterator[bytes]:
    """The lines as bytes: each at once while they are `taken`, and else when they are, or at the end."""
    with SpooledTemporaryFile(IN_MEMORY) as held:
        read = written = 0
        for line in lines:
            held.seek(written)
            written += held.write(line.encode())
            held.seek(read)
            while read < written and (taken() or written - read > MOST):
                read += len(piece := held.read(PIECE))
                yield piece
            if read == written:
                read = written = 0
                held.seek(0)
                held.truncate()
        held.seek(read)
        yield from iter(partial(held.read, PIECE), b"")


def takes(sock: socket.socket | None) -> Callable[[], bool]:
    """Whether a connection has room for a line; always, where a server does not tell which one it is."""
    if sock is None:
        return lambda: True
    room = select.poll()
    room.register(sock, select.POLLOUT)
    return lambda: bool(room.poll(0))
