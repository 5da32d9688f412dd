"""passports/*.toml of a pack and of folders beside it (`passports_from` in city.toml): the forms of
partner commissions, mapped to the fields of a project passport."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from simpul.kit.packs import (
    STATUSES,
    PackFolder,
    Problems,
    Row,
    Section,
    read_provenance,
    register_messages,
    rows_of,
)
from simpul.network.passports.format.fields import FIELDS
from simpul.network.passports.format.mapping import FormField, PartnerForm
from simpul.network.passports.format.values import LANGUAGES

FOLDER = "passports"
_FORM_KEYS = {
    "code",
    "partner",
    "country",
    "name",
    "language",
    "known",
    "channel",
    "note",
    "law",
    "source",
    "status",
    "valid_from",
    "valid_to",
}
_FIELD_KEYS = {"code", "label", "takes", "choices", "note", "source", "status"}

register_messages(
    {
        "no_passport_field": {
            "id": "paspor tidak memiliki isian {value}",
            "en": "a passport has no field {value}",
        },
        "no_passport_choice": {
            "id": "{value} bukan pilihan dari {fields}",
            "en": "{value} is not among the choices of {fields}",
        },
        "known_without_fields": {
            "id": "formulir yang diketahui punya pertanyaan; bila belum: known = false",
            "en": "a form that is known has questions; one that is not says known = false",
        },
    }
)


def _forms(pack: PackFolder, problems: Problems) -> dict[str, dict[str, Any]]:
    """Code -> the form as plain data."""
    found: dict[str, dict[str, Any]] = {}
    for folder, prefix in _folders(pack, problems):
        for name in folder.names("*.toml"):
            whole = folder.toml(name, own := Problems())
            shown = f"{prefix}/{name}"
            if whole is not None:
                form = _form(whole, own)
                code = str(form.get("code", ""))
                if code in found:
                    own.add(name, 1, "form.code", "duplicate", value=code, line=1)
                elif code:
                    found[code] = form
            for one in own:
                problems.add(shown, one.line, one.field, one.code, **one.params)
    return found


def _folders(pack: PackFolder, problems: Problems) -> Iterator[tuple[PackFolder, str]]:
    yield PackFolder(pack.path / FOLDER), FOLDER
    whole = pack.toml("city.toml", Problems())
    named = whole.get("passports_from") if whole else None
    for one in named if isinstance(named, list) else ():
        folder = (pack.path / str(one)).resolve()
        if not folder.is_dir() or not folder.is_relative_to(pack.path.parent):
            line = whole.line_of("passports_from") if whole else 1
            problems.add("city.toml", line, "passports_from", "no_folder", value=str(one))
            continue
        yield PackFolder(folder), str(one)


def _form(whole: Row, problems: Problems) -> dict[str, Any]:
    head = whole.get("form")
    if not isinstance(head, Mapping):
        problems.add(whole.file, 1, "form", "no_table", name="form")
        return {}
    row = whole.below("form", head)
    _known_keys(row, _FORM_KEYS, problems)
    for name in set(whole.values) - {"form", "fields", "source"}:
        problems.add(whole.file, whole.line_of(name), name, "unknown_key", name=name)
    sources = _sources(whole, problems)
    for name in ("code", "partner", "country"):
        if not row.text(name):
            problems.at(row, name, "required")
    known = row.get("known")
    if not isinstance(known, bool):
        problems.at(row, "known", "not_yes_no", value=str(known))
    language = row.text("language")
    if language not in LANGUAGES:
        choices = ", ".join(LANGUAGES)
        problems.at(row, "language", "not_a_choice", value=language, choices=choices)
    origin = read_provenance(row, problems)
    _check_sources(row, sources, problems)
    asked = rows_of(whole, "fields", problems) if "fields" in whole.values else []
    if known is True and not asked:
        problems.at(row, "known", "known_without_fields")
    seen: set[str] = set()
    return {
        **{name: row.text(name) for name in ("code", "partner", "country", "language")},
        "known": known is True,
        "names": _texts(row, "name", problems, required=True),
        "channel": _texts(row, "channel", problems),
        "note": _texts(row, "note", problems),
        **origin,
        "fields": [_field(one, origin, sources, seen, problems) for one in asked],
        "sources": sources,
    }


def _known_keys(row: Row, keys: set[str], problems: Problems) -> None:
    for key in row.values:
        if key not in keys:
            problems.at(row, key, "unknown_key", name=key)


def _sources(whole: Row, problems: Problems) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows_of(whole, "source", problems):
        _known_keys(row, {"id", "title", "address", "date"}, problems)
        code = row.text("id")
        if not code or code in found:
            problems.at(row, "id", "required" if not code else "duplicate", value=code, line=1)
        if not row.text("title"):
            problems.at(row, "title", "required")
        address = row.text("address")
        if address and not address.startswith(("http://", "https://")):
            problems.at(row, "address", "bad_value", value=address, why="http")
        found[code] = {name: row.text(name) for name in ("title", "address", "date")}
    return found


def _check_sources(row: Row, sources: Mapping[str, object], problems: Problems) -> None:
    for one in row.list_of("source"):
        if one not in sources:
            problems.at(row, "source", "unknown_code", kind="source", value=one)


def _texts(row: Row, name: str, problems: Problems, *, required: bool = False) -> dict[str, str]:
    found = row.texts(name)
    if required or found:
        for language in ("id", "en"):
            if language not in found:
                problems.at(row, f"{name}.{language}", "required")
    return found


def _field(
    row: Row,
    origin: Mapping[str, Any],
    sources: Mapping[str, object],
    seen: set[str],
    problems: Problems,
) -> dict[str, Any]:
    """A question; its source and status are the form's unless it names its own."""
    _known_keys(row, _FIELD_KEYS, problems)
    code = row.text("code")
    if not code or code in seen:
        problems.at(row, "code", "required" if not code else "duplicate", value=code, line=1)
    seen.add(code)
    takes = row.list_of("takes")
    for name in takes:
        if name not in FIELDS:
            problems.at(row, "takes", "no_passport_field", value=name)
    status = row.text("status") or str(origin["status"])
    if status not in STATUSES:
        choices = ", ".join(STATUSES)
        problems.at(row, "status", "unknown_status", value=status, choices=choices)
    _check_sources(row, sources, problems)
    return {
        "code": code,
        "label": _texts(row, "label", problems, required=True),
        "takes": takes,
        "choices": _choices(row, takes, problems),
        "note": _texts(row, "note", problems),
        "source": row.text("source") or str(origin["source"]),
        "status": status,
    }


