"""Exchange rates: one per currency and day, from a dated list. A day without a rate is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from simpul.incentives.report.reckoning.faults import Faults
from simpul.incentives.report.reckoning.frame import (
    figure,
    from_units,
    money_type,
    rate_type,
    rounded_half_up,
    units,
)
from simpul.kit.late import polars as pl
from simpul.kit.money import MINOR_DIGITS

STEP = 10**8
"""From amount × rate (12 digits after the point) down to the four of an amount."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Units of the report's currency for one unit of another, on a day."""

    on: Mapping[tuple[str, date], Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, date, Decimal]]) -> Rates:
        """From (currency, day, rate); ValueError for a rate that is not more than zero, or for two
        rates of one day."""
        found: dict[tuple[str, date], Decimal] = {}
        for currency, day, rate in rows:
            if rate <= 0 or found.get((currency, day), rate) != rate:
                raise ValueError(f"{currency} {day}: {rate}")
            found[currency, day] = rate
        return cls(found)

    def frame(self) -> pl.DataFrame:
        """As a table to join."""
        return pl.DataFrame(
            [(currency, day, rate) for (currency, day), rate in self.on.items()],
            schema={"currency": pl.String(), "date": pl.Date(), "listed": rate_type()},
            orient="row",
        )


def with_rates(
    lines: pl.DataFrame, rates: Rates, currency: str, names: Mapping[str, str], faults: Faults
) -> pl.DataFrame:
    """The lines with a rate each: the line's own, 1 for the report's currency, else the list's.

    `lines` has currency, date, rate (null where the line has none) and line.
    """
    own = pl.col("currency") == currency
    column = names.get("rate", names.get("currency", ""))
    rate = pl.col("rate")
    faults.note(lines, own & (rate != 1), figure("rate"), column, "rate_not_one")
    faults.note(lines, rate <= 0, figure("rate"), column, "bad_rate")
    if not lines["rate"].null_count():
        return lines
    if lines.select((own | rate.is_not_null()).all()).item():
        return lines.with_columns(pl.col("rate").fill_null(Decimal(1)))
    by = ["currency", "date"]
    listed = lines.select(by).join(rates.frame(), on=by, how="left", maintain_order="left")
    lines = lines.with_columns(
        pl.when(own)
        .then(pl.lit(Decimal(1), dtype=rate_type()))
        .otherwise(pl.coalesce("rate", pl.lit(listed["listed"])))
        .alias("rate")
    )
    day = pl.col("date")
    missing = rate.is_null() & day.is_not_null()
    faults.note(lines, missing, pl.col("currency"), column, "no_rate", day.cast(pl.String))
    return lines


def minor_step(currency: str) -> int:
    """The smallest unit in the last digit of an amount: 10,000 for rupiah, 100 for cents."""
    return int(10 ** (4 - MINOR_DIGITS.get(currency, 2)))


def in_currency(lines: pl.DataFrame, column: str, currency: str) -> pl.Series:
    """A column of money in the report's currency: of lines in another one × rate, halves up at the
    smallest unit. Exact; only those lines, mostly few, are worked out."""
    foreign = lines["currency"] != currency
    money = lines[column].cast(money_type())
    if not foreign.any():
        return money
    product = units(column) * units("rate", 8)
    made = from_units(rounded_half_up(product, STEP * minor_step(currency)) // STEP)
    few = pl.DataFrame([lines[name].filter(foreign) for name in (column, "rate")])
    few = few.select(made.cast(money_type()))
    return money.clone().scatter(foreign.arg_true(), few.to_series())
