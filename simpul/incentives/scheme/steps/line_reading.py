"""Line steps as they stand in a scheme file."""

from __future__ import annotations

from fractions import Fraction

from simpul.incentives.scheme.fields import Fields
from simpul.incentives.scheme.frame import DATE_COLUMNS, TEXT_COLUMNS
from simpul.incentives.scheme.steps.base import Body, Reader
from simpul.incentives.scheme.steps.lines import (
    Keep,
    LineTest,
    Part,
    PerPerson,
    RelatedParty,
    Scope,
    Window,
)

LINE_OPERATORS = ("within", "like", "one_of", "none_of", "is")
AMOUNT_OPERATORS = ("at_least", "more_than", "at_most", "less_than")


def read_scope(fields: Fields) -> Scope:
    """`of` and `lines` of a line step."""
    categories = fields.names("of", required=False)
    return Scope(categories, tuple(_line_tests(fields)))


def _line_tests(fields: Fields) -> list[LineTest]:
    tests = []
    for column, wanted in fields.table("lines").items():
        place = f"lines.{column}"
        table = wanted if isinstance(wanted, dict) else {"one_of": wanted}
        for operator, value in table.items():
            if (test := _line_test(fields, place, column, operator, value)) is not None:
                tests.append(test)
    return tests


def _line_test(
    fields: Fields, place: str, column: str, operator: str, value: object
) -> LineTest | None:
    if column == "related_party" and isinstance(value, bool):
        return LineTest(column, "is", value)
    if column == "amount" and operator in AMOUNT_OPERATORS:
        term = fields.read_term(place, value)
        number = getattr(term, "value", None)
        return LineTest(column, operator, number) if isinstance(number, Fraction) else None
    if column not in TEXT_COLUMNS:
        fields.bad(place, "not_a_choice", value=column, choices=", ".join(TEXT_COLUMNS))
        return None
    if operator not in LINE_OPERATORS:
        fields.bad(place, "not_a_choice", value=operator, choices=", ".join(LINE_OPERATORS))
        return None
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        fields.bad(place, "not_text")
        return None
    return LineTest(column, operator, tuple(values))


def read_window(fields: Fields) -> Body | None:
    scope = read_scope(fields)
    start, before = fields.term("from"), fields.term("before")
    column = fields.text("column", choices=DATE_COLUMNS, default="date")
    if start is None and before is None:
        fields.bad("from", "required")
        return None
    earlier, later = fields.whole("months_before") or 0, fields.whole("months_after") or 0
    return Window(scope, column, start, before, earlier, later)


def read_place(fields: Fields) -> Body | None:
    scope, codes = read_scope(fields), fields.words("within")
    if not codes:
        fields.bad("within", "required")
        return None
    return Keep(scope, (LineTest("place", "within", codes),))


def read_payee(fields: Fields) -> Body | None:
    scope = read_scope(fields)
    keeps = [
        LineTest(column, "one_of", fields.words(column))
        for column in ("payee_type", "residency")
        if fields.has(column)
    ]
    if not keeps:
        fields.bad("payee_type", "required")
        return None
    return Keep(scope, tuple(keeps))


def read_exclusion(fields: Fields) -> Body | None:
    scope = read_scope(fields)
    if not fields.has("of") and not fields.has("lines"):
        fields.bad("lines", "required")
    return Part(scope, fields.share("share"), None, None, excludes=True)


def read_apportionment(fields: Fields) -> Body | None:
    scope = read_scope(fields)
    if fields.one_of("share", "part") == "share":
        return Part(scope, fields.share("share"), None, None, excludes=False)
    part, whole = fields.term("part", required=True), fields.term("whole", required=True)
    return Part(scope, None, part, whole, excludes=False) if part and whole else None


def read_related_party(fields: Fields) -> Body | None:
    scope = read_scope(fields)
    without = fields.text("without", required=True, choices=("drop", "keep"))
    return RelatedParty(scope, without == "keep")


PER = ("payee_id", "date", "episode", "payee_type", "period")


def read_per_person(fields: Fields) -> Body | None:
    scope, form = read_scope(fields), fields.one_of("limit", "from_amount")
    limit = fields.term(form) if form else None
    per = fields.words("per", choices=PER) or ("payee_id",)
    return None if limit is None else PerPerson(scope, limit, per, form == "from_amount")


READERS: dict[str, Reader] = {
    "window": read_window,
    "place": read_place,
    "payee": read_payee,
    "exclusion": read_exclusion,
    "apportionment": read_apportionment,
    "related_party": read_related_party,
    "per_person_limit": read_per_person,
}
"""Kinds of step on lines. A category's own share is applied before the first of them."""
