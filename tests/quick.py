"""The worker of production with little patience, and something for it to serve, so that tests need not wait."""

from service.receiving import Receiver


class Quick(Receiver):
    """Two threads, one of which may read as it comes."""

    patience = 1.0
    long_patience = 3.0
    taking_patience = 1.0


def app(environ, start_response):
    """Tells how much came; /big gives more than anybody's buffers hold; /deaf looks at nothing."""
    size, path = 0, environ["PATH_INFO"]
    try:
        while path != "/deaf" and (data := environ["wsgi.input"].read(1000)):
            size += len(data)
    except OSError:
        start_response("400 Bad Request", [("Content-Length", "0")])
        return []
    body = bytes(30_000_000) if path == "/big" else str(size).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
