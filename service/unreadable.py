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
    "Content-Length: {length}\r\nX-Content-Type-Options: nosniff\r\n\r\n"
)


def refuse(client: socket.socket, error: ParseException) -> None:
    """Send the answer, if the caller is still there."""
    status = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": str(error)[:LONGEST]}
    body = json.dumps(problem).encode()
    head = HEAD.format(status=status, phrase=status.phrase, length=len(body))
    write_nonblock(client, head.encode("ascii") + body)
