"""Lines that belong together: related parties, duplicates, reversals and what they take back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simpul.kit.late import polars as pl

_NOISE = re.compile(r"\b(pt|cv|tbk|ltd|limited|inc|co|corp|llc|gmbh|bv|sdn|bhd|pte)\b|[^0-9a-z]+")
_DIGITS = re.compile(r"\D+")
TAKEN_BACK = ("r", "v", "reversal", "void", "batal", "pembalikan", "koreksi")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody the company is related to: any of the three names it has in the ledger."""

    name: str
    tax_id: str = ""
    payee_id: str = ""


def plain_name(name: str) -> str:
    """ "PT. Sinar Jaya, Tbk" and "sinar jaya" are one name."""
    return _NOISE.sub(" ", name.casefold()).strip()


def with_related(lines: pl.DataFrame, parties: Iterable[Party]) -> pl.DataFrame:
    """Marks lines of related parties, beside those the ledger marks itself."""
    names = {plain_name(party.name) for party in parties if party.name}
    taxes = {_DIGITS.sub("", party.tax_id) for party in parties} - {""}
    ids = {party.payee_id for party in parties} - {""}
    if not names and not taxes and not ids:
        return lines
    payees = lines.select("payee", "tax_id", "payee_id").unique()
    hit = [
        plain_name(payee) in names or _DIGITS.sub("", tax) in taxes or number in ids
        for payee, tax, number in payees.iter_rows()
    ]
    known = payees.filter(pl.Series(hit, dtype=pl.Boolean)).with_columns(pl.lit(True).alias("hit"))
    by = ["payee", "tax_id", "payee_id"]
    hits = lines.select(by).join(known, on=by, how="left", maintain_order="left")["hit"]
    return lines.with_columns(
        (pl.col("related_party") | hits.fill_null(False)).alias("related_party")
    )


def with_reversals(lines: pl.DataFrame) -> pl.DataFrame:
    """Fills `reverses` where a ledger marks a line as taken back without saying which one.

    Looked for: the same payee, account and document with the opposite amount; each line is taken
    back once, the earliest first, whatever the order of the file.
    """
    loose = lines.select(pl.col("reverses").is_null() & (pl.col("amount") < 0)).to_series()
    if not loose.any():
        return lines
    named = pl.col("type").str.to_lowercase().is_in(TAKEN_BACK) | (pl.col("doc_no") != "")
    back = lines.filter(loose).filter(named)
    if not back.height:
        return lines
    by = ["payee_id", "account", "doc_no", "size"]
    taken = lines["reverses"].drop_nulls().implode()
    place = pl.struct("date", "key").rank("ordinal").over(by).alias("nth")
    back = back.with_columns((-pl.col("amount")).alias("size")).with_columns(place)
    there = (
        lines.filter((pl.col("amount") > 0) & ~pl.col("row").is_in(taken))
        .rename({"amount": "size"})
        .join(back.select(by).unique(), on=by, how="semi")
        .with_columns(place)
        .select(*by, "nth", pl.col("row").alias("found"))
    )
    pairs = back.join(there, on=[*by, "nth"], how="inner").select("row", "found")
    found = lines.select("row").join(pairs, on="row", how="left", maintain_order="left")["found"]
    return lines.with_columns(pl.coalesce("reverses", pl.lit(found)).alias("reverses"))


SAID = ("row", "key", "payee_id", "doc_no", "account", "description", "amount", "date", "reverses")
"""What tells that two lines say the same."""


def duplicates(lines: pl.DataFrame) -> pl.DataFrame:
    """row and twin of lines (SAID) that say the same as another: payee, amount and document, or
    without a document payee, amount, date and description. Reversals and what they reverse are
    none."""
    taken = lines["reverses"].drop_nulls().implode()
    rest = lines.filter(
        pl.col("reverses").is_null() & (pl.col("amount") != 0) & ~pl.col("row").is_in(taken)
    )
    day = pl.when(pl.col("doc_no") == "").then("date")
    # All but the first of each group; the first by key, not by place.
    first = (
        pl.col("row").first().over("payee_id", "account", "description", "amount", "doc_no", day)
    )
    twins = rest.sort("key").with_columns(first.alias("twin"))
    return twins.filter(pl.col("row") != pl.col("twin")).select("row", "twin")


def alike(lines: pl.DataFrame) -> pl.Series:
    """Reversals, and the lines that may say the same as another: of most a digest tells that they
    do not."""
    which = pl.when(pl.col("doc_no") != "").then(pl.col("doc_no").hash(1)).otherwise(
        pl.col("date").hash(2)
    )  # fmt: skip
    digest = lines.select(
        pl.col("payee_id").hash(3) ^ pl.col("amount").to_physical().hash(4) ^ which
    ).to_series()
    in_order = np.sort(digest.to_numpy())
    twice = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
    again = digest.is_in(pl.Series(twice, dtype=pl.UInt64).implode())
    return again | lines["reverses"].is_not_null()
