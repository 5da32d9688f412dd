"""A scheme's questions as form fields. What was typed is read once, by `estimate.answers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from simpul.incentives import words
from simpul.incentives.estimate.typed import Unreadable
from simpul.incentives.scheme.spec import Input
from simpul.web.forms import DayInput, Radios, YesNo

_MANY = 7
"""More choices than this are a list to pick from, not a column of radio buttons."""


class QuestionForm(forms.Form):
    """Fields named as the caller names them; nothing is required: the quote says what is missing.

    `asked`: (field name, input, currency of its amounts).
    """

    use_required_attribute = False

    def __init__(
        self, asked: Iterable[tuple[str, Input, str]], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        for name, one, currency in asked:
            self.fields[name] = _field(one, currency)

    def show(self, wrong: Mapping[str, Unreadable]) -> None:
        """Put refusals at their fields."""
        for name, refused in wrong.items():
            if name in self.fields:
                self.add_error(name, words.why_wrong(refused))


class _Typed(forms.CharField):
    """A value as typed. Required only to the eye: what stays open is asked by the quote again."""

    def __init__(self, one: Input, hint: str, widget: Any) -> None:
        super().__init__(
            label=words.text(one.label),
            help_text=hint,
            required=one.required and one.default is None,
            max_length=60,
            widget=widget,
        )

    def validate(self, value: Any) -> None:
        """Nothing is refused here."""


def _field(one: Input, currency: str) -> forms.Field:
    hints = [words.text(one.help), _how(one, currency)]
    hint = " ".join(part for part in hints if part)
    if one.kind == "flag":
        return _Typed(one, hint, YesNo())
    if one.kind == "date":
        return _Typed(one, hint, DayInput())
    if one.kind == "choice":
        choices = [(code, words.text(texts)) for code, texts in one.choices.items()]
        if len(choices) > _MANY:
            return _Typed(one, hint, forms.Select(choices=[("", _("Not said")), *choices]))
        return _Typed(one, hint, Radios(choices=choices))
    classes = {"amount": "input-money", "count": "input-short", "share": "input-short"}
    attrs = {"inputmode": "decimal", "class": classes.get(one.kind, ""), "autocomplete": "off"}
    return _Typed(one, hint, forms.TextInput(attrs=attrs))


def _how(one: Input, currency: str) -> str:
    """In what to answer, and what is taken when nothing is said."""
    said = ""
    if one.kind == "amount":
        said = _("In %(currency)s.") % {"currency": words.currency_name(currency)}
    elif one.kind == "share":
        said = _("In percent.")
    elif one.unit:
        said = _("In %(unit)s.") % {"unit": words.unit(one.unit)}
    return said
