"""The tables of a scheme file, one function each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from fractions import Fraction

from simpul.incentives.scheme import spec
from simpul.incentives.scheme.conditions import OPERATORS, All, Condition
from simpul.incentives.scheme.fields import Fields
from simpul.incentives.scheme.frame import COLUMNS, DATE_COLUMNS, TEXT_COLUMNS
from simpul.incentives.scheme.rounding import MODES
from simpul.incentives.scheme.steps import READERS
from simpul.incentives.scheme.steps.arithmetic import read_place
from simpul.incentives.scheme.terms import MONEY, PURE, Constant, TermProblem, read_term
from simpul.kit.texts import Texts


def choices_of(inputs: object) -> Mapping[str, Collection[str]]:
    """The codes of every input of kind choice: conditions read them as words, not as names."""
    found = {}
    for one in inputs if isinstance(inputs, list) else []:
        if isinstance(one, dict) and one.get("kind") == "choice":
            table = one.get("choices")
            found[str(one.get("id"))] = tuple(table) if isinstance(table, dict) else ()
    return found


def source(fields: Fields) -> spec.Source:
    """Where it is written."""
    url = fields.text("url")
    if url and not url.startswith(("http://", "https://")):
        fields.bad("url", "bad_value", value=url, why="http")
    printed = fields.get("date")
    day = printed.isoformat() if isinstance(printed, date) else str(printed or "")
    if day and not _PRINTED.fullmatch(day):
        fields.bad("date", "not_date", value=day)
    found = spec.Source(
        id=fields.text("id"),
        title=fields.text("title", required=True),
        publisher=fields.text("publisher", required=True),
        date=day,
        url=url,
        note=fields.texts("note", required=False),
    )
    fields.done()
    return found


_PRINTED = re.compile(r"[12]\d{3}(-[01]\d(-[0-3]\d)?)?")


def origin(fields: Fields) -> spec.Origin:
    """Sources of one parameter, by their ids."""
    return spec.Origin(fields.words("source"), fields.text("grade", choices=spec.GRADES))


def dispute(fields: Fields) -> spec.Dispute:
    """Sources that disagree."""
    says = []
    for one in fields.tables("says"):
        source, value = one.text("source", required=True), one.text("value", required=True)
        said = spec.Reading(source, value, one.texts("label", required=False))
        one.done()
        says.append(said)
    found = spec.Dispute(
        of=fields.name("of"),
        says=tuple(says),
        taken=fields.text("taken", required=True),
        why=fields.texts("why"),
    )
    fields.done()
    return found


def input_(fields: Fields) -> spec.Input:
    """A question."""
    kind = fields.text("kind", required=True, choices=spec.INPUT_KINDS)
    category = fields.name("category", required=False)
    if category and kind != "amount":
        fields.bad("category", "not_this_and_that", one="category", other=kind)
    choices = _choices(fields, kind)
    fillings = [
        spec.Filling(one.text("family", required=True), one.name("value", required=False))
        for one in fields.tables("filled_by", required=False)
    ]
    found = spec.Input(
        id=fields.name("id"),
        kind=kind,
        label=fields.texts("label"),
        help=fields.texts("help", required=False),
        required=bool(fields.flag("required", True)),
        default=typed(fields, "default", kind, choices),
        unit=fields.text("unit", required=kind == "count", choices=tuple(spec.UNITS)),
        choices=choices,
        category=category,
        line=_line(fields),
        least=typed(fields, "least", kind, choices),
        most=typed(fields, "most", kind, choices),
        means=fields.text("means", choices=spec.MEANINGS),
        from_=fields.text("from", choices=spec.FROM_PERMITS),
        filled_by=tuple(fillings),
        qualifying=bool(fields.flag("qualifying", bool(category))),
        origin=origin(fields),
    )
    fields.done()
    return found


def _choices(fields: Fields, kind: str) -> Mapping[str, Texts]:
    table = fields.table("choices")
    if kind == "choice" and not table:
        fields.bad("choices", "required")
    if kind != "choice" and table:
        fields.bad("choices", "not_this_and_that", one="choices", other=kind)
    found: dict[str, Texts] = {}
    for code, texts in table.items():
        good = isinstance(texts, Mapping) and all(texts.get(key) for key in ("id", "en"))
        if good:
            found[code] = {str(k): str(v) for k, v in texts.items()}
        else:
            fields.bad(f"choices.{code}", "required")
    return found


def typed(fields: Fields, key: str, kind: str, choices: Collection[str]) -> object:
    """A value of the kind of an input; None when there is none."""
    value = fields.get(key)
    if value is None:
        return None
    found = fact_of(value, kind, choices, fields.setting.currency)
    if found is None:
        fields.bad(key, "not_a_default", value=str(value), kind=kind)
    return found


def fact_of(value: object, kind: str, choices: Collection[str], currency: str) -> object:
    """A TOML value as a fact of a kind: Fraction, bool, text or date; None when it is none."""
    if kind == "flag":
        return value if isinstance(value, bool) else None
    if kind == "choice":
        return value if isinstance(value, str) and value in choices else None
    if kind == "date":
        return value if isinstance(value, date) and not isinstance(value, datetime) else None
    try:
        term = read_term(value, currency)
    except TermProblem:
        return None
    number = term.value if isinstance(term, Constant) else None
    whole = isinstance(number, Fraction) and (kind != "count" or number.denominator == 1)
    return number if whole else None


def _line(fields: Fields) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for column, value in fields.table("line").items():
        if column not in COLUMNS or column in ("row", "category", "amount"):
            fields.bad(f"line.{column}", "not_a_choice", value=column, choices=", ".join(COLUMNS))
        elif isinstance(value, Mapping) and set(value) == {"fact"}:
            found[column] = spec.FromFact(str(value["fact"]))
        elif (known := _of_column(column, value, fields.setting.currency)) is not None:
            found[column] = known
        else:
            fields.bad(f"line.{column}", "not_a_default", value=str(value), kind=column)
    return found


def _of_column(column: str, value: object, currency: str) -> object:
    """A value as a line's column holds it; None when it cannot."""
    if column in TEXT_COLUMNS:
        return value if isinstance(value, str) else None
    if column == "related_party":
        return value if isinstance(value, bool) else None
    kind = "date" if column in DATE_COLUMNS else "number"
    return fact_of(value, kind, (), currency)


