"""A scheme file read into a `Scheme`; everything wrong with it at once, with line and field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from simpul.incentives.scheme import problems as _messages  # noqa: F401
from simpul.incentives.scheme import tables
from simpul.incentives.scheme.checking import check
from simpul.incentives.scheme.fields import Fields, Setting
from simpul.incentives.scheme.spec import (
    DATE_BASES,
    DATES,
    DUES,
    GRADES,
    INSTRUMENTS,
    STATUSES,
    Instalment,
    Scheme,
)
from simpul.kit.packs import PackFolder, Problems, Row, parse_toml

LARGEST_STEPS = 300
"""Steps of one scheme; the longest real one has some thirty."""


class SchemeProblems(ValueError):
    """A file that is no scheme. `problems`: what to mend."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        super().__init__("; ".join(problems.texts("en")))


def read_scheme(source: Path | str, name: str = "") -> Scheme:
    """A scheme from its file, or from a text with the file's name. SchemeProblems when wrong."""
    if isinstance(source, str):
        return _read_text(source, name)
    problems = Problems()
    text = PackFolder(source.parent).read_text(source.name, problems)
    if text is None:
        raise SchemeProblems(problems)
    return _read_text(text, name or source.name)


@lru_cache(maxsize=512)
def _read_text(text: str, name: str) -> Scheme:
    """A text is read once: a scheme never changes. Errors are not kept."""
    problems = Problems()
    scheme = parse_scheme(text, name, problems)
    if scheme is None or problems:
        raise SchemeProblems(problems)
    return scheme


def parse_scheme(text: str, name: str, problems: Problems) -> Scheme | None:
    """A scheme from a text; None when anything is wrong, which is then on the list."""
    own = Problems()
    whole = parse_toml(text, name, own)
    scheme = None if whole is None else _scheme(whole, text, own)
    if scheme is not None and whole is not None and not own:
        check(scheme, whole, own)
    problems.extend(own)
    return None if own else scheme


TABLES = ("source", "input", "category", "test", "step", "payment", "cliff", "index", "dispute")
SINGLE = ("scheme", "rounding", "tax", "fund", "combine")


def _scheme(whole: Row, text: str, problems: Problems) -> Scheme | None:
    for key in whole.values:
        if key not in (*TABLES, *SINGLE):
            problems.at(whole, key, "unknown_key", name=key)
    if not isinstance(whole.values.get("scheme"), dict):
        problems.add(whole.file, 1, "scheme", "no_table", name="scheme")
        return None
    setting = Setting(_currency(whole), tables.choices_of(whole.values.get("input")))
    file = _File(whole, problems, setting)
    head = file.single("scheme")
    assert head is not None
    parts: dict[str, Any] = {
        "sources": tuple(map(tables.source, file.rows("source"))),
        "inputs": tuple(map(tables.input_, file.rows("input"))),
        "categories": tuple(map(tables.category, file.rows("category"))),
        "tests": tuple(one for one in map(tables.test, file.rows("test")) if one is not None),
        "steps": tuple(one for one in map(tables.step, file.rows("step")) if one is not None),
        "rounding": tables.rounding(file.single("rounding")),
        "tax": tables.tax(file.single("tax")),
        "payments": tuple(map(tables.payment, file.rows("payment"))),
        "fund": tables.fund(file.single("fund")),
        "combine": tables.combine(file.single("combine")),
        "cliffs": tuple(map(tables.cliff, file.rows("cliff"))),
        "indexes": tuple(map(tables.index, file.rows("index"))),
        "disputes": tuple(map(tables.dispute, file.rows("dispute"))),
    }
    if len(parts["steps"]) > LARGEST_STEPS:
        problems.add(whole.file, 1, "step", "too_large")
    if not parts["sources"]:
        problems.add(whole.file, 1, "source", "required")
    _check_payments(whole, parts["payments"], problems)
    return _head(head, text, parts)


def _check_payments(whole: Row, payments: tuple[Instalment, ...], problems: Problems) -> None:
    """Parts stand in the order in which they are paid: what is left over is the last one's."""
    for number, (one, after) in enumerate(pairwise(payments), start=1):
        if DUES.index(after.due) < DUES.index(one.due):
            place = f"payment.{number}.due"
            problems.at(whole, place, "paid_before", value=after.due, other=one.due)


class _File:
    """The tables of a file, each with its place."""

    def __init__(self, whole: Row, problems: Problems, setting: Setting) -> None:
        self.whole, self.problems, self.setting = whole, problems, setting

    def rows(self, key: str) -> Iterator[Fields]:
        """The tables `[[key]]`."""
        items = self.whole.values.get(key, [])
        if not isinstance(items, list):
            self.problems.at(self.whole, key, "not_a_table", name=f"[[{key}]]")
            return
        for number, values in enumerate(items):
            yield from self._fields(f"{key}.{number}", values)

    def single(self, key: str) -> Fields | None:
        """The table `[key]`."""
        if key not in self.whole.values:
            return None
        return next(self._fields(key, self.whole.values[key]), None)

    def _fields(self, place: str, values: Any) -> Iterator[Fields]:
        if not isinstance(values, dict):
            self.problems.at(self.whole, place, "not_a_table", name=place)
            return
        yield Fields(self.whole.below(place, values), self.problems, self.setting)


def _currency(whole: Row) -> str:
    value = whole.values["scheme"].get("currency", "")
    return value if isinstance(value, str) else ""


def _head(head: Fields, text: str, parts: dict[str, Any]) -> Scheme:
    currency, country = head.text("currency", required=True), head.text("country", required=True)
    own, status = (
        head.text("id", required=True),
        head.text("status", required=True, choices=STATUSES),
    )
    result = head.name("result", required=False)
    steps = parts["steps"]
    scheme = Scheme(
        id=own,
        family=head.text("family", required=True),
        country=country,
        area=head.text("area"),
        name=head.texts("name"),
        note=head.texts("note", required=False),
        authority=head.text("authority", required=True),
        instrument=head.text("instrument", required=True, choices=INSTRUMENTS),
        discretionary=bool(head.flag("discretionary")),
        currency=currency,
        decreed=head.date("decreed"),
        valid_from=head.date("valid_from"),
        valid_to=head.date("valid_to"),
        dates=head.text("dates", choices=DATES, default="day"),
        date_basis=head.text("date_basis", required=True, choices=DATE_BASES),
        grade=head.text("grade", required=True, choices=GRADES),
        status=status,
        taxable=head.flag("taxable", None),
        result=result or (steps[-1].id if steps else ""),
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        **parts,
    )
    _check_head(head, scheme)
    head.done()
    return scheme


def _check_head(head: Fields, scheme: Scheme) -> None:
    if scheme.currency and not re.fullmatch(r"[A-Z]{3}", scheme.currency):
        head.bad("currency", "not_currency", value=scheme.currency)
    if scheme.country and not re.fullmatch(r"[A-Z]{2}", scheme.country):
        head.bad("country", "not_country", value=scheme.country)
    if scheme.id and Path(head.row.file).stem != scheme.id:
        head.bad("id", "not_the_file", value=scheme.id)
    if not scheme.steps and scheme.status != "unknown" and not head.problems:
        head.bad("status", "no_steps")
    if scheme.valid_from and scheme.valid_to and scheme.valid_to <= scheme.valid_from:
        head.bad("valid_to", "date_order")
    for key, value in (("id", scheme.id), ("family", scheme.family)):
        if value and not _CODE.fullmatch(value):
            head.bad(key, "not_a_name", value=value)


_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
