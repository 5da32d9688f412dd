"""A signed document proves who signed it and that nothing was changed since."""

import asyncio
import re
import shutil
import stat
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from simpul.papers import signing
from simpul.papers.keys import KeyProblem, read_key
from simpul.papers.signing import (
    LocalSigner,
    RemoteSigner,
    SigningProblem,
    check_signer,
    ensure_local_authority,
    sign,
    verify_pdf,
)

PDFSIG = shutil.which("pdfsig")
with_pdfsig = pytest.mark.skipif(PDFSIG is None, reason="pdfsig (poppler-utils) is not installed")


def signed(pdf: bytes) -> bytes:
    return sign(pdf, reason="Izin syuting JKT-26-000123-K", location="Jakarta")


def flipped(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def pdfsig(pdf: bytes, tmp_path) -> str:
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([PDFSIG, "-nocert", str(path)], capture_output=True, text=True)
    return done.stdout


def test_what_was_signed_is_valid(plain_pdf):
    report = verify_pdf(signed(plain_pdf))
    assert report.valid, report.problem
    assert report.reason == "Izin syuting JKT-26-000123-K"
    assert report.location == "Jakarta"
    assert report.signer == "Simpul"
    assert abs(report.signed_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_signing_adds_and_changes_nothing_before(plain_pdf):
    assert signed(plain_pdf).startswith(plain_pdf)


@with_pdfsig
def test_an_independent_validator_agrees(plain_pdf, tmp_path):
    said = pdfsig(signed(plain_pdf), tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said


@with_pdfsig
def test_a_flipped_byte_shows_to_both_validators(plain_pdf, tmp_path):
    document = signed(plain_pdf)
    for place in (len(plain_pdf) // 2, len(plain_pdf) - 40, document.rindex(b"/Reason") + 10):
        changed = flipped(document, place)
        assert not verify_pdf(changed).valid
        assert "Signature is Valid" not in pdfsig(changed, tmp_path)


def test_every_byte_outside_the_signature_counts(plain_pdf):
    document = signed(plain_pdf)
    found = re.search(rb"/ByteRange\s*\[\s*0 (\d+) (\d+) (\d+)\s*\]", document)
    hole_start, hole_end, rest = (int(number) for number in found.groups())
    assert hole_end + rest == len(document)
    assert document[hole_start : hole_start + 1] == b"<"
    step = max(1, len(document) // 25)
    for place in [*range(0, hole_start, step), *range(hole_end, len(document), step)]:
        assert not verify_pdf(flipped(document, place)).valid, place


def test_what_is_added_later_breaks_the_certification(plain_pdf):
    writer = IncrementalPdfFileWriter(BytesIO(signed(plain_pdf)))
    writer.root["/Lang"] = pdf_name("/xx")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    report = verify_pdf(out.getvalue())
    assert report.intact
    assert not report.whole_file
    assert not report.unchanged
    assert not report.valid


def test_another_s_signature_is_not_ours(plain_pdf, settings, tmp_path):
    settings.SIGNER_FOLDER = tmp_path / "somebody"
    foreign = signed(plain_pdf)
    settings.SIGNER_FOLDER = tmp_path / "ours"
    ensure_local_authority()
    report = verify_pdf(foreign)
    assert report.intact
    assert not report.trusted
    assert not report.valid


@pytest.mark.parametrize("junk", [b"", b"no pdf", b"%PDF-1.7\n%%EOF", b"\x00" * 100])
def test_what_is_no_pdf_is_neither_signed_nor_valid(junk):
    with pytest.raises(SigningProblem):
        signed(junk)
    assert not verify_pdf(junk).signed


def test_an_unsigned_document_is_reported_as_such(plain_pdf):
    assert verify_pdf(plain_pdf).problem == "no signature"


def test_many_documents_at_once_each_get_their_own_signature(plain_pdf):
    def work(number: int) -> str:
        return verify_pdf(sign(plain_pdf, reason=str(number), location="Jakarta")).reason

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert list(pool.map(work, range(24))) == [str(number) for number in range(24)]


# --- the authority -------------------------------------------------------------------------


def certificates(folder):
    return sorted(folder.glob("signing-*.cert.pem"))


def test_the_authority_is_made_once_and_its_keys_are_the_owner_s(signer_folder):
    ensure_local_authority()
    before = {path: path.read_bytes() for path in signer_folder.iterdir()}
    ensure_local_authority()
    assert {path: path.read_bytes() for path in signer_folder.iterdir()} == before
    keys = list(signer_folder.glob("*.key.pem"))
    assert len(keys) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}
    assert stat.S_IMODE(signer_folder.stat().st_mode) == 0o700


def test_many_who_need_the_authority_at_once_make_one(signer_folder):
    start, failures = threading.Barrier(8), []

    def work() -> None:
        try:
            start.wait(timeout=10)
            ensure_local_authority()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    assert len(certificates(signer_folder)) == 1
    assert [check.ok for check in check_signer()] == [True]


def test_the_certificate_is_renewed_before_it_ends_and_old_documents_stay_valid(
    plain_pdf, signer_folder
):
    today = datetime.now(UTC)
    ensure_local_authority(now=today - timedelta(days=680))
    old = certificates(signer_folder)
    assert len(old) == 1
    document = signed(plain_pdf)  # 50 days before its end: a new certificate is made first
    assert len(certificates(signer_folder)) == 2
    assert verify_pdf(document).valid
    ends = [x509.load_pem_x509_certificate(p.read_bytes()).not_valid_after_utc for p in old]
    assert ends[0] < today + timedelta(days=60)


def test_a_document_stays_valid_when_its_certificate_has_ended(plain_pdf, signer_folder):
    document = signed(plain_pdf)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=900), tick=False):
        assert verify_pdf(document).valid


def test_a_damaged_authority_is_never_replaced_silently(plain_pdf, signer_folder):
    ensure_local_authority()
    for path in certificates(signer_folder):
        path.unlink()
    root = signer_folder / "root.key.pem"
    kept = root.read_bytes()
    root.write_bytes(b"damaged")
    with pytest.raises(SigningProblem):
        signed(plain_pdf)
    assert [check.ok for check in check_signer()] == [False]
    root.write_bytes(kept)
    assert verify_pdf(signed(plain_pdf)).valid


def test_a_key_open_to_others_signs_nothing(signer_folder, plain_pdf):
    ensure_local_authority()
    [key] = signer_folder.glob("signing-*.key.pem")
    key.chmod(0o640)
    with pytest.raises(KeyProblem):
        read_key(key)
    assert [check.ok for check in check_signer()] == [False]
    with pytest.raises(SigningProblem, match="chmod 600"):
        signed(plain_pdf)


def test_the_doctor_tells_of_a_missing_authority_without_making_one(signer_folder):
    [check] = check_signer()
    assert not check.ok
    assert check.remedy
    assert not signer_folder.exists()


def test_a_signer_that_nobody_knows_is_an_error_with_the_known_names(settings, plain_pdf):
    settings.SIGNER = "crystal-ball"
    with pytest.raises(ImproperlyConfigured, match="known: local"):
        signed(plain_pdf)
    assert [check.ok for check in check_signer()] == [False]


def test_signing_works_where_an_event_loop_is_running(plain_pdf):
    async def inside() -> bool:
        return verify_pdf(signed(plain_pdf)).valid

    # In a thread: the browser tests keep a loop running on this one.
    with ThreadPoolExecutor() as pool:
        assert pool.submit(asyncio.run, inside()).result()


# --- a service that keeps the key ----------------------------------------------------------


class Elsewhere(RemoteSigner):
    """A service with a real key and a self-made certificate, reached by a function call."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Layanan Nasional")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=10))
            .add_extension(
                x509.KeyUsage(True, True, False, False, False, False, False, False, False), True
            )
            .sign(self.key, hashes.SHA256())
        )
        self.certificate = asn1.Certificate.load(made.public_bytes(Encoding.DER))
        self.seen: list[bytes] = []

    def certificate_chain(self):
        return [self.certificate]

    def sign_bytes(self, data: bytes, digest_algorithm: str) -> bytes:
        assert digest_algorithm == "sha256"
        self.seen.append(data)
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


@pytest.fixture
def elsewhere(settings, monkeypatch):
    service = Elsewhere()
    monkeypatch.setattr(signing.registry, "_makers", {"elsewhere": lambda: service})
    settings.SIGNER = "elsewhere"
    return service


def test_a_service_that_keeps_the_key_signs_without_seeing_the_document(elsewhere, plain_pdf):
    document = signed(plain_pdf)
    report = verify_pdf(document)
    assert report.valid, report.problem
    assert report.signer == "Layanan Nasional"
    [seen] = elsewhere.seen
    assert len(seen) < 1000
    assert [check.ok for check in check_signer()] == [True]


def test_a_service_that_refuses_leaves_nothing_signed(elsewhere, plain_pdf):
    def refuse(data, digest_algorithm):
        raise SigningProblem("the certificate is suspended")

    elsewhere.sign_bytes = refuse
    with pytest.raises(SigningProblem, match="suspended"):
        signed(plain_pdf)


def test_an_interface_without_hands_cannot_be_made():
    with pytest.raises(TypeError):
        RemoteSigner()
    assert isinstance(LocalSigner().check(), list)
