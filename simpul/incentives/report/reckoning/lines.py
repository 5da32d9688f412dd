"""From the table as it stands in a file to lines with exact amounts in the report's currency."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from simpul.incentives.report.reckoning import dates, numbers
from simpul.incentives.report.reckoning.amounts import with_amounts
from simpul.incentives.report.reckoning.columns import recognise
from simpul.incentives.report.reckoning.faults import Faults, refuse
from simpul.incentives.report.reckoning.frame import TEXTS, lines_schema, rate_type
from simpul.incentives.report.reckoning.marks import NUMBER
from simpul.incentives.report.reckoning.rates import Rates
from simpul.incentives.report.reckoning.reading.raw import MOST_LINES, Layout, Raw, Totals
from simpul.incentives.report.reckoning.words import PAYEE_TYPES, RESIDENCIES, coded, yes_or_no
from simpul.kit.late import polars as pl

DAYS = ("date", "service_from", "service_to")
NUMBERS = {
    "amount": 4,
    "amount_orig": 4,
    "debit": 4,
    "credit": 4,
    "rate": 8,
    "tax": 4,
    "withholding": 4,
    "days": 4,
    "arms_length": 4,
}
_PLAIN_TEXTS = (
    *("row_id", "account", "account_text", "period", "payee_id", "payee", "tax_id", "place"),
    *("episode", "dept", "doc_no", "po_no", "type", "description", "currency", "tag", "method"),
    *("reason", "payee_type", "residency", "related_party", "reverses", "share"),
)
_TOTAL = re.compile(r"\s*(grand\s+)?(total|jumlah|totaal|합계)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lines:
    """`frame`: lines_schema() and, in a journal, debit and credit; `names`: role -> heading."""

    frame: pl.DataFrame
    names: Mapping[str, str]
    totals: Totals
    journal: bool
    tagged: bool


def typed(raw: Raw, layout: Layout, currency: str, rates: Rates) -> Lines:
    """Every line with its amounts. Raises Refused with all faults found, Asked with questions."""
    if raw.frame.height > MOST_LINES:
        raise refuse(0, "", "too_many_lines", more=f"{MOST_LINES:,}")
    roles = recognise(raw.header, layout.columns)
    names = {role: raw.header[column] for role, column in roles.items()}
    raw, last = _without_totals(raw, roles)
    faults = Faults()
    frame, signs = _numbers(raw, roles, names, layout, _texts(raw, roles), faults)
    totals = _totals(raw.totals, last, signs, names, faults)
    frame = _days(raw, roles, names, layout, frame, faults)
    _required(frame, names, faults)
    frame = _coded(frame, names, faults)
    frame = with_amounts(
        frame, names, layout.currency or raw.currency, currency, rates, faults, roles
    )
    frame = _keys(frame, names, "row_id" in roles, faults)
    faults.refuse()
    journal = raw.journal or ("debit" in roles and "credit" in roles)
    kept = [*lines_schema(), *(("debit", "credit") if journal else ())]
    return Lines(_complete(frame).select(kept), names, totals, journal, "tag" in roles)


def _without_totals(raw: Raw, roles: Mapping[str, int]) -> tuple[Raw, dict[str, str]]:
    """A last row "Total" or "Jumlah" is a control total, no line: its cells by role."""
    last = raw.frame.row(raw.frame.height - 1)
    filled = [cell.lstrip(NUMBER).strip() for cell in last]
    named = any(_TOTAL.match(cell) for cell in filled)
    if not named or dates.read_date(filled[roles["date"]]) or raw.frame.height < 2:
        return raw, {}
    cells = {
        role: last[roles[role]]
        for role in ("amount", "debit", "credit")
        if role in roles and filled[roles[role]]
    }
    kept = raw.frame.height - 1
    return replace(raw, frame=raw.frame.head(kept), lines=raw.lines.head(kept)), cells


def _totals(
    totals: Totals,
    cells: Mapping[str, str],
    signs: Mapping[str, str],
    names: Mapping[str, str],
    faults: Faults,
) -> Totals:
    """The last row's totals, read as the numbers above them are."""
    found: dict[str, Decimal] = {}
    for role, cell in cells.items():
        column = numbers.column_of(names[role], pl.Series([cell]))
        value = numbers.parse(column, signs[role], pl.Series([0]), faults)[0]
        if value is not None:
            found[role] = Decimal(value)
    return replace(
        totals,
        amount=found.get("amount", totals.amount),
        debit=found.get("debit", totals.debit),
        credit=found.get("credit", totals.credit),
    )


