"""The amount of every line: in which currency, on which side, at which rate."""

from __future__ import annotations

from collections.abc import Container, Mapping
from decimal import Decimal

from simpul.incentives.report.reckoning.faults import Asked, Faults, Question
from simpul.incentives.report.reckoning.frame import figure, money_type
from simpul.incentives.report.reckoning.numbers import is_code
from simpul.incentives.report.reckoning.rates import Rates, converted, minor_step, with_rates
from simpul.kit.late import polars as pl

MARKS = ("amount", "amount_orig", "debit", "credit")
"""Columns whose cells may carry a currency mark."""


def with_amounts(
    frame: pl.DataFrame,
    names: Mapping[str, str],
    said: str,
    currency: str,
    rates: Rates,
    faults: Faults,
    roles: Container[str],
) -> pl.DataFrame:
    """The frame with currency, amount_orig, rate and amount filled in.

    `said`: the currency of a file that names none; `currency`: the report's.
    """
    if "debit" in roles and "credit" in roles:
        frame = _from_sides(frame, names, "amount" in roles, faults)
    own = "amount" in roles or "debit" in roles
    if "amount_orig" in roles and own:
        frame = _signed_like(frame)
    else:
        source = "amount" if own else "amount_orig"
        frame = frame.with_columns(pl.col(source).alias("amount_orig"))
    frame = _with_currency(frame, names, said, currency, faults, roles)
    frame = with_rates(frame, rates, currency, names, faults)
    made = (
        pl.when(pl.col("currency") == currency).then("amount_orig").otherwise(converted(currency))
    )
    frame = frame.with_columns(made.cast(money_type()).alias("made"))
    if "amount_orig" in roles and own:
        _compare(frame, names.get("amount", names.get("debit", "")), currency, faults)
        made_of = pl.coalesce("amount", "made")
    else:
        made_of = pl.col("made")
    frame = frame.with_columns(made_of.alias("amount")).drop("made")
    if "arms_length" in roles:
        frame = _arms_length(frame, names, currency, faults, own="amount_orig" in roles and own)
    said_already = faults.frame()["line"].implode()
    empty = frame.filter(
        pl.col("amount_orig").is_null()
        & pl.col("amount").is_null()
        & ~pl.col("line").is_in(said_already)
    )
    column = next((names[role] for role in MARKS if role in names), "")
    faults.add_rows(empty.select("line", pl.lit("").alias("value")), column, "no_amount")
    return frame


def _from_sides(
    frame: pl.DataFrame, names: Mapping[str, str], amount: bool, faults: Faults
) -> pl.DataFrame:
    """amount = debit − credit; a line has one side only."""
    both = (pl.col("debit").fill_null(0) != 0) & (pl.col("credit").fill_null(0) != 0)
    rows = frame.filter(both).select("line", figure("debit").alias("value"))
    faults.add_rows(rows, names["debit"], "both_sides")
    neither = pl.col("debit").is_null() & pl.col("credit").is_null()
    net = pl.when(~neither).then(pl.col("debit").fill_null(0) - pl.col("credit").fill_null(0))
    if amount:
        frame = frame.with_columns(net.cast(money_type()).alias("net"))
        rows = frame.filter(pl.col("net") != pl.col("amount")).select(
            "line",
            figure("amount").alias("value"),
            figure("net").alias("more"),
        )
        faults.add_rows(rows, names["amount"], "amount_sides")
        return frame.drop("net")
    return frame.with_columns(net.cast(money_type()).alias("amount"))


def _signed_like(frame: pl.DataFrame) -> pl.DataFrame:
    """Amounts in a foreign currency are often written without the side; the amount has it."""
    turned = (pl.col("amount") < 0) & (pl.col("amount_orig") > 0)
    return frame.with_columns(
        pl.when(turned).then(-pl.col("amount_orig")).otherwise("amount_orig").alias("amount_orig")
    ).with_columns(pl.coalesce("amount_orig", "amount"))


