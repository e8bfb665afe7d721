"""A gunicorn worker in which a request has a thread only once it is all there.

gunicorn's own gives a connection a thread when its first byte has come, and the thread then waits for the rest as long
as it takes: four callers that send byte by byte are enough for nobody else to be answered. Here the loop that waits for
connections collects the head and the body, which costs a caller's own memory and time and nobody else's. Only a body
that says no length, or a large one, is read by a thread as it comes: by half of the threads at most, so that the others
answer meanwhile.
"""

import errno
import re
import selectors
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from http import HTTPStatus

from gunicorn.errors import ConfigError
from gunicorn.http.errors import ParseException
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from service import unreadable
from service.headers import new_request_id

END = b"\r\n\r\n"
LARGEST_HEAD = 64 * 2**10  # bytes
LARGEST_BODY = 2 * 2**20  # bytes of a body that is collected
MOST_HELD = 64 * 2**20  # bytes of all that are being collected
PIECE = 64 * 2**10
STREAMED = re.compile(rb"\r\n(?:transfer-encoding|expect)[ \t]*:", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*(?:(\d{1,15})[ \t]*(?=\r\n))?", re.IGNORECASE)  # "" of another
MANY = re.compile(rb"\r\ncontent-type:[ \t]*application/x-ndjson\b", re.IGNORECASE)
REASONS = {
    408: "the request did not come in time",
    431: "the head of the request is too long",
    503: "too much is coming in just now",
}


class Caller(TConn):
    """A connection, with what has come in on it."""

    def __init__(self, *args):
        super().__init__(*args)
        self.received = bytearray()
        self.waiting = False  # for more to come
        self.streams = False  # a thread reads the body as it comes
        self.last = False  # its answer is the last on this connection
        self.ended = False  # it has been answered for the last time

    def whole(self) -> int | None:
        """How many bytes the request has that can be given to a thread now; None if more must come."""
        head = self.received.find(END) + len(END)
        if head < len(END):
            return None
        told = bytes(self.received[: head - 2])
        lengths = LENGTH.findall(told)
        if STREAMED.search(told) or any(not each or int(each) > LARGEST_BODY for each in lengths):
            self.streams = True
            return len(self.received)
        size = head + (int(lengths[0]) if lengths else 0)
        return size if len(self.received) >= size else None


class Unhurried(SocketUnreader):
    """Reads from a connection for a thread: with a limit to each wait, and to the whole of all but many articles.
    Answers are written to it between reads, and have the limit that they had."""

    def __init__(self, sock, patience: float, until: float):
        super().__init__(sock)
        self.patience, self.until = patience, until

    def chunk(self, size_hint=None):
        """The next piece. Who has gone, or sends too slowly, has broken off: what they sent is not taken for whole."""
        before = self.sock.gettimeout()
        self.sock.settimeout(self.patience)
        try:
            if time.monotonic() < self.until and (data := super().chunk(size_hint)):
                return data
        except TimeoutError:
            pass
        finally:
            with suppress(OSError):  # they may have gone
                self.sock.settimeout(before)
        raise ConnectionResetError(errno.ECONNRESET, "it was broken off, or came too slowly")


class Receiver(ThreadWorker):
    """The worker; see above."""

    patience = 20.0  # seconds for a head and a body, and for each further piece of a long one
    long_patience = 120.0  # seconds for a long body that is one article
    taking_patience = 60.0  # seconds for a piece of an answer to be taken

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.most_streams = max(1, self.cfg.threads // 2)
        self.streams = 0
        self.queue: deque[Caller] = deque()  # those that would stream, too

    @classmethod
    def check_config(cls, cfg, log):
        """What comes in is looked at here, and so TLS has to end before it."""
        super().check_config(cfg, log)
        if cfg.is_ssl:
            raise ConfigError("TLS is for the proxy in front: certfile and keyfile are not read here")

    def handle_error(self, req, client, addr, exc):
        """What cannot be read is told so in the way of all problems."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        request_id = new_request_id()
        self.log.warning("request %s: Invalid request from ip=%s: %s", request_id, addr[0] if addr else "", exc)
        with suppress(OSError):
            unreadable.refuse(client, exc, request_id)

    def accept(self, listener):
        """A new connection waits without a thread."""
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                return
            raise
        self.nr_conns += 1
        self._wait(Caller(self.cfg, sock, address, listener.getsockname()))

    def on_client_socket_readable(self, conn, client):
        """The next request on a connection begins, and waits like the first."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._wait(conn)
        self.on_pending_socket_readable(conn, client)

    def on_pending_socket_readable(self, conn, client):
        """More has come in."""
        if not conn.waiting:
            return
        try:
            data = client.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        conn.received += data
        if not data or (conn.ended and len(conn.received) > LARGEST_HEAD):
            self._drop(conn)
        elif not conn.ended:
            self._look(conn)

    def murder_pending(self):
        """Let go of those who have had their time."""
        now = time.monotonic()
        while self.pending_conns and self.pending_conns[0].timeout <= now:
            slow = self.pending_conns[0]
            self._drop(slow, 408 if slow.received and not slow.ended else None)
        while self.queue and self.queue[0].timeout <= now:
            self._drop(self.queue.popleft(), 503)

    def finish_request(self, conn, fs):
        """A thread has done with a request."""
        if conn.streams:
            self.streams -= 1
            if self.queue:
                self._serve(self.queue.popleft())
        if self.alive and not fs.cancelled() and fs.exception() is None and not fs.result():
            self._linger(conn)
        else:
            super().finish_request(conn, fs)

    def handle_request(self, req, conn):
        """In a thread: let the application answer. Who does not take the answer has gone, too."""
        if conn.last:
            req.force_close()
        conn.sock.settimeout(self.taking_patience)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "the answer was not taken") from None

    def _wait(self, conn):
        conn.waiting = True
        conn.timeout = time.monotonic() + self.patience
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _look(self, conn):
        """Give the request to a thread if it is all there."""
        size = conn.whole()
        if size is None:
            if END not in conn.received and len(conn.received) > LARGEST_HEAD:
                self._drop(conn, 431)
            elif len(conn.received) > PIECE:
                self._make_room()
            return
        self._leave(conn)
        conn.last = conn.streams or len(conn.received) > size  # whoever sends two at once sends the second again
        until = (
            float("inf") if not conn.streams or MANY.search(conn.received) else time.monotonic() + self.long_patience
        )
        conn.init()
        conn.parser.unreader = Unhurried(conn.sock, self.patience, until)
        conn.parser.unreader.unread(bytes(conn.received[:size]))
        conn.received.clear()
        conn.data_ready = True
        if conn.streams and self.streams >= self.most_streams:
            conn.timeout = time.monotonic() + self.patience
            self.queue.append(conn)
        else:
            self._serve(conn)

    def _serve(self, conn):
        self.streams += conn.streams
        self.enqueue_req(conn)

    def _linger(self, conn):
        """Let the caller read the answer before the connection is closed, though they still send."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            conn.ended = True
            self._wait(conn)
        except (OSError, ValueError):
            self.nr_conns -= 1
            conn.close()

    def _make_room(self):
        if sum(len(each.received) for each in self.pending_conns) > MOST_HELD:
            self._drop(next(each for each in self.pending_conns if len(each.received) > PIECE), 503)

    def _leave(self, conn):
        conn.waiting = False
        self.pending_conns.remove(conn)
        self.poller.unregister(conn.sock)

    def _drop(self, conn, status=None):
        if conn.waiting:
            self._leave(conn)
        if status:
            told = HTTPStatus(status), REASONS[status], new_request_id()
            with suppress(OSError):  # they may have gone
                conn.sock.send(unreadable.answer(*told, Retry_After="5"), socket.MSG_DONTWAIT)
        self.nr_conns -= 1
        conn.close()