def _texts(raw: Raw, roles: Mapping[str, int]) -> pl.DataFrame:
    """Text columns; "" where the file has no such column."""
    marked = raw.kind == "xlsx"
    wanted = []
    for role in _PLAIN_TEXTS:
        if role not in roles:
            wanted.append(pl.lit("").alias(role))
            continue
        cell = pl.col(f"c{roles[role]}")
        wanted.append((cell.str.strip_prefix(NUMBER) if marked else cell).alias(role))
    return raw.frame.select(*wanted, raw.lines.alias("line"))


def _numbers(
    raw: Raw,
    roles: Mapping[str, int],
    names: Mapping[str, str],
    layout: Layout,
    frame: pl.DataFrame,
    faults: Faults,
) -> tuple[pl.DataFrame, dict[str, str]]:
    there = _number_columns(raw, roles, names)
    signs = numbers.decimal_signs(there, layout.decimal)
    made: list[pl.Expr | pl.Series] = []
    plain: list[pl.Expr] = []
    for role, digits in NUMBERS.items():
        if role not in there:
            made.append(pl.lit(None, dtype=pl.Decimal(38, digits)).alias(role))
            continue
        column = there[role]
        if column.plain and column.whole is None and signs[role] == numbers.POINT:
            made_of = pl.col(f"c{roles[role]}")
            plain.append(made_of.cast(pl.Decimal(38, digits), strict=False).alias(role))
            continue
        made.append(numbers.parse(column, signs[role], raw.lines, faults, digits).alias(role))
        if column.currency is not None:
            made.append(column.currency.alias(f"mark_{role}"))
    share = _shares(raw, roles, names, layout, faults)
    # One after the other they would leave a core without work.
    return frame.with_columns(*made, share, *raw.frame.select(plain).get_columns()), signs


def _number_columns(
    raw: Raw, roles: Mapping[str, int], names: Mapping[str, str]
) -> dict[str, numbers.Column]:
    """Role -> its numbers."""
    there = {role: f"c{roles[role]}" for role in NUMBERS if role in roles}
    plain = numbers.plain_columns(raw.frame, {cell: NUMBERS[role] for role, cell in there.items()})
    return {
        role: replace(plain[cell], name=names[role])
        if cell in plain
        else numbers.column_of(names[role], raw.frame[cell], digits=NUMBERS[role])
        for role, cell in there.items()
    }


def _days(
    raw: Raw,
    roles: Mapping[str, int],
    names: Mapping[str, str],
    layout: Layout,
    frame: pl.DataFrame,
    faults: Faults,
) -> pl.DataFrame:
    cells = raw.frame.select(
        pl.col(f"c{roles[role]}").alias(role) for role in DAYS if role in roles
    )
    seen = cells.select(pl.all().unique().implode()).row(0, named=True)
    made = [
        pl.col(role).replace_strict(
            dates.read_column(
                names[role], cells[role], seen[role], raw.lines, layout.dates, faults
            ),
            return_dtype=pl.Date,
        )
        for role in cells.columns
    ]
    # All at once they would take 50 MB more of half a million lines.
    none = [pl.lit(None, dtype=pl.Date).alias(role) for role in DAYS if role not in roles]
    return frame.with_columns(*(cells.select(one).to_series() for one in made), *none)


def _shares(
    raw: Raw, roles: Mapping[str, int], names: Mapping[str, str], layout: Layout, faults: Faults
) -> pl.Series | pl.Expr:
    """The owner's share of each line: "75%", or 0.75; null where the cell is empty."""
    if "share" not in roles:
        return pl.lit(None, dtype=rate_type()).alias("share")
    cells = raw.frame[f"c{roles['share']}"]
    percent = cells.str.ends_with("%")
    column = numbers.column_of(names["share"], cells.str.strip_suffix("%"), digits=8)
    sign = numbers.decimal_signs({"share": column}, layout.decimal)["share"]
    values = numbers.parse(column, sign, raw.lines, faults, 8)
    table = pl.DataFrame({"line": raw.lines, "share": values, "percent": percent, "value": cells})
    table = table.with_columns(
        pl.when("percent").then(pl.col("share") / Decimal(100)).otherwise("share").alias("share")
    )
    bad = table.filter((pl.col("share") < 0) | (pl.col("share") > 1))
    faults.add_rows(bad.select("line", "value"), names["share"], "bad_share")
    return table["share"].cast(rate_type())


def _required(frame: pl.DataFrame, names: Mapping[str, str], faults: Faults) -> None:
    missing = pl.col("date").is_null()
    if faults:  # a date that is none has been named already
        known = faults.frame().filter(pl.col("code") == "not_date")["line"].implode()
        missing = missing & ~pl.col("line").is_in(known)
    faults.note(frame, missing, pl.col("date"), names["date"], "required")
    bare = pl.col("account") == ""
    faults.note(frame, bare, pl.col("account"), names["account"], "required")
    if "service_to" in names:
        last = pl.col("service_to")
        late = last < pl.col("service_from")
        faults.note(frame, late, last, names["service_to"], "period_order")
    if "share" in names:
        share = pl.col("share")
        bare = (share < 1) & ((pl.col("method") == "") | (pl.col("reason") == ""))
        faults.note(frame, bare, share, names["share"], "share_without_method")


