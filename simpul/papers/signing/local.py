"""A certificate authority of one's own, for a node without a national signing service.

Files in `settings.SIGNER_FOLDER`: `root.key.pem` and `root.cert.pem` (20 years; the certificate may
be given to anyone who wants to check documents), `signing-<day>.key.pem` and `.cert.pem` (2 years,
renewed 60 days before the end; old ones are kept, so that old documents still verify). Back the
folder up; copy it to every machine that signs.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from django.conf import settings
from django.utils.translation import gettext as _

from simpul.kit.late import pyhanko, pyhanko_certvalidator
from simpul.papers.checks import SelfCheck
from simpul.papers.keys import KeyProblem, new_key, only_one, read_key, write_file, write_key
from simpul.papers.signing.pades import put_signature
from simpul.papers.signing.registry import SigningProblem

ROOT_YEARS = 20
SIGNING_DAYS = 730
RENEW_DAYS = 60
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""id-kp-documentSigning (RFC 9336)."""


class LocalSigner:
    """Signs with the newest certificate of the local authority, making it where there is none."""

    def sign(self, pdf: bytes, *, reason: str, location: str) -> bytes:
        """See `registry.Signer.sign`."""
        try:
            ensure_local_authority()
            newest = _newest_certificate(_folder())
            signer = _load_signer(newest, newest.stat().st_mtime_ns)
        except (KeyProblem, OSError, ValueError) as error:
            raise SigningProblem(f"the local signer cannot sign: {error}") from error
        return put_signature(pdf, signer, reason=reason, location=location)

    def trust_roots(self) -> list[asn1.Certificate]:
        """The root certificate, where it was made already."""
        path = _folder() / "root.cert.pem"
        if not path.exists():
            return []
        return [asn1.Certificate.load(_read_certificate(path).public_bytes(Encoding.DER))]

    def check(self) -> list[SelfCheck]:
        """See `registry.Signer.check`."""
        folder = _folder()
        if not (folder / "root.cert.pem").exists():
            missing = _("there is no authority in %(folder)s") % {"folder": folder}
            return [SelfCheck("signer", False, missing, _("Run: simpul setup-database"))]
        remedy = _(
            "Restore %(folder)s from the backup; a new authority would not be known outside."
        ) % {"folder": folder}
        try:
            root = _read_certificate(folder / "root.cert.pem")
            key = read_key(folder / "root.key.pem")
            if key.public_key() != root.public_key():
                raise KeyProblem("root.key.pem does not belong to root.cert.pem")
            newest = _newest_certificate(folder)
            certificate = _read_certificate(newest)
            certificate.verify_directly_issued_by(root)
            if read_key(_key_of(newest)).public_key() != certificate.public_key():
                raise KeyProblem(f"{_key_of(newest).name} does not belong to {newest.name}")
        except Exception as error:
            return [SelfCheck("signer", False, f"{type(error).__name__}: {error}", remedy)]
        days = (certificate.not_valid_after_utc - datetime.now(UTC)).days
        text = _("local authority, the certificate ends in %(days)s days") % {"days": days}
        return [SelfCheck("signer", days > 0, text)]


def ensure_local_authority(*, now: datetime | None = None) -> None:
    """Make the root and the signing certificate where they are missing or about to end.

    Doing it twice, or from many processes at once, makes them once. Raises KeyProblem where the
    root's key is damaged: nothing is replaced silently.
    """
    moment = now or datetime.now(UTC)
    folder = _folder()
    if _is_fresh(folder, moment):
        return
    with only_one(folder):
        if not (folder / "root.cert.pem").exists():
            _make_root(folder, moment)
        if not _is_fresh(folder, moment):
            _make_signing_certificate(folder, moment)


# --- files -------------------------------------------------------------------------------


def _folder() -> Path:
    return Path(settings.SIGNER_FOLDER)


def _key_of(certificate: Path) -> Path:
    return certificate.with_name(certificate.name.replace(".cert.pem", ".key.pem"))


def _newest_certificate(folder: Path) -> Path:
    found = sorted(folder.glob("signing-*.cert.pem"))
    if not found:
        raise KeyProblem(f"no signing certificate in {folder}")
    return found[-1]


def _is_fresh(folder: Path, moment: datetime) -> bool:
    found = sorted(folder.glob("signing-*.cert.pem"))
    if not found or not (folder / "root.cert.pem").exists():
        return False
    end = _end_of(found[-1], found[-1].stat().st_mtime_ns)
    return moment < end - timedelta(days=RENEW_DAYS)


@lru_cache(maxsize=8)
def _end_of(path: Path, _changed: int) -> datetime:
    return _read_certificate(path).not_valid_after_utc


def _read_certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


@lru_cache(maxsize=4)
def _load_signer(path: Path, _changed: int) -> pyhanko.sign.signers.SimpleSigner:
    def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
        return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))

    key = read_key(_key_of(path))
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = pyhanko_certvalidator.registry.SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(as_asn1(_read_certificate(path.with_name("root.cert.pem"))))
    return pyhanko.sign.signers.SimpleSigner(
        signing_cert=as_asn1(_read_certificate(path)),
        signing_key=pyhanko.keys.load_private_key_from_pemder_data(der, None),
        cert_registry=store,
    )


# --- certificates ------------------------------------------------------------------------


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Simpul"),
        ]
    )


def _make_root(folder: Path, moment: datetime) -> None:
    key = new_key()
    serial = x509.random_serial_number()
    name = _name(f"Simpul local authority {serial:x}"[:40])
    certificate = (
        _draft(name, name, key.public_key(), moment, timedelta(days=365 * ROOT_YEARS), serial)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    write_key(folder / "root.key.pem", key)
    write_file(folder / "root.cert.pem", certificate.public_bytes(Encoding.PEM), secret=False)


def _make_signing_certificate(folder: Path, moment: datetime) -> None:
    root = _read_certificate(folder / "root.cert.pem")
    root_key = read_key(folder / "root.key.pem")
    if root_key.public_key() != root.public_key():
        raise KeyProblem("root.key.pem does not belong to root.cert.pem")
    key = new_key()
    serial = x509.random_serial_number()
    length = min(timedelta(days=SIGNING_DAYS), root.not_valid_after_utc - moment)
    certificate = (
        _draft(_name("Simpul"), root.subject, key.public_key(), moment, length, serial)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )
    stem = f"signing-{moment:%Y%m%d%H%M%S}"
    write_key(folder / f"{stem}.key.pem", key)
    write_file(folder / f"{stem}.cert.pem", certificate.public_bytes(Encoding.PEM), secret=False)


def _draft(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    moment: datetime,
    length: timedelta,
    serial: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(moment - timedelta(minutes=5))  # clocks of readers run slow
        .not_valid_after(moment + length)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
