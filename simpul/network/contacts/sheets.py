"""Lists of people as CSV: one line for each post, the columns named in the first line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice

from simpul.network.contacts.rows import (
    HOWS,
    PURPOSES,
    Contact,
    ContactReading,
    Trouble,
    too_long,
)

COLUMNS = (
    "uid",
    "name",
    "organisation",
    "country",
    "kind",
    "title",
    "email",
    "phone",
    "valid_from",
    "valid_to",
    "languages",
    "mobile",
    "consent",
    "consent_on",
    "consent_how",
    "consent_note",
)
NEEDED = ("name",)
MOST_LINES = 5000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def read_sheet(text: str, kinds: Iterable[str]) -> ContactReading:
    """Everything a list says, or every line and field that is wrong. `kinds`: of partners."""
    lines = text.removeprefix("\ufeff")
    head = lines.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True)
    try:
        said = ((reader.line_num, row) for row in reader if any(cell.strip() for cell in row))
        rows = list(islice(said, MOST_LINES + 2))
    except csv.Error:
        return ContactReading(troubles=(Trouble(reader.line_num, "", "broken"),))
    if not rows:
        return ContactReading(troubles=(Trouble(0, "", "empty"),))
    columns = [cell.strip().lower() for cell in rows[0][1]]
    troubles = _head_troubles(columns)
    if troubles:
        return ContactReading(troubles=tuple(troubles))
    if len(rows) - 1 > MOST_LINES:
        return ContactReading(troubles=(Trouble(0, "", "too_many", {"most": MOST_LINES}),))
    allowed = frozenset(kinds)
    contacts = [
        one
        for number, row in rows[1:]
        if (one := _contact(number, row, columns, allowed, troubles)) is not None
    ]
    if troubles:
        return ContactReading(troubles=tuple(troubles))
    if not contacts:
        return ContactReading(troubles=(Trouble(0, "", "empty"),))
    return ContactReading(contacts=tuple(contacts))


def _head_troubles(columns: list[str]) -> list[Trouble]:
    found = [
        Trouble(1, name or "–", "unknown_column", {"known": ", ".join(COLUMNS)})
        for name in columns
        if name not in COLUMNS
    ]
    found += [Trouble(1, name, "twice") for name in COLUMNS if columns.count(name) > 1]
    return found + [Trouble(1, name, "missing_column") for name in NEEDED if name not in columns]


def _contact(
    line: int, row: list[str], columns: list[str], kinds: frozenset[str], troubles: list[Trouble]
) -> Contact | None:
    before = len(troubles)
    if len(row) > len(columns):
        troubles.append(Trouble(line, "", "too_many_cells", {"columns": len(columns)}))
        return None
    cells = zip(columns, row, strict=False)
    values = {name: _uncovered(" ".join(cell.split())) for name, cell in cells}
    troubles.extend(too_long(values, line, {}))
    _check_words(line, values, kinds, troubles)
    days = {name: _day(line, name, values, troubles) for name in ("valid_from", "valid_to")}
    given = _day(line, "consent_on", values, troubles)
    if days["valid_from"] and days["valid_to"] and days["valid_to"] <= days["valid_from"]:
        troubles.append(Trouble(line, "valid_to", "days_order"))
    _check_consent(line, values, given, troubles)
    if len(troubles) > before:
        return None
    languages = tuple(
        one.lower() for one in re.split(r"[ ,;|/]+", values.get("languages", "")) if one
    )
    said = {name: values.get(name, "") for name in COLUMNS}
    return Contact(
        line=line,
        name=said["name"],
        uid=said["uid"],
        organisation=said["organisation"],
        country=said["country"].upper(),
        kind=said["kind"].lower(),
        title=said["title"],
        email=said["email"],
        phone=said["phone"],
        valid_from=days["valid_from"],
        valid_to=days["valid_to"],
        languages=languages,
        mobile=said["mobile"],
        consent=said["consent"].lower(),
        consent_on=given,
        consent_how=said["consent_how"].lower(),
        consent_note=said["consent_note"],
    )


def _check_words(
    line: int, values: Mapping[str, str], kinds: frozenset[str], troubles: list[Trouble]
) -> None:
    if not values.get("name"):
        troubles.append(Trouble(line, "name", "no_name"))
    country = values.get("country", "")
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        troubles.append(Trouble(line, "country", "country"))
    kind = values.get("kind", "").lower()
    if kind and kind not in kinds:
        troubles.append(Trouble(line, "kind", "choice", {"known": ", ".join(sorted(kinds))}))
    email = values.get("email", "")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        troubles.append(Trouble(line, "email", "email"))
    for one in re.split(r"[ ,;|/]+", values.get("languages", "")):
        if one and not _LANGUAGE.fullmatch(one):
            troubles.append(Trouble(line, "languages", "language", {"value": one[:20]}))


def _check_consent(
    line: int, values: Mapping[str, str], given: date | None, troubles: list[Trouble]
) -> None:
    consent, how = values.get("consent", "").lower(), values.get("consent_how", "").lower()
    if not consent:
        if given or how:
            troubles.append(Trouble(line, "consent", "consent_whole"))
        return
    if consent not in PURPOSES:
        troubles.append(Trouble(line, "consent", "choice", {"known": ", ".join(PURPOSES)}))
    if how not in HOWS:
        troubles.append(Trouble(line, "consent_how", "choice", {"known": ", ".join(HOWS)}))
    if given is None and not values.get("consent_on"):
        troubles.append(Trouble(line, "consent_on", "consent_whole"))


def _day(line: int, name: str, values: Mapping[str, str], troubles: list[Trouble]) -> date | None:
    said = values.get(name, "")
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        troubles.append(Trouble(line, name, "day", {"value": said[:20]}))
        return None


def _uncovered(cell: str) -> str:
    """Without the apostrophe that `write_sheet` puts before what a spreadsheet would run."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RUNS else cell


def _covered(cell: str) -> str:
    return "'" + cell if cell.startswith(_RUNS) else cell


def write_sheet(contacts: Iterable[Contact]) -> str:
    """The same columns, with a byte order mark, and no cell that a spreadsheet would run."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in contacts:
        writer.writerow([_covered(_cell(getattr(one, name))) for name in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value or "")
