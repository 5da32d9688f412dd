"""The certificate on paper: signed, in two languages, and honest about being a rehearsal."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from simpul.incentives.certificates.public import TOKEN_USE
from simpul.incentives.models import Certificate
from simpul.papers import tokens
from simpul.papers.signing import verify_pdf

pytestmark = pytest.mark.django_db


def test_the_paper_is_signed_says_rehearsal_in_both_languages_and_carries_a_checkable_code(
    awarded: Any, tmp_path: Path
) -> None:
    paper = Certificate.objects.select_related("document").get(case=awarded())
    pdf = paper.document.content.read()
    report = verify_pdf(pdf)
    assert report.intact and report.trusted
    file = tmp_path / "sertifikat.pdf"
    file.write_bytes(pdf)
    read = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True
    )
    text = " ".join(read.stdout.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "LATIHAN. Skema ini baru usulan." in text
    assert "REHEARSAL. The scheme is only a proposal." in text
    assert "Rp 1.200.000.000" in text
    assert paper.number in text
    said = tokens.read(paper.token, use=TOKEN_USE)
    assert (said["n"], said["a"], said["x"]) == (paper.number, "1200000000", 1)
    with pytest.raises(tokens.InvalidToken):
        tokens.read(paper.token)  # a certificate's code opens no permit
