"""Answers what is no request that could be read (RFC 9112) with a problem, as all else is: gunicorn would send HTML."""

import json
import socket
from http import HTTPStatus

from gunicorn.http.errors import (
    ExpectationFailed,
    ForbiddenProxyRequest,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.util import write_nonblock

STATUSES = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
}
LONGEST = 200  # characters of a detail: it quotes what was sent
HEAD = (
    "HTTP/1.1 {status} {phrase}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
    "Content-Length: {length}\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: {request_id}\r\n{more}\r\n"
)


def refuse(client: socket.socket, error: ParseException, request_id: str) -> None:
    """Send the answer, if the caller is still there."""
    status = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    write_nonblock(client, answer(status, str(error), request_id))


def answer(status: HTTPStatus, detail: str, request_id: str, **headers: str) -> bytes:
    """An answer that no app makes, as it goes over the wire; the last on its connection."""
    problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail[:LONGEST]}
    body = json.dumps(problem).encode()
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = HEAD.format(status=status, phrase=status.phrase, length=len(body), request_id=request_id, more=more)
    return head.encode("ascii") + body
