"""What pyHanko calls for the raw signature of a service elsewhere."""

from __future__ import annotations

from typing import Any

from asn1crypto import algos, x509
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from simpul.papers.signing.remote import RemoteSigner


class Hand(signers.Signer):
    """Asks the service, and keeps its certificates at hand."""

    def __init__(self, service: RemoteSigner, chain: list[x509.Certificate]) -> None:
        self._service = service
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(chain[1:])
        super().__init__(
            signing_cert=chain[0],
            cert_registry=store,
            signature_mechanism=algos.SignedDigestAlgorithm(
                {"algorithm": service.signature_algorithm}
            ),
        )

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: Any = False
    ) -> bytes:
        """Ask the service, except in the dry run that only measures."""
        if dry_run:
            return bytes(self._service.signature_size)
        return self._service.sign_bytes(data, digest_algorithm)
