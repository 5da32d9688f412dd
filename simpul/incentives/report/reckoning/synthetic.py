"""Made-up ledgers with faults of which we know where they are: for tests, measuring, demonstration.

Nothing here is anybody's: names, numbers and amounts come from a seeded generator. The same lines
and seed make the same ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from simpul.incentives.report.reckoning.synthetic_words import (
    ACCOUNTS,
    COMPANIES,
    GIVEN,
    PLACES,
    THINGS,
)
from simpul.kit.late import polars as pl

COLUMNS = (
    *("row_id", "txn_date", "period", "acct", "acct_desc", "dept", "episode", "vendor_id"),
    *("vendor", "payee_type", "residency", "tax_id", "doc_no", "po_no", "txn_type", "desc"),
    *("service_from", "service_to", "place", "currency", "amount_orig", "fx", "amount_local"),
    *("tax_amt", "tag", "related_party", "reverses_row", "days"),
)
"""The field set of a ledger's export (research on cost reports, section 3.2)."""

FIRST_DAY, DAYS = date(2026, 2, 2), 210
USD = 16_000
"""Rupiah for a dollar in the made-up ledger, the same on every day."""


@dataclass(frozen=True, slots=True)
class Made:
    """`frame`: every cell as text, points for decimals, ISO dates; `planted`: flag -> row ids."""

    frame: pl.DataFrame
    planted: dict[str, list[str]]


