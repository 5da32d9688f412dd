"""Put typed answers into a draft, page by page and row by row. Pure: data in, new data out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from simpul.permits.applying.asks.base import Page
from simpul.permits.applying.draft import Draft, free_name, reach, with_value
from simpul.permits.applying.pages import asks_of, extra_of, rows_of, value_of

Data = dict[str, Any]
MOST_REPEATED = 62
"""So many days can be added at once; a longer run is a spreadsheet."""


def stamp(page: Page, draft: Draft, key: str = "") -> str:
    """A short digest of what a page or row holds: has a colleague changed it since it was read?"""
    if page.rows is None:
        held: Any = [value_of(ask, draft) for ask in page.asks]
    elif key:
        index = row_index(page, draft, key)
        row = rows_of(page, draft)[index] if index is not None else None
        held = [row, extra_of(page, draft, row) if row else None]
    else:
        held = reach(draft.data, page.rows.at)
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]


def row_index(page: Page, draft: Draft, key: str) -> int | None:
    """The row a page's address names: by its id, or counted from 1."""
    rows = rows_of(page, draft)
    assert page.rows is not None
    if page.rows.letter:
        return next((i for i, row in enumerate(rows) if str(row.get("id")) == key), None)
    if key.isascii() and key.isdigit() and 1 <= int(key) <= len(rows):
        return int(key) - 1
    return None


def row_key(page: Page, draft: Draft, index: int) -> str:
    """How the address names a row."""
    assert page.rows is not None
    return str(rows_of(page, draft)[index]["id"]) if page.rows.letter else str(index + 1)


def set_page(page: Page, draft: Draft, typed: Mapping[str, Any]) -> Data:
    """The data with a page's answers; answers to questions that no longer arise go out."""
    data: Data = dict(draft.data)
    for ask in page.asks:
        if ask.name in typed:
            data = with_value(data, f"{ask.at}.{ask.stored}", typed[ask.name])
    fresh = replace(draft, data=data)
    still = asks_of(page, fresh)
    for ask in page.asks:
        if ask not in still and value_of(ask, fresh) is not None:
            data = with_value(data, f"{ask.at}.{ask.stored}", None)
    return with_seen(data, page)


def with_seen(data: Data, page: Page) -> Data:
    """Remember that the page was saved: an empty optional page is then done."""
    seen = reach(data, "details.seen")
    codes = {str(code) for code in seen} if isinstance(seen, list) else set()
    return with_value(data, "details.seen", sorted(codes | {page.code}))


def set_row(
    page: Page, draft: Draft, key: str, typed: Mapping[str, Any]
) -> tuple[Data, str] | None:
    """The data with one row's answers, and how the row is named; `key` "" adds a row.

    None when the row is gone.
    """
    assert page.rows is not None
    rows = [dict(row) for row in rows_of(page, draft)]
    if key:
        index = row_index(page, draft, key)
        if index is None:
            return None
    else:
        index = len(rows)
        taken = {str(row.get("id")) for row in rows}
        rows.append({"id": free_name(page.rows.letter, taken)} if page.rows.letter else {})
    row = rows[index]
    extra = extra_of(page, draft, row)
    _write(page, draft, row, extra, typed)
    data = with_value(draft.data, page.rows.at, rows)
    if page.rows.extra:
        data = with_value(data, f"{page.rows.extra}.{row['id']}", extra or None)
    return with_seen(data, page), str(row["id"]) if page.rows.letter else str(index + 1)


def _write(page: Page, draft: Draft, row: Data, extra: Data, typed: Mapping[str, Any]) -> None:
    def put(target: Data, key: str, value: Any) -> None:
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value

    for ask in page.asks:
        if ask.name in typed:
            put(row if ask.at == "row" else extra, ask.stored, typed[ask.name])
    still = asks_of(page, draft, {**extra, **row})
    for ask in page.asks:
        if ask not in still:
            put(row if ask.at == "row" else extra, ask.stored, None)


def repeated(typed: Mapping[str, Any], until: Any) -> list[dict[str, Any]] | None:
    """The answers for each day from `date` until `until`; None when the dates do not work."""
    try:
        first = dt.date.fromisoformat(str(typed.get("date")))
        last = dt.date.fromisoformat(str(until))
    except ValueError:
        return None
    count = (last - first).days + 1
    if not 1 <= count <= MOST_REPEATED:
        return None
    days = [first + dt.timedelta(days=n) for n in range(count)]
    return [{**typed, "date": day.isoformat()} for day in days]


def add_rows(page: Page, draft: Draft, rows: Iterable[Mapping[str, Any]]) -> Data:
    """The data with several rows of a counted list added, as raw JSON rows."""
    assert page.rows is not None
    kept = [*rows_of(page, draft), *(dict(row) for row in rows)]
    return with_seen(with_value(draft.data, page.rows.at, kept), page)


def remove_row(page: Page, draft: Draft, key: str) -> Data | None:
    """The data without a row and what was told beside it; None when it is already gone.

    A place takes its name out of the rows that happen there; they then ask for their place again.
    """
    assert page.rows is not None
    index = row_index(page, draft, key)
    if index is None:
        return None
    rows = [dict(row) for row in rows_of(page, draft)]
    gone = rows.pop(index)
    data = with_value(draft.data, page.rows.at, rows or None)
    if page.rows.extra:
        data = with_value(data, f"{page.rows.extra}.{gone.get('id')}", None)
    if page.code == "places":
        data = _without_place(data, gone.get("id"))
    return data


def _without_place(data: Data, name: Any) -> Data:
    for part in ("days", "vehicles", "traffic", "activities"):
        rows = reach(data, f"plan.{part}")
        if isinstance(rows, list) and any(_names(row, name) for row in rows):
            tidy = [
                {k: v for k, v in row.items() if k != "spot"} if _names(row, name) else row
                for row in rows
            ]
            data = with_value(data, f"plan.{part}", tidy)
    return data


def _names(row: Any, name: Any) -> bool:
    return isinstance(row, Mapping) and row.get("spot") == name


def say_none(page: Page, draft: Draft) -> Data:
    """There are none of these: said, not left open."""
    assert page.rows is not None
    return with_seen(with_value(draft.data, page.rows.at, []), page)
