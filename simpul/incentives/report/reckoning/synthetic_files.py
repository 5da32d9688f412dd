"""Made-up ledgers as the programs of the trade write them: CSV, a workbook, SAF-T."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from simpul.kit.late import polars as pl

_NUMBERS = ("amount_orig", "fx", "amount_local", "tax_amt")
_DAYS = ("txn_date", "service_from", "service_to")
_AT_ONCE = 20_000
_DAY_ZERO = 25_569
"""1 January 1970 as Excel counts days."""
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """As an English ledger exports it: commas, decimal points, ISO dates."""
    frame.write_csv(path)


def write_indonesian_csv(frame: pl.DataFrame, path: Path) -> None:
    """As an Indonesian ledger exports it: semicolons, 1.234.567,50, days first."""
    grouped = [
        pl.col(name).map_elements(_grouped, return_dtype=pl.String)
        for name in ("amount_orig", "fx", "amount_local")
    ]
    days = [pl.col(name).str.replace(r"^(\d{4})-(\d\d)-(\d\d)$", "$3/$2/$1") for name in _DAYS]
    frame.with_columns(*grouped, *days).write_csv(path, separator=";")


def _grouped(text: str) -> str:
    whole, _, part = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}".replace(",", ".") + (f",{part}" if part else "")


# --- a workbook ------------------------------------------------------------------------------


def write_workbook(frame: pl.DataFrame, path: Path) -> None:
    """As Excel keeps it: texts once and shared, days as day numbers, numbers as numbers."""
    texts = _texts_of(frame)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _parts().items():
            archive.writestr(name, _XML + content)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as out:
            _lines(out, f'<sst xmlns="{_MAIN}">', _shared(texts), "</sst>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
            head = f'<worksheet xmlns="{_MAIN}"><sheetData>'
            _lines(out, head, _rows(frame, texts), "</sheetData></worksheet>")


def _parts() -> dict[str, str]:
    types = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
            ("styles", "styles"),
        )
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
        '<sheet name="Buku" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _lines(out: IO[bytes], head: str, pieces: Iterator[str], foot: str) -> None:
    out.write((_XML + head).encode())
    for piece in pieces:
        out.write(piece.encode())
    out.write(foot.encode())


def _texts_of(frame: pl.DataFrame) -> pl.DataFrame:
    """text, at: every text of the table once, with its number; the headings too."""
    named = [frame[name].unique() for name in frame.columns if name not in _NUMBERS + _DAYS]
    texts = pl.concat([pl.Series(frame.columns), *(one.rename("") for one in named)])
    texts = texts.unique(maintain_order=True)
    return pl.DataFrame({"text": texts.filter(texts != "")}).with_row_index("at")


def _shared(texts: pl.DataFrame) -> Iterator[str]:
    for part in texts.iter_slices(_AT_ONCE):
        yield "".join(
            part.select(pl.format("<si><t>{}</t></si>", _escaped("text")).alias("one"))["one"]
        )


def _escaped(name: str) -> pl.Expr:
    text = pl.col(name).str.replace_all("&", "&amp;", literal=True)
    return text.str.replace_all("<", "&lt;", literal=True)


def _rows(frame: pl.DataFrame, texts: pl.DataFrame) -> Iterator[str]:
    head = pl.DataFrame({name: [name] for name in frame.columns})
    columns = {name: _letters(number) for number, name in enumerate(frame.columns)}
    yield from _cells(_numbered(head, texts), columns, 1, plain=True)
    for start in range(0, frame.height, _AT_ONCE):
        part = _numbered(frame.slice(start, _AT_ONCE), texts)
        yield from _cells(part, columns, start + 2, plain=False)


def _numbered(part: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """With at_… for each column: the number of its text."""
    names = part.columns
    own = pl.concat([part[name].rename("text") for name in names]).unique().to_frame()
    few = texts.join(own, on="text", how="semi")
    for name in names:
        known = few.rename({"text": name, "at": f"at_{name}"})
        part = part.join(known, on=name, how="left", maintain_order="left")
    return part


def _letters(number: int) -> str:
    return chr(65 + number) if number < 26 else "A" + chr(65 + number - 26)


def _cells(
    part: pl.DataFrame, columns: dict[str, str], first: int, *, plain: bool
) -> Iterator[str]:
    """Rows of a sheet from line `first` on; a cell without text is left out."""
    part = part.with_row_index("line", offset=first)
    made = []
    for name, letter in columns.items():
        at = pl.col("line").cast(pl.String)
        if name in _NUMBERS and not plain:
            cell = pl.format(f'<c r="{letter}{{}}"><v>{{}}</v></c>', at, pl.col(name))
        elif name in _DAYS and not plain:
            day = pl.col(name).str.to_date().to_physical() + _DAY_ZERO
            cell = pl.format(f'<c r="{letter}{{}}" s="1"><v>{{}}</v></c>', at, day)
        else:
            cell = pl.format(f'<c r="{letter}{{}}" t="s"><v>{{}}</v></c>', at, f"at_{name}")
        made.append(pl.when(pl.col(name) != "").then(cell).otherwise(pl.lit("")))
    row = pl.concat_str([pl.format('<row r="{}">', "line"), *made, pl.lit("</row>")])
    yield "".join(part.select(row.alias("row"))["row"])


# --- SAF-T -----------------------------------------------------------------------------------


def write_saft(frame: pl.DataFrame, path: Path) -> None:
    """Every line of the table as an entry of two sides: its account against the bank's (9001)."""
    accounts = frame.select("acct", "acct_desc").unique(maintain_order=True)
    payees = frame.select("vendor_id", "vendor", "tax_id").unique("vendor_id", maintain_order=True)
    total = frame["amount_local"].cast(pl.Decimal(38, 2)).sum()
    with path.open("wb") as out:
        _lines(out, "<AuditFile><Header><DefaultCurrencyCode>IDR</DefaultCurrencyCode></Header>"
               "<MasterFiles><GeneralLedgerAccounts>", iter(_accounts(accounts)),
               "</GeneralLedgerAccounts><Suppliers>")  # fmt: skip
        for piece in _suppliers(payees):
            out.write(piece.encode())
        out.write(
            f"</Suppliers></MasterFiles><GeneralLedgerEntries><NumberOfEntries>{frame.height}"
            f"</NumberOfEntries><TotalDebit>{total}</TotalDebit><TotalCredit>{total}</TotalCredit>"
            "<Journal><JournalID>AP</JournalID>\n".encode()
        )
        for part in frame.iter_slices(_AT_ONCE):
            out.write("".join(_entries(part)).encode())
        out.write(b"</Journal></GeneralLedgerEntries></AuditFile>\n")