def make(lines: int, seed: int = 1, *, faults: bool = True) -> Made:
    """A ledger of so many lines (at least 200 where faults are planted)."""
    rng = np.random.default_rng(seed)
    if not faults:
        return Made(_base(lines, rng).select(COLUMNS), {})
    changed = max(60, lines // 100)
    each = max(2, changed // (len(_CHANGES) + 3) // 2 * 2)
    added = changed - len(_CHANGES) * each
    frame, planted = _with_faults(_base(lines - added, rng), changed, each, rng)
    return Made(frame.select(COLUMNS), planted)


def _base(lines: int, rng: np.random.Generator) -> pl.DataFrame:
    account = rng.integers(0, len(ACCOUNTS), lines)
    payees = max(20, lines // 40)
    payee = rng.integers(0, payees, lines)
    day = rng.integers(0, DAYS, lines)
    # Odd amounts between 100,000 and 100 million: no round ones, none near a threshold.
    size = 10 ** rng.integers(2, 5, lines)
    amount = rng.integers(1000, 9999, lines) * size + rng.integers(1, 99, lines)
    dollars = rng.random(lines) < 0.04
    cents = rng.integers(5_001, 300_000, lines)
    names = pl.DataFrame(
        {
            "payee": pl.Series(range(payees), dtype=pl.Int64),
            **_payees(payees, rng),
        }
    )
    chart = pl.DataFrame(
        {
            "account": pl.Series(range(len(ACCOUNTS)), dtype=pl.Int64),
            "acct": [number for number, _name in ACCOUNTS],
            "acct_desc": [name for _number, name in ACCOUNTS],
        }
    )
    frame = pl.DataFrame(
        {
            "n": np.arange(1, lines + 1),
            "account": account.astype(np.int64),
            "payee": payee.astype(np.int64),
            "day": day.astype(np.int64),
            "rupiah": amount,
            "dollars": dollars,
            "cents": cents,
            "thing": rng.integers(0, len(THINGS), lines).astype(np.int64),
            "where": rng.integers(0, len(PLACES), lines).astype(np.int64),
            "ep": rng.integers(1, 9, lines),
        }
    )
    frame = frame.join(names, on="payee", maintain_order="left")
    return _texts(frame.join(chart, on="account", maintain_order="left"))


def _payees(count: int, rng: np.random.Generator) -> dict[str, list[str]]:
    person = rng.random(count) < 0.35
    given = rng.integers(0, len(GIVEN), count)
    second = rng.integers(0, len(GIVEN), count)
    word = rng.integers(0, len(COMPANIES), count)
    names = [
        f"{GIVEN[given[i]]} {GIVEN[second[i]]} {i}"
        if person[i]
        else f"PT {COMPANIES[word[i]]} {GIVEN[second[i]]} {i}, Tbk"
        for i in range(count)
    ]
    return {
        "vendor": names,
        "vendor_id": [f"V{i:06d}" for i in range(count)],
        "payee_type": ["person" if one else "company" for one in person],
        "tax_id": [f"{int(number):015d}" for number in rng.integers(10**14, 10**15, count)],
    }


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    when = pl.lit(FIRST_DAY).cast(pl.Date) + pl.duration(days=pl.col("day"))
    things, places = pl.Series(THINGS), pl.Series(PLACES)
    foreign = pl.col("cents") * (USD // 100)
    orig = pl.col("cents").cast(pl.Decimal(38, 2)) / 100
    return frame.with_columns(
        pl.format("L{}", "n").alias("row_id"),
        when.cast(pl.String).alias("txn_date"),
        when.dt.strftime("%Y-%m").alias("period"),
        pl.col("acct").str.head(2).alias("dept"),
        pl.format("E{}", "ep").alias("episode"),
        pl.lit("resident").alias("residency"),
        pl.format("INV-{}", "n").alias("doc_no"),
        pl.format("PO-{}", pl.col("n") // 3).alias("po_no"),
        pl.lit("AP").alias("txn_type"),
        (
            pl.col("thing").replace_strict(dict(enumerate(things)), return_dtype=pl.String)
            + pl.format(" {}", "n")
        ).alias("desc"),
        when.cast(pl.String).alias("service_from"),
        when.cast(pl.String).alias("service_to"),
        pl.col("where")
        .replace_strict(dict(enumerate(places)), return_dtype=pl.String)
        .alias("place"),
        pl.when("dollars").then(pl.lit("USD")).otherwise(pl.lit("IDR")).alias("currency"),
        pl.when("dollars")
        .then(orig.cast(pl.String))
        .otherwise(pl.col("rupiah").cast(pl.String))
        .alias("amount_orig"),
        pl.when("dollars").then(pl.lit(str(USD))).otherwise(pl.lit("1")).alias("fx"),
        pl.when("dollars").then(foreign).otherwise("rupiah").cast(pl.String).alias("amount_local"),
        pl.lit("0").alias("tax_amt"),
        pl.lit("Q").alias("tag"),
        pl.lit("no").alias("related_party"),
        pl.lit("").alias("reverses_row"),
        pl.lit("").alias("days"),
    ).select(COLUMNS)


# --- faults ----------------------------------------------------------------------------------


def _with_faults(
    frame: pl.DataFrame, changed: int, each: int, rng: np.random.Generator
) -> tuple[pl.DataFrame, dict[str, list[str]]]:
    """Changes lines in rupiah drawn at random, and adds a few that repeat or take back others."""
    able = frame.with_row_index("at").filter(
        (pl.col("currency") == "IDR") & (pl.col("payee_type") == "company")
    )["at"]
    chosen = rng.choice(able.to_numpy(), size=changed, replace=False).tolist()
    kinds = list(_CHANGES)
    rows = {name: frame[name].to_list() for name in COLUMNS}
    planted: dict[str, list[str]] = {}
    for number, kind in enumerate(kinds):
        for count, at in enumerate(chosen[number * each : (number + 1) * each]):
            for column, value in _CHANGES[kind](count).items():
                rows[column][at] = value
            if "amount_local" in _CHANGES[kind](count):
                rows["amount_orig"][at] = rows["amount_local"][at]
            planted.setdefault(kind, []).append(rows["row_id"][at])
    _add_lines(rows, chosen[len(kinds) * each :], planted)
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String())), planted


def _split(count: int) -> dict[str, str]:
    """Two bills each of one payee, a day apart, just under 200 million."""
    day = f"2026-03-{10 + count % 2}"
    return {
        "service_from": day,
        "service_to": day,
        "vendor": f"PT Pecah Tagihan {count // 2}",
        "vendor_id": f"S{count // 2:05d}",
        "txn_date": day,
        "amount_local": str(195_000_123 + count),
    }


_CHANGES: dict[str, Any] = {
    "split-invoice": _split,
    "untagged": lambda _n: {"acct": "8888", "acct_desc": "Tidak dikenal"},
    "outside-window": lambda _n: {
        "txn_date": "2025-11-05",
        "service_from": "2025-11-05",
        "service_to": "2025-11-05",
    },
    "round-sum": lambda n: {"amount_local": str(60_000_000 + n % 3 * 10_000_000)},
    "no-tax-number": lambda n: {"tax_id": "", "amount_local": str(25_000_111 + n)},
    "no-document": lambda n: {"doc_no": "", "amount_local": str(7_000_111 + n)},
    "per-diem": lambda n: {
        "desc": f"Uang harian kru {n}",
        "days": "2",
        "amount_local": str(3_000_111 + n),
    },
    "person-pay": lambda n: {
        "vendor": f"Bintang Utama {n}",
        "vendor_id": f"P{n:05d}",
        "payee_type": "person",
        "acct": "1401",
        "amount_local": str(2_500_000_111 + n),
    },
    "deferral": lambda n: {"desc": f"Honor ditangguhkan {n}"},
    "place-mismatch": lambda n: {"place": "Singapore", "amount_local": str(9_000_111 + n)},
    "related-party": lambda _n: {"related_party": "yes"},
    "not-incurred": lambda _n: {"txn_type": "accrual"},
}
"""What is changed in a line for each flag; the n-th of its kind."""


def _add_lines(
    rows: dict[str, list[str]], origins: list[int], planted: dict[str, list[str]]
) -> None:
    """Half of the origins are booked once more, of the other half each is taken back."""
    for number, at in enumerate(origins):
        copy = {name: rows[name][at] for name in COLUMNS}
        own, first = f"X{number}", copy["row_id"]
        copy["row_id"] = own
        if number % 2:
            copy.update(
                reverses_row=first,
                txn_type="R",
                amount_orig=f"-{copy['amount_orig']}",
                amount_local=f"-{copy['amount_local']}",
            )
            planted.setdefault("reversed", []).append(first)
        else:
            planted.setdefault("duplicate", []).append(own)
        for name in COLUMNS:
            rows[name].append(copy[name])
