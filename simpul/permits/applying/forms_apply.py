"""Questions as form fields: what was typed becomes raw JSON, errors come from its one reading.

The fields refuse nothing: a draft keeps also what is wrong. What is wrong is said by `parse_plan`
and `parse_details`, once, for pages, API and command line alike, and shown here at the field.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simpul.kit.texts import pick
from simpul.permits.applying.asks.base import Ask, first_capital, is_blank
from simpul.permits.applying.asks.ground import date_in_words, spot_name
from simpul.permits.applying.draft import Draft
from simpul.permits.applying.pages import value_of
from simpul.permits.planning.plan_checks import elsewhere_areas
from simpul.permits.wording import name
from simpul.web.formats import number_words
from simpul.web.forms import Checks, ClockInput, DayInput, MapInput, Radios, RupiahField, YesNo
from simpul.web.geo import from_text

_MANY = 12
"""More choices than this are a list to pick from, not a column of radio buttons."""

_LOCAL_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_LOCAL_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?::00)?")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


# --- from typed text to JSON ---------------------------------------------------------------
def _text(raw: Any) -> Any:
    return raw.strip() if isinstance(raw, str) else raw


def _whole(raw: str) -> Any:
    digits = raw.replace(".", "") if _GROUPED.fullmatch(raw) else raw
    return int(digits) if re.fullmatch(r"-?\d{1,12}", digits, re.ASCII) else raw


def _measured(raw: str) -> Any:
    plain = raw.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain, re.ASCII):
        return raw
    return float(plain) if "." in plain else int(plain)


def _day(raw: str) -> Any:
    found = _LOCAL_DAY.fullmatch(raw)
    if not found:
        return raw
    day, month, year = (int(part) for part in found.groups())
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return raw


def _clock(raw: str) -> Any:
    found = _LOCAL_CLOCK.fullmatch(raw)
    return f"{int(found[1]):02d}:{found[2]}" if found else raw


def _amount(raw: str) -> Any:
    try:
        amount = RupiahField(required=False).clean(raw)
    except ValidationError:
        return raw
    return int(amount) if amount is not None else None


def _dates(raw: Any) -> Any:
    parts = re.split(r"[\n,;]+", raw) if isinstance(raw, str) else list(raw or ())
    return [_day(part.strip()) for part in parts if part.strip()]


def _countries(raw: str) -> Any:
    known = _country_codes()
    parts = [part.strip() for part in re.split(r"[\n,;]+", raw) if part.strip()]
    return [known.get(part.casefold(), part) for part in parts]


@cache
def _country_codes() -> dict[str, str]:
    """Name (Indonesian or English) or code, whatever case -> code."""
    found: dict[str, str] = {}
    for language in ("en", "id"):
        for code, named in Locale(language).territories.items():
            if re.fullmatch(r"[A-Z]{2}", code):
                found[named.casefold()] = code
                found[code.casefold()] = code
    return found


_READ: Mapping[str, Callable[[Any], Any]] = {
    "yesno": lambda raw: {"yes": True, "no": False}.get(raw),
    "tick": lambda raw: True if raw else None,
    "choices": lambda raw: list(raw or ()),
    "count": _whole,
    "measure": _measured,
    "rupiah": _amount,
    "day": _day,
    "clock": _clock,
    "dates": _dates,
    "map": lambda raw: from_text(raw),
    "countries": _countries,
}


def to_json(kind: str, raw: Any) -> Any:
    """Typed text as a JSON value; what cannot be one stays as typed; None for nothing."""
    raw = _text(raw)
    if raw in (None, "", [], ()):
        return None
    return _READ.get(kind, lambda value: value)(raw)


# --- from JSON to what the field shows -----------------------------------------------------
def to_field(kind: str, value: Any) -> Any:
    """A stored JSON value as its field shows it."""
    if kind == "yesno" and isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return [] if kind in ("choices", "dates") else ""
    if kind == "map" and isinstance(value, Mapping):
        return json.dumps(value, separators=(",", ":"))
    if kind == "measure" and isinstance(value, int | float):
        return f"{value:g}".replace(".", "," if get_language() == "id" else ".")
    if kind == "rupiah" and isinstance(value, int):
        return number_words(value)
    if kind == "countries" and isinstance(value, list):
        names = Locale("id" if get_language() == "id" else "en").territories
        return ", ".join(names.get(str(code), str(code)) for code in value)
    return value


def shown(ask: Ask, value: Any, draft: Draft) -> str:
    """A stored value in words, for “Check your answers”."""
    if is_blank(value):
        return ""
    if ask.kind == "yesno":
        return str(_("Yes") if value is True else _("No") if value is False else value)
    if ask.kind == "tick":
        return str(_("Yes"))
    if ask.kind == "choice" and ask.choices is not None:
        return first_capital(name(ask.choices, str(value)))
    if ask.kind == "choices" and ask.choices is not None and isinstance(value, list):
        return ", ".join(name(ask.choices, str(code)) for code in value)
    if ask.kind == "day":
        return date_in_words(value)
    if ask.kind == "dates" and isinstance(value, list):
        return "\n".join(date_in_words(one) for one in value)
    if ask.kind == "spot":
        return spot_name(draft, value)
    if ask.kind == "rupiah" and isinstance(value, int):
        return f"Rp\N{NO-BREAK SPACE}{number_words(value)}"
    if ask.kind == "map":
        return str(_("Drawn on the map"))
    if ask.kind in ("site", "elsewhere"):
        return dict(_flat(options_of(ask, draft))).get(str(value), str(value))
    return str(to_field(ask.kind, value))


# --- choices -------------------------------------------------------------------------------
Options = list[tuple[Any, Any]]


def options_of(ask: Ask, draft: Draft) -> Options:
    """The choices of a question: its list, or the draft's places and dates, or the city's sites."""
    language = get_language() or "id"
    if ask.kind == "site":
        return _sites(draft, language)
    if ask.kind == "elsewhere":
        return _elsewhere(draft, language)
    if ask.kind == "spot":
        rows = (draft.data.get("plan") or {}).get("spots") or ()
        return [
            (row["id"], spot_name(draft, row["id"]))
            for row in rows
            if isinstance(row, Mapping) and row.get("id")
        ]
    if ask.kind == "dates":
        rows = (draft.data.get("plan") or {}).get("days") or ()
        dates = {str(row.get("date")) for row in rows if isinstance(row, Mapping)}
        return [(date, date_in_words(date)) for date in sorted(dates - {"None", ""})]
    return [(code, first_capital(name(ask.choices or {}, code))) for code in (ask.choices or {})]


def _sites(draft: Draft, language: str) -> Options:
    """The city's sites, grouped by the part of the city they lie in."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, site in draft.book.sites.items():
        chain = draft.book.areas.chain(site.kecamatan or site.kelurahan)
        where = next((area.name for area in chain if area.level == "city"), "–")
        groups.setdefault(where, []).append((code, pick(site.names, language)))
    return [(where, sorted(groups[where], key=lambda row: row[1])) for where in sorted(groups)]