def _accounts(accounts: pl.DataFrame) -> Iterator[str]:
    for number, name in accounts.iter_rows():
        yield (
            f"<Account><AccountID>{number}</AccountID>"
            f"<AccountDescription>{name}</AccountDescription></Account>\n"
        )


def _suppliers(payees: pl.DataFrame) -> Iterator[str]:
    for number, name, tax in payees.iter_rows():
        yield (
            f"<Supplier><SupplierID>{number}</SupplierID><Name>{name}</Name><TaxRegistration>"
            f"<TaxRegistrationNumber>{tax}</TaxRegistrationNumber></TaxRegistration></Supplier>\n"
        )


def _entries(part: pl.DataFrame) -> pl.Series:
    entry = pl.format(
        "<Transaction><TransactionID>{}</TransactionID><Period>{}</Period>"
        "<TransactionDate>{}</TransactionDate><SupplierID>{}</SupplierID><Lines>\n"
        "<Line><RecordID>{}</RecordID><AccountID>{}</AccountID><Description>{}</Description>"
        "<DebitAmount><Amount>{}</Amount></DebitAmount></Line>\n"
        "<Line><RecordID>{}b</RecordID><AccountID>9001</AccountID><Description>Bank</Description>"
        "<CreditAmount><Amount>{}</Amount></CreditAmount></Line>\n</Lines></Transaction>\n",
        *("doc_no", "period", "txn_date", "vendor_id", "row_id", "acct", _escaped("desc")),
        *("amount_local", "row_id", "amount_local"),
    )
    return part.select(entry.alias("entry"))["entry"]
