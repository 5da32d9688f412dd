"""The amount of every line: in which currency, on which side, at which rate."""

from __future__ import annotations

from collections.abc import Container, Mapping
from decimal import Decimal

from simpul.incentives.report.reckoning.faults import Asked, Faults, Question
from simpul.incentives.report.reckoning.frame import figure, money_type
from simpul.incentives.report.reckoning.numbers import is_code
from simpul.incentives.report.reckoning.rates import Rates, in_currency, minor_step, with_rates
from simpul.incentives.report.reckoning.words import replaced
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
    made = in_currency(frame, "amount_orig", currency).alias("made")
    if "amount_orig" in roles and own:
        both = pl.DataFrame([frame["line"], frame["amount"], made])
        _compare(both, names.get("amount", names.get("debit", "")), currency, faults)
        if frame["amount"].null_count():
            made = both.select(pl.coalesce("amount", "made")).to_series()
        else:
            made = frame["amount"]
    frame = frame.with_columns(made.alias("amount"))
    if "arms_length" in roles:
        frame = _arms_length(frame, names, currency, faults, own="amount_orig" in roles and own)
    _without_amount(frame, names, faults)
    return frame


def _without_amount(frame: pl.DataFrame, names: Mapping[str, str], faults: Faults) -> None:
    if not frame["amount"].null_count():
        return
    said_already = faults.frame()["line"].implode()
    empty = pl.col("amount_orig").is_null() & pl.col("amount").is_null()
    column = next((names[role] for role in MARKS if role in names), "")
    unsaid = empty & ~pl.col("line").is_in(said_already)
    faults.note(frame, unsaid, pl.lit(""), column, "no_amount")


def _from_sides(
    frame: pl.DataFrame, names: Mapping[str, str], amount: bool, faults: Faults
) -> pl.DataFrame:
    """amount = debit − credit; a line has one side only."""
    both = (pl.col("debit").fill_null(0) != 0) & (pl.col("credit").fill_null(0) != 0)
    faults.note(frame, both, figure("debit"), names["debit"], "both_sides")
    neither = pl.col("debit").is_null() & pl.col("credit").is_null()
    net = pl.when(~neither).then(pl.col("debit").fill_null(0) - pl.col("credit").fill_null(0))
    if amount:
        frame = frame.with_columns(net.cast(money_type()).alias("net"))
        odd, column = pl.col("net") != pl.col("amount"), names["amount"]
        faults.note(frame, odd, figure("amount"), column, "amount_sides", figure("net"))
        return frame.drop("net")
    return frame.with_columns(net.cast(money_type()).alias("amount"))


def _signed_like(frame: pl.DataFrame) -> pl.DataFrame:
    """Amounts in a foreign currency are often written without the side; the amount has it."""
    turned = (pl.col("amount") < 0) & (pl.col("amount_orig") > 0)
    signed = pl.when(turned).then(-pl.col("amount_orig")).otherwise("amount_orig")
    return frame.with_columns(pl.coalesce(signed, "amount").alias("amount_orig"))


def _with_currency(
    frame: pl.DataFrame,
    names: Mapping[str, str],
    said: str,
    currency: str,
    faults: Faults,
    roles: Container[str],
) -> pl.DataFrame:
    marks = [name for name in frame.columns if name.startswith("mark_")]
    marked = bool(marks) or "currency" not in roles
    if marked:
        mark = pl.coalesce(marks) if marks else pl.lit(None, dtype=pl.String)
        frame = frame.with_columns(mark.alias("mark")).drop(marks)
    if "currency" not in roles:
        frame = _by_marks(frame, names, said, faults)
    column, code = names.get("currency", ""), pl.col("currency")
    codes = frame["currency"].unique().to_list()
    upper = {code: code.strip().upper() or said or currency for code in codes}
    frame = frame.with_columns(replaced(frame["currency"], upper))
    bad = [code for code in set(upper.values()) if not is_code(code)]
    if bad:
        faults.note(frame, code.is_in(bad), code, column, "not_currency")
    if not marked:
        return frame
    mark = pl.col("mark")
    faults.note(frame, mark != code, mark, column, "currency_differs", code)
    return frame.drop("mark")


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
    wrong = (pl.col("arms_length") < 0) & (pl.col("amount") >= 0)
    value, more = figure("arms_length"), figure("amount")
    faults.note(frame, wrong, value, names["arms_length"], "arms_length_side", more)
    if not own:
        frame = frame.with_columns(in_currency(frame, "arms_length", currency))
    price = pl.col("arms_length")
    turned = (pl.col("amount") < 0) & (price > 0)
    return frame.with_columns(
        pl.when(turned).then(-price).otherwise(price).cast(money_type()).alias("arms_length")
    )


def _compare(frame: pl.DataFrame, column: str, currency: str, faults: Faults) -> None:
    """The ledger's own conversion must be its rate's, to one smallest unit."""
    step = Decimal(minor_step(currency)) / 10_000
    far = (pl.col("amount") - pl.col("made")).abs() > pl.lit(step, dtype=money_type())
    faults.note(frame, far, figure("amount"), column, "amount_differs", figure("made"))