def _elsewhere(draft: Draft, language: str) -> Options:
    rows = list(elsewhere_areas(draft.book).items())
    return sorted(rows, key=lambda row: row[1])


def _flat(options: Options) -> Iterable[tuple[str, str]]:
    for key, value in options:
        if isinstance(value, list | tuple):
            yield from value
        else:
            yield key, value


# --- the form ------------------------------------------------------------------------------
_WIDGETS: Mapping[str, Callable[[], forms.Widget]] = {
    "lines": lambda: forms.Textarea(attrs={"rows": 4}),
    "phone": lambda: forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    "email": lambda: forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    "count": lambda: forms.TextInput(attrs={"inputmode": "numeric", "class": "input-number"}),
    "measure": lambda: forms.TextInput(attrs={"inputmode": "decimal", "class": "input-number"}),
    "rupiah": lambda: forms.TextInput(attrs={"inputmode": "numeric", "class": "input-money"}),
    "day": DayInput,
    "clock": ClockInput,
    "yesno": YesNo,
    "tick": forms.CheckboxInput,
    "map": MapInput,
}


def _widget(ask: Ask, draft: Draft, value: Any) -> forms.Widget:
    if ask.kind in ("choice", "spot", "site", "elsewhere"):
        options = options_of(ask, draft)
        if value and str(value) not in dict(_flat(options)):
            options = [*options, (value, str(value))]
        if len(options) > _MANY or ask.kind in ("site", "elsewhere"):
            return forms.Select(choices=[("", _("Choose …")), *options])
        return Radios(choices=options)
    if ask.kind == "choices":
        return Checks(choices=options_of(ask, draft))
    if ask.kind == "dates":
        options = options_of(ask, draft)
        known = {date for date, _words in options}
        kept = value if isinstance(value, list) else []
        options += [(one, date_in_words(one)) for one in kept if str(one) not in known]
        return Checks(choices=options) if options else forms.Textarea(attrs={"rows": 3})
    return _WIDGETS.get(ask.kind, forms.TextInput)()


class AskForm(forms.Form):
    """The questions of one page or of one row, with what is stored in them or what was typed."""

    def __init__(
        self,
        asks: Iterable[Ask],
        draft: Draft,
        row: Mapping[str, Any] | None = None,
        data: Any = None,
    ) -> None:
        self.asks = list(asks)
        initial = {}
        super().__init__(data=data)
        for ask in self.asks:
            stored = value_of(ask, draft, row)
            self.fields[ask.name] = forms.Field(
                label=str(ask.label),
                help_text=str(ask.hint),
                required=bool(ask.required(draft, row or {})),
                widget=_widget(ask, draft, stored),
            )
            # The browser must let everything through: a draft may be saved half done.
            self.fields[ask.name].widget.is_required = False
            initial[ask.name] = to_field(ask.kind, stored)
        self.initial = initial
        self.use_required_attribute = False

    def typed(self) -> dict[str, Any]:
        """Question name -> JSON value of what was sent."""
        return {
            ask.name: to_json(
                ask.kind,
                self.fields[ask.name].widget.value_from_datadict(
                    self.data, self.files, self.add_prefix(ask.name)
                ),
            )
            for ask in self.asks
        }

    def full_clean(self) -> None:
        """Nothing is refused here; errors are brought by `show`."""
        from django.forms.utils import ErrorDict

        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}

    def summary(self) -> dict[str, list[str]]:
        """Errors for the list on top: each with its question, by the id it links to."""
        found: dict[str, list[str]] = {}
        if not self.is_bound:
            return found
        for field, messages in self.errors.items():
            ask = next((ask for ask in self.asks if ask.name == field), None)
            if ask is None:
                found[""] = [str(message) for message in messages]
                continue
            key = f"{field}_group" if self[field].use_fieldset else field
            label = str(ask.label).rstrip("?:.")
            found[key] = [f"{label}: {message}" for message in messages]
        return found

    def show(self, errors: Mapping[str, Iterable[str]]) -> None:
        """Put errors at their questions; "" is for those that belong to none."""
        if not self.is_bound:
            # Nothing was sent: the fields go on showing what is stored.
            self.data = {k: v for k, v in self.initial.items() if v not in ("", None)}
            self.is_bound = True
        for field, messages in errors.items():
            for message in messages:
                self.add_error(field if field in self.fields else None, message)
