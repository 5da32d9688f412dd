"""Which signer signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from asn1crypto.x509 import Certificate
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from simpul.papers.checks import SelfCheck


class SigningProblem(Exception):
    """The document could not be signed; `str()` says why and what to do."""


class Signer(Protocol):
    """Puts one certifying signature on a document."""

    def sign(self, pdf: bytes, *, reason: str, location: str) -> bytes:
        """The document with the signature appended. Raises SigningProblem."""

    def trust_roots(self) -> list[Certificate]:
        """The certificates at which the chain of its signatures ends."""

    def check(self) -> list[SelfCheck]:
        """What works and what does not; changes nothing, never raises."""


_makers: dict[str, Callable[[], Signer]] = {}


def register(name: str, maker: Callable[[], Signer]) -> None:
    """Offer a signer under the name that `settings.SIGNER` may choose."""
    _makers[name] = maker


def current_signer() -> Signer:
    """The signer that the settings choose. Raises ImproperlyConfigured for an unknown name."""
    try:
        return _makers[settings.SIGNER]()
    except KeyError as error:
        known = ", ".join(sorted(_makers))
        raise ImproperlyConfigured(
            f"SIMPUL_SIGNER={settings.SIGNER!r} is not a signer; known: {known}"
        ) from error


def sign(pdf: bytes, *, reason: str, location: str) -> bytes:
    """The document with a certifying PAdES signature that allows no further change.

    Raises SigningProblem where the signer cannot sign or `pdf` is no PDF.
    """
    return current_signer().sign(pdf, reason=reason, location=location)


def check_signer() -> list[SelfCheck]:
    """What `simpul doctor` shows of the signer."""
    try:
        return current_signer().check()
    except ImproperlyConfigured as error:
        return [SelfCheck("signer", False, str(error), _("Set SIMPUL_SIGNER to a known signer."))]
