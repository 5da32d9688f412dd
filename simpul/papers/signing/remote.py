"""The shape of a signing service that keeps the key itself, such as a national one (BSrE).

A city that has a contract with such a service writes one subclass and registers it:

    class NationalSigner(RemoteSigner):
        def certificate_chain(self): ...
        def sign_bytes(self, data, digest_algorithm): ...

    signing.register("national", NationalSigner)

The document never leaves Simpul: only the few hundred bytes of signed attributes (or their digest)
go to the service. Time-outs and refusals are raised as SigningProblem; nothing is issued then.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from asn1crypto import x509
from django.utils.translation import gettext as _

from simpul.papers.checks import SelfCheck
from simpul.papers.signing.pades import put_signature


class RemoteSigner(ABC):
    """Subclass this; `sign`, `trust_roots` and `check` then satisfy `registry.Signer`."""

    signature_algorithm = "sha256_ecdsa"
    """Name of the service's algorithm as asn1crypto spells it, e.g. "sha256_rsa"."""
    signature_size = 512
    """Upper bound of one signature in bytes."""

    @abstractmethod
    def certificate_chain(self) -> Sequence[x509.Certificate]:
        """The signing certificate first, then its issuers, the root last."""

    @abstractmethod
    def sign_bytes(self, data: bytes, digest_algorithm: str) -> bytes:
        """The service's signature over `data`; services that take digests hash it first.

        Raises SigningProblem for a refusal, a time-out or a certificate that has ended.
        """

    def sign(self, pdf: bytes, *, reason: str, location: str) -> bytes:
        """See `registry.Signer.sign`."""
        # A subclass of pyHanko's, which is heavy: loaded when somebody signs (`kit.late`).
        from simpul.papers.signing.hand import Hand

        chain = list(self.certificate_chain())
        return put_signature(pdf, Hand(self, chain), reason=reason, location=location)

    def trust_roots(self) -> list[x509.Certificate]:
        """The last certificate of the chain."""
        return list(self.certificate_chain())[-1:]

    def check(self) -> list[SelfCheck]:
        """Asks for the chain: the cheapest question that needs the whole connection."""
        try:
            chain = list(self.certificate_chain())
        except Exception as error:
            return [SelfCheck("signer", False, str(error), _("Ask the operator of the service."))]
        end = chain[0].not_valid_after
        return [
            SelfCheck(
                "signer", True, _("the certificate ends on %(day)s") % {"day": f"{end:%Y-%m-%d}"}
            )
        ]
