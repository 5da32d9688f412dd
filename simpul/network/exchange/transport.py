"""One signed request to another node: the standard library's client, without redirects, proxies,
cookies or patience."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass

from simpul.network.exchange.addresses import Origin, resolve

SECONDS = 15
"""For the connection and for each answer of the other side."""
MOST_ANSWER = 16 * 1024
"""Bytes of an answer that are read."""


class NoAnswer(Exception):
    """The other node could not be reached, or its answer was none. `str()` names the kind of
    trouble, never an inner address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the first bytes of an answer."""

    status: int
    body: bytes


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was looked at, whatever the name says a moment later."""

    def __init__(self, origin: Origin, address: str) -> None:
        super().__init__(origin.host, origin.port, timeout=SECONDS)
        self._origin, self._address = origin, address

    def connect(self) -> None:
        sock = socket.create_connection((self._address, self._origin.port), SECONDS)
        if self._origin.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(sock, server_hostname=self._origin.host)
        else:
            self.sock = sock


def post(
    origin: Origin, path: str, body: bytes, headers: dict[str, str], *, anywhere: bool
) -> Answer:
    """Send and read the answer; a redirect is an answer like any other. Raises NoAnswer, and
    BadAddress for a name that leads inside."""
    try:
        connection = _Pinned(origin, resolve(origin, anywhere=anywhere))
        try:
            connection.request("POST", path, body=body, headers={**headers, "Connection": "close"})
            answer = connection.getresponse()
            return Answer(answer.status, answer.read(MOST_ANSWER))
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as trouble:
        raise NoAnswer(type(trouble).__name__) from trouble
