"""The one way in which a signature is put into a PDF, whoever holds the key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TypeVar

from simpul.kit.late import pyhanko
from simpul.papers.signing.registry import SigningProblem

T = TypeVar("T")
FIELD = "Simpul"
ROOM_FOR_SIGNATURE = 16_384
"""Bytes kept free for the signature: two certificates and, later, a time-stamp."""


def put_signature(
    pdf: bytes, signer: pyhanko.sign.signers.Signer, *, reason: str, location: str
) -> bytes:
    """Certify the document: PAdES baseline, SHA-256, no change allowed afterwards (DocMDP 1)."""
    name = signer.signing_cert.subject.native.get("common_name") if signer.signing_cert else None
    fields, signers = pyhanko.sign.fields, pyhanko.sign.signers
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=name,
        reason=reason,
        location=location,
    )

    def work() -> bytes:
        writer = pyhanko.pdf_utils.incremental_writer.IncrementalPdfFileWriter(BytesIO(pdf))
        out = signers.sign_pdf(writer, metadata, signer, bytes_reserved=ROOM_FOR_SIGNATURE)
        return bytes(out.getvalue())

    try:
        return outside_event_loop(work)
    except (
        pyhanko.pdf_utils.misc.PdfError,
        pyhanko.sign.general.SigningError,
        ValueError,
        OSError,
    ) as error:
        raise SigningProblem(f"the document could not be signed: {error}") from error


def outside_event_loop(work: Callable[[], T]) -> T:
    """Run `work`, which starts an event loop of its own, also where one is running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()