def _coded(frame: pl.DataFrame, names: Mapping[str, str], faults: Faults) -> pl.DataFrame:
    related = pl.col("related_party")
    said = {text: yes_or_no(text) for text in frame["related_party"].unique().to_list()}
    if odd := [text for text, meant in said.items() if meant is None]:
        column = names.get("related_party", "")
        faults.note(frame, related.is_in(odd), related, column, "not_yes_no")
    yes = [text for text, meant in said.items() if meant]
    return frame.with_columns(
        (related.is_in(yes) if yes else pl.lit(False)).alias("related_party"),
        coded(frame["payee_type"], PAYEE_TYPES),
        coded(frame["residency"], RESIDENCIES),
    )


# --- which line is which ---------------------------------------------------------------------


def _keys(
    frame: pl.DataFrame, names: Mapping[str, str], numbered: bool, faults: Faults
) -> pl.DataFrame:
    """A key for every line that does not depend on where it stands; what it reverses, as row."""
    numbered = numbered and bool((frame["row_id"] != "").all())
    if numbered and frame["row_id"].n_unique() < frame.height:
        double = frame.filter(pl.col("row_id").is_duplicated())
        first = double.group_by("row_id").agg(pl.col("line").min().alias("first"))
        again = double.join(first, on="row_id").filter(pl.col("line") != pl.col("first"))
        shown = again.select(
            "line", pl.col("row_id").alias("value"), pl.col("first").cast(pl.String).alias("more")
        )
        faults.add_rows(shown, names["row_id"], "double_row")
    key = frame["row_id"].alias("key") if numbered else _content_keys(frame)
    frame = frame.with_columns(key)
    return _reversed_rows(frame, names, numbered, faults)


def _content_keys(frame: pl.DataFrame) -> pl.Series:
    """A digest of what the line says, and which of the lines that say the same it is."""
    said = frame.select(
        pl.concat_str(
            "date",
            *("account", "payee_id", "payee", "doc_no", "po_no", "type", "description"),
            *("currency", "amount_orig", "tag", "place", "episode", "dept"),
            separator="\x1f",
            ignore_nulls=True,
        ).alias("said")
    ).with_columns(pl.int_range(pl.len()).over("said").alias("nth"))
    digests = [_digest(text) for text in said["said"].to_list()]
    nth = said["nth"]
    return (pl.Series("key", digests) + "-" + nth.cast(pl.String)).alias("key")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _reversed_rows(
    frame: pl.DataFrame, names: Mapping[str, str], numbered: bool, faults: Faults
) -> pl.DataFrame:
    rows = pl.repeat(None, frame.height, dtype=pl.Int64, eager=True).alias("reverses")
    backs = frame["reverses"] != ""
    if not backs.any():
        return frame.with_columns(rows)
    wanted = frame["reverses"].filter(backs)
    called = frame["row_id"] if numbered else frame["line"].cast(pl.String)
    meant = called.is_in(wanted.unique().implode())
    known = dict(zip(called.filter(meant), frame["line"].filter(meant), strict=True))
    back = [known.get(name) for name in wanted]
    if lost := [name for name in wanted if name not in known]:
        odd, column = pl.col("reverses"), names.get("reverses", "")
        faults.note(frame, odd.is_in(lost), odd, column, "reverses_unknown")
    return frame.with_columns(rows.scatter(backs.arg_true(), pl.Series(back, dtype=pl.Int64)))


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Everything the schema names, in its types; the payee always has a name to group by."""
    frame = frame.rename({"line": "row", "reason": "note"}).with_columns(
        *(pl.lit("").alias(name) for name in TEXTS if name not in {*frame.columns, "note"}),
        pl.lit("").alias("reason"),
        pl.lit(None, dtype=lines_schema()["eligible"]).alias("eligible"),
    )
    if (frame["payee_id"] == "").any():
        fallback = pl.coalesce(
            *(pl.when(pl.col(name) != "").then(pl.col(name)) for name in ("payee_id", "tax_id")),
            pl.col("payee").str.to_lowercase(),
        )
        frame = frame.with_columns(fallback.alias("payee_id"))
    kinds = frame.schema
    return frame.with_columns(
        pl.col(name).cast(dtype)
        for name, dtype in lines_schema().items()
        if kinds.get(name, dtype) != dtype
    )
