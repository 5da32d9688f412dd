"""Keys of a test go with the test; documents to try things on."""

import pytest
import typst


@pytest.fixture(autouse=True)
def signer_folder(settings, tmp_path):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    return settings.SIGNER_FOLDER


@pytest.fixture(scope="session")
def plain_pdf() -> bytes:
    """A document set by another hand than ours: no house style, no signature."""
    source = b'#set document(title: "Surat", date: datetime(year: 2026, month: 1, day: 2))\nSurat'
    return typst.compile(source, format="pdf", pdf_standards="a-2b")