def category(fields: Fields) -> spec.Category:
    """A kind of cost."""
    found = spec.Category(
        id=fields.name("id"),
        label=fields.texts("label"),
        share=fields.share("share"),
        part_of=fields.name("part_of", required=False),
        accounts=fields.words("accounts"),
        origin=origin(fields),
    )
    fields.done()
    return found


def test(fields: Fields) -> spec.Test | None:
    """A requirement: `needs`, or `of` with operators."""
    own, label = fields.name("id"), fields.texts("label")
    on_fail = fields.text("on_fail", choices=spec.ON_FAIL, default="refuse")
    when, clause = fields.condition("when"), fields.text("clause")
    needs = fields.condition("needs") if fields.one_of("needs", "of") == "needs" else _of(fields)
    written = origin(fields)
    fields.done()
    if not own or needs is None:
        return None
    return spec.Test(own, needs, when, on_fail, clause, label, fields.row.line, written)


def _of(fields: Fields) -> Condition | None:
    name = fields.name("of")
    wanted = {key: fields.get(key) for key in OPERATORS if fields.has(key)}
    if not name or not wanted:
        if name:
            fields.bad("of", "no_condition")
        return None
    parts = fields.comparisons(name, wanted, "of")
    return parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else None


def step(fields: Fields) -> spec.Step | None:
    """A step; its kind reads the rest of the table."""
    own, kind = fields.name("id"), fields.text("kind", required=True, choices=tuple(READERS))
    label, note = fields.texts("label"), fields.texts("note", required=False)
    when, clause = fields.condition("when"), fields.text("clause")
    law, written = fields.text("law"), origin(fields)
    if not kind:
        return None
    body = READERS[kind](fields)
    fields.done()
    if body is None or not own:
        if not fields.problems:
            fields.bad("kind", "required")
        return None
    line = fields.row.line
    return spec.Step(own, kind, body, when, clause, law, written, label, note, line)


