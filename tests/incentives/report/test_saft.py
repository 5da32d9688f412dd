"""SAF-T: a general ledger in XML, hostile ones refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from simpul.incentives.report.reckoning.report import Report

ENTRY = """<Transaction><TransactionID>T{n}</TransactionID><Period>3</Period>
<TransactionDate>2026-03-24</TransactionDate><Description>Faktur {n}</Description>
<SupplierID>S1</SupplierID><Lines>
<Line><RecordID>{n}a</RecordID><AccountID>1405</AccountID><Description>Gaji</Description>
<DebitAmount><Amount>{amount}</Amount></DebitAmount></Line>
<Line><RecordID>{n}b</RecordID><AccountID>9001</AccountID><Description>Bank</Description>
<CreditAmount><Amount>{credit}</Amount></CreditAmount></Line></Lines></Transaction>"""


def _file(entries: str, count: int, debit: str, credit: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO">
<Header><DefaultCurrencyCode>IDR</DefaultCurrencyCode></Header>
<MasterFiles><GeneralLedgerAccounts><Account><AccountID>1405</AccountID>
<AccountDescription>Pemeran</AccountDescription></Account></GeneralLedgerAccounts>
<Suppliers><Supplier><SupplierID>S1</SupplierID><Name>PT Cahaya</Name>
<TaxRegistration><TaxRegistrationNumber>012345678901000</TaxRegistrationNumber></TaxRegistration>
</Supplier></Suppliers></MasterFiles>
<GeneralLedgerEntries><NumberOfEntries>{count}</NumberOfEntries><TotalDebit>{debit}</TotalDebit>
<TotalCredit>{credit}</TotalCredit><Journal><JournalID>GL</JournalID>{entries}</Journal>
</GeneralLedgerEntries></AuditFile>"""


def test_a_ledger_with_its_names(read: Callable[..., Report]) -> None:
    entries = ENTRY.format(n=1, amount="1250.50", credit="1250.50") + ENTRY.format(
        n=2, amount="700", credit="700"
    )
    report = read(_file(entries, 2, "1950.50", "1950.50"), name="a.xml")
    first = report.lines.row(0, named=True)
    assert first["amount"] == Decimal("1250.50")
    assert (first["payee"], first["tax_id"]) == ("PT Cahaya", "012345678901000")
    assert (first["account_text"], first["doc_no"], first["key"]) == ("Pemeran", "T1", "1a")
    assert report.lines["amount"].sum() == 0
    assert first["row"] == 13  # the line of the file on which <Line> stands


def test_control_totals_and_balance(refused: Callable[..., Any]) -> None:
    entries = ENTRY.format(n=1, amount="100", credit="90")
    assert refused(_file(entries, 2, "100", "100"), name="a.xml") == [
        (0, "", "control_entries"),
        (0, "", "unbalanced"),
        (0, "credit", "control_total"),
        (13, "doc_no", "unbalanced_entry"),
    ]


def test_hostile_xml(refused: Callable[..., Any]) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xx">]><AuditFile>&x;</AuditFile>'
    assert refused(bomb, name="a.xml") == [(1, "", "doctype")]
    assert refused("<html><body/></html>", name="a.xml") == [(1, "", "not_saft")]
    assert refused("<AuditFile>" + "<a>" * 50, name="a.xml") == [(1, "", "too_deep")]
    assert refused("<AuditFile><Header>", name="a.xml") == [(1, "", "damaged")]
    assert refused("<AuditFile></AuditFile>", name="a.xml") == [(0, "", "empty")]
    external = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><AuditFile/>'
    assert refused(external, name="a.xml") == [(1, "", "doctype")]
