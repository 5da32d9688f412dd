"""SAF-T, the Standard Audit File of the OECD: the general ledger's lines, read as they stream by.

Country files differ in small ways; read are `GeneralLedgerEntries/Journal/Transaction/Line` (also
`DebitLine` and `CreditLine`) with amounts as `DebitAmount/Amount` or as `DebitAmount` itself,
accounts and suppliers of `MasterFiles`, and the control totals in front of the entries.
Document types and entities are refused before anything of them is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.parsers import expat

from simpul.incentives.report.reckoning.faults import refuse
from simpul.incentives.report.reckoning.marks import NUMBER
from simpul.incentives.report.reckoning.reading.raw import (
    MEGABYTE,
    MOST_LINES,
    Raw,
    Told,
    Totals,
    nobody,
)
from simpul.kit.late import polars as pl

DEEPEST = 40
LONGEST_TEXT = 20_000
MOST_NAMES = 1000
"""Names of elements that are remembered without their prefix."""
MOST_DIGITS = 24
"""Before or after the point of a control total."""
PIECE = MEGABYTE
ROWS_AT_ONCE = 20_000
"""Lines that are held as Python's texts before they go into the table."""

COLUMNS = (
    "row_id",
    "doc_no",
    "date",
    "period",
    "account",
    "account_text",
    "description",
    "payee_id",
    "payee",
    "tax_id",
    "type",
    "currency",
    "amount_orig",
    "rate",
    "debit",
    "credit",
    "tax",
)
"""Names of the columns: the roles themselves, so that nothing needs to be recognised."""
_AMOUNTS = frozenset({"amount_orig", "rate", "debit", "credit", "tax"})
_LINES = {"Line": "", "DebitLine": "debit", "CreditLine": "credit"}
_OF_LINE = {
    "RecordID": "row_id",
    "AccountID": "account",
    "Description": "description",
    "SupplierID": "payee_id",
    "CurrencyCode": "currency",
    "CurrencyAmount": "amount_orig",
    "ExchangeRate": "rate",
    "DebitAmount": "debit",
    "CreditAmount": "credit",
    "TaxAmount": "tax",
    "SourceDocumentID": "source",
}
_OF_ENTRY = {
    "TransactionID": "doc_no",
    "TransactionDate": "date",
    "Period": "period",
    "TransactionType": "type",
    "SupplierID": "payee_id",
    "Description": "description",
}
_HEADS = frozenset({"NumberOfEntries", "TotalDebit", "TotalCredit"})


