"""Forms in the house style: label, hint, error and input in this order, tied together by aria."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.forms import renderers
from django.forms.widgets import ChoiceWidget
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from simpul.kit.geometry import GeometryProblem, parse_geometry
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.web.context import map_settings
from simpul.web.formats import day_words, language
from simpul.web.geo import from_text


class Renderer(renderers.DjangoTemplates):
    """Django's renderer with the house's templates for forms and fields."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"

    @cached_property
    def engine(self) -> Any:
        """Widgets may use the tags every page has."""
        backend: Any = self.backend
        templates: Any = settings.TEMPLATES
        return backend(
            {
                "APP_DIRS": True,
                "DIRS": [Path(renderers.__file__).parent / backend.app_dirname],
                "NAME": "djangoforms",
                "OPTIONS": {"builtins": templates[0]["OPTIONS"]["builtins"]},
            }
        )


def offer(form: forms.BaseForm, name: str, choices: Any) -> None:
    """Give a choice field of a form the choices that are known only when the form is made."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice field")
    field.choices = choices


def attempt(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """Run a verb for a valid form; what it refuses is shown on the form, with the answers kept.

    Returns what the verb returns (True for None), or False. NotVisible and NotAllowed pass through.
    """
    if not form.is_valid():
        return False
    try:
        done = act()
    except InvalidInput as refused:
        for name, texts in refused.errors.items():
            form.add_error(_at(form, name), list(texts))
        return False
    except WrongState as refused:
        form.add_error(None, str(refused))
        return False
    return True if done is None else done


def _at(form: forms.BaseForm, name: str) -> str | None:
    """The field a refusal is about; None (the top of the form) where the form has none such."""
    if name in form.fields:
        return name
    files = [key for key, field in form.fields.items() if isinstance(field, forms.FileField)]
    # The file store says "file", whatever the form calls its one file.
    return files[0] if name == "file" and files else None


class DayInput(forms.DateInput):
    """One date, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "input-day", **(attrs or {})}, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "input-clock", **(attrs or {})}, format="%H:%M")


class DayField(forms.DateField):
    """A date; `earliest` and `latest` are checked and offered to the browser's calendar."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Enter a real date, for example 2027-03-24."),
        "early": _("The date must be %(limit)s or later."),
        "late": _("The date must be %(limit)s or earlier."),
    }

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any
    ) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if self.earliest:
            attrs["min"] = self.earliest.isoformat()
        if self.latest:
            attrs["max"] = self.latest.isoformat()
        return attrs

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise forms.ValidationError(
                self.error_messages["early"],
                code="early",
                params={"limit": day_words(self.earliest, "long")},
            )
        if value and self.latest and value > self.latest:
            raise forms.ValidationError(
                self.error_messages["late"],
                code="late",
                params={"limit": day_words(self.latest, "long")},
            )


class ClockField(forms.TimeField):
    """A time of day, "07:00" or "07.00" as Indonesians write it."""

    widget = ClockInput
    default_error_messages = {"invalid": _("Enter a time between 00:00 and 23:59.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(".", ":") if isinstance(value, str) else value)


class RupiahField(forms.Field):
    """Whole rupiah, typed with or without separators: "2.200.000", "Rp 2,200,000", "2200000"."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Enter an amount in whole rupiah, for example 2.200.000."),
        "negative": _("The amount cannot be negative."),
        "huge": _("The amount is too large."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "class": "input-money"}

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().removeprefix("Rp").strip()
        if not text:
            return None
        digits = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        groups = digits.replace(",", ".").split(".")
        grouped = len(groups) > 1 and all(len(group) == 3 for group in groups[1:])
        try:
            amount = Decimal("".join(groups) if grouped else digits)
        except InvalidOperation:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not amount.is_finite() or amount != amount.to_integral_value():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if amount < 0:
            raise forms.ValidationError(self.error_messages["negative"], code="negative")
        if amount >= Decimal(10) ** 15:
            raise forms.ValidationError(self.error_messages["huge"], code="huge")
        return amount


class Hinted:
    """A choice's label with a hint beneath: `("rolling", Hinted(_("Rolling block"), _("…")))`."""

    def __init__(self, label: Any, hint: Any) -> None:
        self.label, self.hint = label, hint

    def __str__(self) -> str:
        return str(self.label)


class _WithHints(ChoiceWidget):
    """Choices whose label may be `Hinted`."""

    option_template_name: str = "web/forms/option.html"

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        hint = label.hint if isinstance(label, Hinted) else ""
        option = super().create_option(name, value, label, *args, **kwargs)
        option["hint"] = hint
        if hint:
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}_hint"
        return option


class Radios(_WithHints, forms.RadioSelect):
    """Radio buttons as rows that are easy to hit; hints through `Hinted`."""

    template_name = "web/forms/options.html"


class Checks(_WithHints, forms.CheckboxSelectMultiple):
    """Checkboxes as rows that are easy to hit; hints through `Hinted`."""

    template_name = "web/forms/options.html"


class YesNo(Radios):
    """Yes or no, asked; "not answered" stays different from "no"."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, choices=[("yes", _("Yes")), ("no", _("No"))])


class YesNoField(forms.TypedChoiceField):
    """True, False, or None while nobody has answered."""

    widget = YesNo

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value


class FileDrop(forms.FileInput):
    """A file input inside an area one can drop a file on; says what is accepted and how large."""

    template_name = "web/forms/file_drop.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, limit: int | None = None) -> None:
        super().__init__(attrs=attrs)
        self.limit = limit or settings.UPLOAD_MAX_BYTES

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["limit_mb"] = self.limit // (1024 * 1024)
        context["limit"] = self.limit
        return context


class MapInput(forms.Textarea):
    """GeoJSON drawn on a map; without scripts a text field for coordinates or GeoJSON.

    `draw`: what may be drawn, any of "point", "line", "polygon"; `base`: GeoJSON shown beneath.
    """

    template_name = "web/forms/map_input.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        draw: str = "point line polygon",
        base: Any = None,
        base_url: str = "",
    ) -> None:
        super().__init__(attrs={"rows": 3, "spellcheck": "false", **(attrs or {})})
        self.draw, self.base, self.base_url = draw, base, base_url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context.update(
            draw=self.draw, base=self.base, base_url=self.base_url, settings=map_settings()
        )
        return context


class MapField(forms.CharField):
    """A drawing: typed coordinates or GeoJSON in, a checked GeoJSON geometry (or None) out."""

    widget = MapInput

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else json.dumps(value)

    def clean(self, value: Any) -> dict[str, Any] | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_geometry(from_text(text)).geojson
        except GeometryProblem as problem:
            raise forms.ValidationError(problem.text(language()), code=problem.code) from None
