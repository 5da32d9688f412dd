"""Another commission's application form, filled from a passport as far as it goes.

A form is a file of a city pack (sections/forms.py reads it). What the passport does not hold stays
empty and says why: not shared, not filled in, or nothing in a passport answers it. Nothing is
guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from simpul.kit.texts import Texts
from simpul.network.passports.format.fields import FIELDS
from simpul.network.passports.format.wording import Said, say


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form. `takes`: passport fields that answer it; `choices`: passport code →
    the form's own word, where it has a list to tick."""

    code: str
    label: Texts
    takes: tuple[str, ...]
    choices: Mapping[str, str]
    note: Texts
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class PartnerForm:
    """A form of a partner. `known`: False where nobody has seen its questions yet."""

    code: str
    partner: str
    country: str
    names: Texts
    language: str
    known: bool
    channel: Texts
    note: Texts
    source: str
    status: str
    valid_from: str
    valid_to: str
    fields: tuple[FormField, ...]
    sources: Mapping[str, Mapping[str, str]]

    @property
    def asks(self) -> frozenset[str]:
        """The passport fields this form can use."""
        return frozenset(name for one in self.fields for name in one.takes)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form gets. `why`: "" with an answer; "not_shared", "not_filled" or "not_held"."""

    field: FormField
    said: Said
    why: str
    lacking: tuple[str, ...]


def fill(
    form: PartnerForm,
    data: Mapping[str, Any],
    *,
    held: Collection[str],
    language: str,
    own: str = "",
) -> list[Answer]:
    """Every question of a form with its answer in `language`. `data`: what is (to be) shared;
    `held`: what the passport holds, shared or not; `own`: the language its texts are written in."""
    return [_answer(one, data, held, language, own) for one in form.fields]


def _answer(
    field: FormField, data: Mapping[str, Any], held: Collection[str], language: str, own: str
) -> Answer:
    lines: list[str] = []
    spoken = ""
    for name in field.takes:
        if name in data:
            said = _in_the_form(field, name, data[name], language, own)
            lines.extend(said.lines)
            spoken = said.language or spoken
    lacking = tuple(name for name in field.takes if name not in data)
    if lines:
        return Answer(field, Said(tuple(lines), spoken), "", lacking)
    if not field.takes:
        why = "not_held"
    elif any(name in held for name in lacking):
        why = "not_shared"
    else:
        why = "not_filled"
    return Answer(field, Said(()), why, lacking)


def _in_the_form(field: FormField, name: str, value: Any, language: str, own: str) -> Said:
    """With the form's own words where it has them; a code it does not know is left out."""
    if not field.choices:
        return say(FIELDS[name], value, language, own)
    codes = [value] if isinstance(value, str) else list(value)
    words = [field.choices[code] for code in codes if code in field.choices]
    return Said(tuple(dict.fromkeys(words)))