def read_saft(path: Path, tell: Told = nobody) -> Raw:
    """The general ledger of a file. Raises Refused with the line and the cause."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    reader.parser = parser
    try:
        with path.open("rb") as stream:
            size = max(path.stat().st_size, 1)
            while piece := stream.read(PIECE):
                parser.Parse(piece, False)
                tell(len(reader.lines), 1000 * stream.tell() // size)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refuse(error.lineno, "", "damaged", more=f"XML {error.code}") from None
    except (LookupError, ValueError):
        raise refuse(1, "", "damaged", more="encoding") from None
    return reader.raw()


class _Reader:
    """What has been seen so far; one line at a time is open."""

    def __init__(self) -> None:
        self.parser: expat.XMLParserType | None = None
        self.path: list[str] = []
        self.words: list[str] = []
        self.size = 0
        self.rows: list[tuple[str, ...]] = []
        self.frames: list[pl.DataFrame] = []
        self.lines: list[int] = []
        self.names: dict[str, str] = {}
        self.entry: dict[str, str] = {}
        self.line: dict[str, str] | None = None
        self.heads: dict[str, Decimal] = {}
        self.currency = ""
        self.accounts: dict[str, str] = {}
        self.suppliers: dict[str, tuple[str, str]] = {}
        self.master: dict[str, str] = {}
        self.began = 0

    @property
    def number(self) -> int:
        """The line of the file that is being read."""
        return self.parser.CurrentLineNumber if self.parser else 0

    def doctype(self, *_declared: object) -> None:
        raise refuse(self.number, "", "doctype")

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        name = self._short(name)
        if not self.path and name != "AuditFile":
            raise refuse(self.number, "", "not_saft")
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise refuse(self.number, "", "too_deep")
        self.words, self.size = [], 0
        if name == "Transaction":
            self.entry = {}
        elif name in _LINES and "Transaction" in self.path:
            self.line, self.began = {}, self.number
        elif name in {"Account", "Supplier"}:
            self.master = {}

    def _short(self, name: str) -> str:
        """Without the prefix of its namespace. A file has few names, however long it is."""
        short = self.names.get(name)
        if short is None:
            short = name.rpartition(":")[2]
            if len(self.names) < MOST_NAMES:
                self.names[name] = short
        return short

    def text(self, words: str) -> None:
        self.size += len(words)
        if self.size > LONGEST_TEXT:
            raise refuse(self.number, self.path[-1], "too_deep")
        self.words.append(words)

    def end(self, name: str) -> None:
        name = self._short(name)
        text = "".join(self.words).strip()
        self.words, self.size = [], 0
        self.path.pop()
        if self.line is not None:
            self._in_line(name, text)
        elif "Transaction" in self.path:
            if (role := _OF_ENTRY.get(name)) and text:
                self.entry.setdefault(role, text)
        elif "MasterFiles" in self.path:
            self._in_master(name, text)
        elif name in _HEADS and "GeneralLedgerEntries" in self.path:
            self.heads[name] = self._amount(name, text)
        elif name in {"DefaultCurrencyCode", "CurrencyCode"} and "Header" in self.path:
            self.currency = text

    def _in_line(self, name: str, text: str) -> None:
        assert self.line is not None
        if name in _LINES:
            self._close_line(self.line)
            self.line = None
        elif name == "Amount" and self.path[-1] in {"DebitAmount", "CreditAmount"}:
            self.line[_OF_LINE[self.path[-1]]] = text
        elif name == "TaxAmount" or self.path[-1] == "TaxInformationTotals":
            self.line.setdefault("tax", text if name == "TaxAmount" else "")
        elif name == "Amount" and self.path[-1] == "TaxAmount":
            self.line["tax"] = text
        elif (role := _OF_LINE.get(name)) and text:
            self.line.setdefault(role, text)

    def _in_master(self, name: str, text: str) -> None:
        if name == "Account":
            self.accounts[self.master.get("AccountID", "")] = self.master.get(
                "AccountDescription", ""
            )
        elif name == "Supplier":
            named = self.master.get("CompanyName") or self.master.get("Name", "")
            tax = self.master.get("TaxRegistrationNumber") or self.master.get("SupplierTaxID", "")
            self.suppliers[self.master.get("SupplierID", "")] = (named, tax)
        elif text:
            self.master.setdefault(name, text)

    def _close_line(self, line: dict[str, str]) -> None:
        if len(self.lines) >= MOST_LINES:
            raise refuse(self.began, "", "too_many_lines", more=f"{MOST_LINES:,}")
        payee = line.get("payee_id") or self.entry.get("payee_id", "")
        named, tax = self.suppliers.get(payee, ("", ""))
        row = {
            **self.entry,
            **{role: text for role, text in line.items() if text},
            "payee_id": payee,
            "payee": named,
            "tax_id": tax,
            "account_text": self.accounts.get(line.get("account", ""), ""),
        }
        for role in _AMOUNTS & row.keys():
            row[role] = NUMBER + row[role]
        self.rows.append(tuple(row.get(role, "") for role in COLUMNS))
        self.lines.append(self.began)
        if len(self.rows) >= ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        """The rows so far into a table: texts of Python take several times the room."""
        schema = {f"c{number}": pl.String() for number in range(len(COLUMNS))}
        self.frames.append(pl.DataFrame(self.rows, schema=schema, orient="row"))
        self.rows = []

    def _amount(self, name: str, text: str) -> Decimal:
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise refuse(self.number, name, "not_number", text) from None
        # A control total of a million digits would be worked out in full by whoever compares it.
        if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
            raise refuse(self.number, name, "not_number", text)
        return value

    def raw(self) -> Raw:
        """Everything, as a table."""
        if not self.lines:
            raise refuse(0, "", "empty")
        self._flush()
        frame = pl.concat(self.frames, rechunk=True)
        entries = self.heads.get("NumberOfEntries")
        totals = Totals(
            entries=None if entries is None else int(entries),
            debit=self.heads.get("TotalDebit"),
            credit=self.heads.get("TotalCredit"),
        )
        lines = pl.Series("line", self.lines, dtype=pl.Int64)
        return Raw("saft", COLUMNS, frame, lines, 1, totals, self.currency, journal=True)
