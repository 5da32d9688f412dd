"""Signing documents (PAdES, ETSI EN 319 142-1) and checking signatures.

`settings.SIGNER` names the signer; `register` adds one. Simpul brings `local`, a certificate
authority of its own, made at set-up; `remote.RemoteSigner` is the shape of a national service.
"""

from simpul.papers.signing.local import LocalSigner, ensure_local_authority
from simpul.papers.signing.registry import (
    Signer,
    SigningProblem,
    check_signer,
    current_signer,
    register,
    sign,
)
from simpul.papers.signing.remote import RemoteSigner
from simpul.papers.signing.verification import SignatureReport, verify_pdf

__all__ = [
    "LocalSigner",
    "RemoteSigner",
    "SignatureReport",
    "Signer",
    "SigningProblem",
    "check_signer",
    "current_signer",
    "ensure_local_authority",
    "register",
    "sign",
    "verify_pdf",
]

register("local", LocalSigner)
