"""Sends to addresses that others may have a say in, and nowhere inside: the one way out of the service.

A name is resolved once, what it leads to is looked at, and that very address is connected to: a name that leads
elsewhere a moment later (DNS rebinding) gains nothing. Redirects are not followed. Who means a private address writes
the address itself into the settings, not a name.
"""

import http.client
import socket
import ssl
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

EMBEDDED = ip_network("64:ff9b::/96")  # NAT64 (RFC 6052): the last four bytes are an IPv4 address


class Refused(OSError):
    """An address that is not to be reached from here, or what answers there and does not speak HTTP."""


def post(url: str, body: bytes, *, timeout: float, media_type: str = "application/x-www-form-urlencoded") -> int:
    """The status that a POST is answered with. Raises OSError: Refused, no answer in time, no name, bad TLS."""
    parts = urlsplit(url)
    default = 443 if parts.scheme == "https" else 80
    connection = http.client.HTTPConnection(parts.hostname, parts.port or default, timeout=timeout)
    connection.sock = _connected(parts, parts.port or default, timeout)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = parts.netloc.rpartition("@")[2]
        connection.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": host, "Content-Type": media_type, "Content-Length": str(len(body))}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        return connection.getresponse().status  # what else it has to say is not read, however long it is
    except http.client.HTTPException as error:
        raise Refused(f"no answer in HTTP: {type(error).__name__}") from error
    finally:
        connection.close()


def is_public(address: Address) -> bool:
    """Whether an address is somebody's on the public internet, and is not ours by another name.

    >>> [is_public(ip_address(a)) for a in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "100.64.0.1")]
    [True, False, False, False, False]
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in EMBEDDED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(inner):
            return False
    return address.is_global and not address.is_multicast


def _connected(parts, port, timeout):
    """A socket to where the url leads, with TLS if it says so."""
    plain = _reach(_addresses(parts.hostname, port), timeout)
    if parts.scheme != "https":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
    except OSError:
        plain.close()
        raise


def _addresses(host, port):
    """What a host leads to. All of it must be public, unless it is the address that was written."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, where in found:
        address = ip_address(where[0].partition("%")[0])
        if not is_public(address) and not _is_written(host):
            raise Refused(f"{host} leads to {address}, which is not public")
    return found


def _is_written(host):
    try:
        return bool(ip_address(host))
    except ValueError:
        return host == "localhost"


def _reach(found, timeout):
    failure: OSError | None = None
    for family, kind, protocol, _, where in found:
        reached = socket.socket(family, kind, protocol)
        reached.settimeout(timeout)
        try:
            reached.connect(where)
        except OSError as error:
            reached.close()
            failure = error
        else:
            return reached
    raise failure or Refused("there is nowhere to go")