def _with_currency(
    frame: pl.DataFrame,
    names: Mapping[str, str],
    said: str,
    currency: str,
    faults: Faults,
    roles: Container[str],
) -> pl.DataFrame:
    marks = [name for name in frame.columns if name.startswith("mark_")]
    frame = frame.with_columns(
        (pl.coalesce(marks) if marks else pl.lit(None, dtype=pl.String)).alias("mark")
    )
    if "currency" not in roles:
        frame = _by_marks(frame, names, said, faults)
    column = names.get("currency", "")
    codes = frame["currency"].unique().to_list()
    upper = {code: code.strip().upper() or said or currency for code in codes}
    frame = frame.with_columns(
        pl.col("currency").replace_strict(upper, return_dtype=pl.String).alias("currency")
    )
    bad = [code for code in set(upper.values()) if not is_code(code)]
    if bad:
        rows = frame.filter(pl.col("currency").is_in(bad)).select(
            "line", pl.col("currency").alias("value")
        )
        faults.add_rows(rows, column, "not_currency")
    if frame["mark"].null_count() == frame.height:
        return frame.drop("mark", *marks)
    differs = frame.filter(pl.col("mark") != pl.col("currency"))
    shown = differs.select("line", pl.col("mark").alias("value"), pl.col("currency").alias("more"))
    faults.add_rows(shown, column, "currency_differs")
    return frame.drop("mark", *marks)


def _by_marks(
    frame: pl.DataFrame, names: Mapping[str, str], said: str, faults: Faults
) -> pl.DataFrame:
    """Without a currency column: the one mark of the amounts, else what the owner says."""
    marked = frame.filter(pl.col("mark").is_not_null())
    if not marked.height:
        if not said:
            raise Asked([Question("currency", "", ())])
        return frame.with_columns(pl.lit(said).alias("currency"))
    counts = marked["mark"].value_counts().sort(["count", "mark"], descending=[True, False])
    first = str(counts["mark"][0])
    others = marked.filter(pl.col("mark") != first)
    column = next((names[role] for role in MARKS if role in names), "")
    faults.add_rows(
        others.select("line", pl.col("mark").alias("value")), column, "two_currencies", first
    )
    return frame.with_columns(pl.lit(first).alias("currency"), pl.lit(first).alias("mark"))


def _arms_length(
    frame: pl.DataFrame, names: Mapping[str, str], currency: str, faults: Faults, *, own: bool
) -> pl.DataFrame:
    """What an unrelated party would have been paid, in the report's currency, on the amount's side.

    It stands in the currency of the column of amounts: the report's (`own`) where the file has a
    column for other currencies beside it, else the line's.
    """
    column = pl.col("arms_length")
    wrong = frame.filter((column < 0) & (pl.col("amount") >= 0))
    shown = wrong.select(
        "line",
        figure("arms_length").alias("value"),
        figure("amount").alias("more"),
    )
    faults.add_rows(shown, names["arms_length"], "arms_length_side")
    foreign = pl.col("currency") != currency
    price = (
        column
        if own
        else pl.when(foreign).then(converted(currency, "arms_length")).otherwise(column)
    )
    turned = (pl.col("amount") < 0) & (price > 0)
    return frame.with_columns(
        pl.when(turned).then(-price).otherwise(price).cast(money_type()).alias("arms_length")
    )


def _compare(frame: pl.DataFrame, column: str, currency: str, faults: Faults) -> None:
    """The ledger's own conversion must be its rate's, to one smallest unit."""
    step = Decimal(minor_step(currency)) / 10_000
    far = (pl.col("amount") - pl.col("made")).abs() > pl.lit(step, dtype=money_type())
    rows = frame.filter(far & pl.col("amount").is_not_null()).select(
        "line",
        figure("amount").alias("value"),
        figure("made").alias("more"),
    )
    faults.add_rows(rows, column, "amount_differs")
