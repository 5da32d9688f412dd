"""Schemes for tests, written as Python data and read through the real reader as TOML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.spec import Scheme

NAME = "xx-test.toml"

HEAD = {
    "id": "xx-test",
    "family": "xx-test",
    "country": "XX",
    "name": {"id": "Uji", "en": "Test"},
    "authority": "Nobody",
    "instrument": "rebate",
    "currency": "EUR",
    "valid_from": date(2020, 1, 1),
    "valid_to": "",
    "date_basis": "application",
    "grade": "A",
    "status": "confirmed",
}
LABEL = {"id": "teks", "en": "text"}


def toml(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f'"{k}" = {toml(v)}' for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    return '"' + str(value) + '"'


def table(name: str, rows: Mapping[str, Any]) -> list[str]:
    return [name, *(f"{key} = {toml(value)}" for key, value in rows.items()), ""]


def text_of(
    steps: Sequence[Mapping[str, Any]] = (),
    *,
    inputs: Sequence[Mapping[str, Any]] = (),
    categories: Sequence[Any] = (),
    tests: Sequence[Mapping[str, Any]] = (),
    head: Mapping[str, Any] | None = None,
    **others: Any,
) -> str:
    """A scheme file. Labels are added where they are wanted; a text is a category by itself."""
    lines = table("[scheme]", {**HEAD, **(head or {})})
    lines += table("[[source]]", {"id": "law", "title": "T", "publisher": "P", "date": ""})
    rows = [{"id": one} if isinstance(one, str) else one for one in categories]
    for name, found in (("category", rows), ("input", inputs), ("test", tests), ("step", steps)):
        for one in found:
            lines += table(f"[[{name}]]", {"label": LABEL, **one})
    for name, value in others.items():
        if isinstance(value, list):
            for one in value:
                labelled = {} if name in ("source", "dispute") else {"label": LABEL}
                lines += table(f"[[{name}]]", {**labelled, **one})
        else:
            lines += table(f"[{name}]", value)
    return "\n".join(lines)


def made(*args: Any, **kwargs: Any) -> Scheme:
    """The scheme of such a file."""
    own = {**HEAD, **(kwargs.get("head") or {})}["id"]
    return read_scheme(text_of(*args, **kwargs), f"{own}.toml")


def amount(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "amount", **more}


def cost(name: str, category: str = "", **more: Any) -> dict[str, Any]:
    """An input that is a cost, of the category of its own name if none is said."""
    return {"id": name, "kind": "amount", "category": category or name, **more}


def count(name: str, unit: str = "days", **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "count", "unit": unit, **more}


def flag(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "flag", **more}


def choice(name: str, *codes: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "choice", "choices": dict.fromkeys(codes, LABEL), **more}