def _choices(row: Row, takes: list[str], problems: Problems) -> dict[str, str]:
    given = row.get("choices", {})
    if not isinstance(given, Mapping):
        problems.at(row, "choices", "not_a_table", name="choices")
        return {}
    allowed = {code for name in takes if name in FIELDS for code in FIELDS[name].choices}
    for code, word in given.items():
        if code not in allowed:
            fields = ", ".join(takes)
            problems.at(row, "choices", "no_passport_choice", value=code, fields=fields)
        elif not isinstance(word, str) or not word.strip():
            problems.at(row, "choices", "not_text")
    return {str(code): str(word) for code, word in given.items()}


def form_rows(content: Mapping[str, Mapping[str, Any]]) -> Mapping[str, PartnerForm]:
    """The section's contents as a `CityBook` holds them: code -> form."""
    return MappingProxyType({code: _row(row) for code, row in content.items()})


def _row(row: Mapping[str, Any]) -> PartnerForm:
    fields = tuple(FormField(**{**one, "takes": tuple(one["takes"])}) for one in row["fields"])
    names = ("code", "partner", "country", "names", "language", "known", "channel", "note")
    origin = ("source", "status", "valid_from", "sources")
    return PartnerForm(
        **{name: row[name] for name in (*names, *origin)},
        valid_to=row["valid_to"] or "",
        fields=fields,
    )


FORMS = Section("passport_forms", _forms, {"id": "Formulir mitra", "en": "Forms of partners"})