def rounding(fields: Fields | None) -> spec.Rounding | None:
    """How results are rounded."""
    if fields is None:
        return None
    mode, place = fields.text("mode", required=True, choices=MODES), read_place(fields)
    at = fields.names("at", required=False)
    fields.done()
    return spec.Rounding(mode, place, at) if mode and place else None


def tax(fields: Fields | None) -> spec.Tax | None:
    """What tax leaves."""
    if fields is None:
        return None
    form = fields.one_of("rate", "net")
    found = spec.Tax(
        rate=fields.share("rate") if form == "rate" else None,
        net=fields.name("net") if form == "net" else "",
        label=fields.texts("label", required=False),
        clause=fields.text("clause"),
    )
    fields.done()
    return found


def payment(fields: Fields) -> spec.Instalment:
    """One part of the money."""
    form = fields.one_of("share", "amount", "of", "remainder")
    found = spec.Instalment(
        id=fields.name("id"),
        label=fields.texts("label"),
        share=fields.share("share") if form == "share" else None,
        amount=fields.term("amount") if form == "amount" else None,
        of=fields.name("of") if form == "of" else "",
        remainder=bool(fields.flag("remainder")),
        months=fields.whole("months"),
        when=fields.condition("when"),
        due=fields.text("due", choices=spec.DUES, default=spec.FINAL),
    )
    fields.done()
    return found


def fund(fields: Fields | None) -> spec.Fund | None:
    """The money behind the scheme."""
    if fields is None:
        return None
    found = spec.Fund(
        amount=fields.term("amount"),
        period=fields.text("period", choices=("year", "once"), default="once"),
        opens=fields.date("opens"),
        closes=fields.date("closes"),
        queue=fields.text("queue", choices=("wait", "none"), default="none"),
        note=fields.texts("note", required=False),
        origin=origin(fields),
    )
    fields.done()
    return found


def combine(fields: Fields | None) -> spec.Combine | None:
    """What it may stand beside."""
    if fields is None:
        return None
    with_, at_most = fields.words("with"), fields.term("at_most")
    if bool(with_) is not (at_most is not None):
        fields.bad("with", "one_of_these", names="with + at_most")
    if at_most is not None and not isinstance(at_most, Constant):
        fields.bad("at_most", "not_number", value=at_most.name)
    found = spec.Combine(fields.words("not_with"), with_, at_most, fields.text("clause"))
    fields.done()
    return found


def cliff(fields: Fields) -> spec.Cliff:
    """A known jump."""
    found = spec.Cliff(fields.name("of"), fields.term("at"), fields.texts("label"))
    fields.done()
    return found


def index(fields: Fields) -> spec.Index:
    """A published number with its days."""
    values = []
    last: date | None = None
    for one in fields.tables("values"):
        start, before = one.date("from", required=True), one.date("before")
        value = one.term("value", required=True)
        one.done()
        if start and last and start <= last:
            one.bad("from", "not_in_order", value=start.isoformat())
        last = start or last
        if start is not None and isinstance(value, Constant):
            values.append(spec.IndexValue(start, before, value))
    unit = fields.text("unit")
    found = spec.Index(
        id=fields.name("id"),
        label=fields.texts("label"),
        unit=MONEY if unit and unit == fields.setting.currency else PURE,
        values=tuple(values),
        origin=origin(fields),
    )
    if unit and unit != fields.setting.currency:
        fields.bad("unit", "other_currency", value=unit, currency=fields.setting.currency)
    fields.done()
    return found
