"""Is this document the one that was signed, and by whom?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto.x509 import Certificate

from simpul.kit.late import pyhanko, pyhanko_certvalidator
from simpul.papers.signing.pades import outside_event_loop
from simpul.papers.signing.registry import current_signer


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """`valid` is the answer; the rest says why.

    `intact`: the signed bytes are unchanged. `trusted`: the chain ends at a root of our signer.
    `whole_file`: the signature covers the file to its last byte. `unchanged`: nothing was added
    that the certification forbids. `problem`: for a log, empty if valid.
    """

    signed: bool
    intact: bool = False
    trusted: bool = False
    whole_file: bool = False
    unchanged: bool = False
    signer: str = ""
    signed_at: datetime | None = None
    reason: str = ""
    location: str = ""
    problem: str = ""

    @property
    def valid(self) -> bool:
        """Signed by us and exactly as signed."""
        return self.signed and self.intact and self.trusted and self.whole_file and self.unchanged


def verify_pdf(pdf: bytes, *, roots: Sequence[Certificate] | None = None) -> SignatureReport:
    """Check the first signature of a document against our signer's roots (or the given ones).

    Never raises: whatever cannot be read is reported as not signed, with the problem.
    """
    trusted = list(roots) if roots is not None else current_signer().trust_roots()
    try:
        return outside_event_loop(lambda: _verify(pdf, trusted))
    except Exception as error:
        return SignatureReport(signed=False, problem=f"{type(error).__name__}: {error}")


def _verify(pdf: bytes, roots: list[Certificate]) -> SignatureReport:
    reader = pyhanko.pdf_utils.reader.PdfFileReader(BytesIO(pdf))
    signatures = list(reader.embedded_regular_signatures)
    if not signatures:
        return SignatureReport(signed=False, problem="no signature")
    embedded = signatures[0]
    context = pyhanko_certvalidator.ValidationContext(
        trust_roots=roots,
        allow_fetching=False,
        # A document outlives the certificate it was signed with: the chain must have held then.
        moment=_moment(embedded.self_reported_timestamp),
    )
    status = pyhanko.sign.validation.validate_pdf_signature(embedded, context)
    return SignatureReport(
        signed=True,
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        whole_file=status.coverage is not None and status.coverage.name == "ENTIRE_FILE",
        unchanged=status.docmdp_ok is True,
        signer=str(embedded.signer_cert.subject.native.get("common_name", "")),
        signed_at=embedded.self_reported_timestamp,
        reason=str(embedded.sig_object.get("/Reason", "")),
        location=str(embedded.sig_object.get("/Location", "")),
        problem="" if status.bottom_line else status.summary(),
    )


def _moment(claimed: datetime | None) -> datetime:
    now = datetime.now(UTC)
    return min(claimed, now) if claimed is not None and claimed.tzinfo else now
