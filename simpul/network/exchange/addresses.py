"""Where requests to other nodes may go: an origin that two people trusted, and nowhere inside.

https only, and only to addresses of the public internet, so that a node cannot be used to reach
what stands beside it. On one machine (demonstration, tests, or where the operator allows it by
`SIMPUL_NODE_ADDRESSES=any`) loopback and private addresses with http are allowed too.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

ORIGIN = re.compile(r"https?://[^/?#@\s]+", re.ASCII)
MOST = 200


class BadAddress(Exception):
    """An address that requests may not go to; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Origin:
    """A checked origin: scheme, host and port."""

    scheme: str
    host: str
    port: int

    @property
    def text(self) -> str:
        """As it is written: the port only where it is not the usual one."""
        usual = {"http": 80, "https": 443}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")


def parse(text: str, *, anywhere: bool) -> Origin:
    """An origin. `anywhere`: http and inner addresses are allowed. Raises BadAddress."""
    cleaned = text.strip().rstrip("/").lower()
    if len(cleaned) > MOST or not ORIGIN.fullmatch(cleaned):
        raise BadAddress("not_an_origin")
    try:
        parts = urlsplit(cleaned)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except ValueError:
        raise BadAddress("not_an_origin") from None
    host = parts.hostname or ""
    if not host or "%" in host:
        raise BadAddress("not_an_origin")
    if parts.scheme != "https" and not anywhere:
        raise BadAddress("https_only")
    if not anywhere and _literal(host) is not None and not _literal(host).is_global:  # type: ignore[union-attr]
        raise BadAddress("inner_address")
    return Origin(parts.scheme, host, port)


def resolve(origin: Origin, *, anywhere: bool) -> str:
    """The address to connect to, looked at after the name was resolved: a name that leads inside is
    refused, and nothing can change between looking and connecting. Raises BadAddress, OSError."""
    rows = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    found = [str(row[4][0]) for row in rows]
    if not anywhere and any(not _outer(one) for one in found):
        raise BadAddress("inner_address")
    return found[0]


def _outer(text: str) -> bool:
    address = _literal(text)
    if address is None:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global) and not address.is_multicast


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
