"""Which column is what: headings of the common conventions, English and Indonesian.

Names are the fields of ledger exports that the trade's systems and cost-report templates share
(account, sub, set, vendor, PO, tag …); the owner corrects what is read wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from simpul.incentives.report.reckoning.faults import Asked, Question, refuse


def _headings(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


ROLES: Mapping[str, tuple[str, ...]] = {
    "row_id": _headings(
        "row id|row|row no|line|line no|line id|record id|nomor baris|no baris|baris|no|"
        "nomor|no urut"
    ),
    "date": _headings(
        "date|txn date|transaction date|trans date|posting date|invoice date|tanggal|tgl|"
        "tanggal transaksi|tgl transaksi|tanggal faktur"
    ),
    "period": _headings("period|posting period|acct period|periode|masa|bulan"),
    "account": _headings(
        "account|acct|account no|account number|account code|acct no|gl account|gl code|"
        "account id|akun|kode akun|nomor akun|no akun|kode rekening|rekening|coa"
    ),
    "account_text": _headings(
        "account description|acct desc|account name|account text|nama akun|uraian akun|"
        "nama rekening"
    ),
    "dept": _headings("dept|department|sub|sub account|detail|departemen|bagian"),
    "episode": _headings("episode|ep|set|set episode|series|seri|lokasi set"),
    "payee_id": _headings(
        "vendor id|vendor no|vendor code|payee id|supplier id|kode vendor|kode pemasok|"
        "id vendor|id pemasok|id penerima"
    ),
    "payee": _headings(
        "vendor|vendor name|payee|payee name|supplier|supplier name|name|pemasok|"
        "nama vendor|nama pemasok|penerima|nama penerima|nama|rekanan"
    ),
    "payee_type": _headings("payee type|vendor type|jenis penerima|jenis vendor|jenis pemasok"),
    "residency": _headings(
        "residency|resident|residence|tax residency|domisili|status pajak|residensi|penduduk"
    ),
    "tax_id": _headings(
        "tax id|tax no|tax number|vat no|vat number|tin|npwp|no npwp|nomor npwp|nik npwp"
    ),
    "doc_no": _headings(
        "doc no|document|document no|document number|invoice|invoice no|invoice number|"
        "voucher|voucher no|reference|ref|no bukti|nomor bukti|bukti|no faktur|"
        "nomor faktur|no dokumen|nomor dokumen|no kuitansi"
    ),
    "po_no": _headings("po|po no|po number|purchase order|no po|nomor po|pesanan"),
    "type": _headings(
        "type|txn type|transaction type|trans type|source|journal|jenis|jenis transaksi|jurnal|tipe"
    ),
    "description": _headings("description|desc|memo|narrative|text|keterangan|uraian|deskripsi"),
    "service_from": _headings(
        "service from|service start|work from|from|jasa dari|mulai jasa|tanggal mulai|dari"
    ),
    "service_to": _headings(
        "service to|service end|work to|to|jasa sampai|selesai jasa|tanggal selesai|sampai"
    ),
    "place": _headings(
        "place|location|state|province|jurisdiction|country|tempat|lokasi|provinsi|kota|negara"
    ),
    "currency": _headings("currency|currency code|cur|ccy|mata uang|valuta|kode valuta"),
    "amount_orig": _headings(
        "amount orig|original amount|foreign amount|currency amount|amount in currency|"
        "jumlah asal|jumlah valas|nilai valas|jumlah valuta"
    ),
    "rate": _headings("fx|fx rate|rate|exchange rate|kurs|nilai tukar"),
    "amount": _headings(
        "amount|amount local|local amount|functional amount|net amount|total|actual|"
        "jumlah|nilai|jumlah rupiah|jumlah rp|nilai rupiah|amount idr"
    ),
    "debit": _headings("debit|debit amount|dr|debet"),
    "credit": _headings("credit|credit amount|cr|kredit"),
    "tax": _headings("tax|tax amt|tax amount|vat|gst|ppn|pajak|jumlah pajak"),
    "withholding": _headings("withholding|wht|withholding tax|pph|potongan pph"),
    "tag": _headings("tag|tags|incentive tag|free field|ff1|free field 1|tanda|label"),
    "related_party": _headings(
        "related party|related|connected party|pihak berelasi|hubungan istimewa|berelasi"
    ),
    "arms_length": _headings(
        "arms length|arm s length|arms length price|arm s length price|arms length amount|"
        "market price|market value|fair price|harga wajar|nilai wajar|harga pasar|"
        "harga pasar wajar"
    ),
    "reverses": _headings(
        "reverses row|reverses|reversal of|reversal id|membalik|membalik baris|pembalikan dari"
    ),
    "days": _headings("days|person days|man days|hari|hari orang|jumlah hari"),
    "share": _headings("share|eligible share|eligible percent|bagian|porsi|persen layak"),
    "method": _headings("method|share method|apportionment method|metode|metode porsi"),
    "reason": _headings("reason|share reason|alasan|alasan porsi"),
}
"""Role -> headings, in small letters without signs."""

_ROLE_OF = {name: role for role, names in ROLES.items() for name in names}
_SIGNS = re.compile(r"[^0-9a-zA-Z]+")


def plain(name: str) -> str:
    """ "Acct. No" and "ACCT_NO" are one heading."""
    return _SIGNS.sub(" ", name).strip().casefold()


def role_of(name: str) -> str:
    """The role a heading speaks for; "" for none."""
    short = plain(name)
    return short.replace(" ", "_") if short.replace(" ", "_") in ROLES else _ROLE_OF.get(short, "")


def header_score(names: Sequence[str], beaten: int = 0) -> int:
    """How much a row looks like the header: different roles found, 0 without date or account, or
    where there cannot be more of them than `beaten`."""
    roles: set[str] = set()
    for left, name in zip(range(len(names), 0, -1), names, strict=True):
        if len(roles) + left <= beaten:
            return 0
        if role := role_of(name):
            roles.add(role)
    if "account" not in roles and len(roles) < 4:
        return 0
    return len(roles)


def recognise(header: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Role -> column. What the owner says (`wanted`: role -> heading, "" for none) comes first.

    Raises Refused for a heading that is not there, Asked for two columns of one role and for a
    missing column without which nothing can be read.
    """
    found: dict[str, int] = {}
    for role, name in wanted.items():
        if name and name not in header:
            raise refuse(0, name, "unknown_column", name)
        if name:
            found[role] = header.index(name)
    taken = set(found.values())
    double: dict[str, list[str]] = {}
    for number, name in enumerate(header):
        role = role_of(name)
        if role and role not in wanted and number not in taken:
            if role in found:
                double.setdefault(role, [header[found[role]]]).append(name)
            else:
                found[role] = number
    questions = [
        Question("columns", role, tuple(names), tuple(names)) for role, names in double.items()
    ]
    questions += [
        Question("columns", role, tuple(header), tuple(header[:8])) for role in _missing(found)
    ]
    if questions:
        raise Asked(questions)
    return found


def _missing(found: Mapping[str, int]) -> list[str]:
    missing = [role for role in ("date", "account") if role not in found]
    sides = "debit" in found and "credit" in found
    if not sides and not {"amount", "amount_orig"} & set(found):
        missing.append("amount")
    return missing
