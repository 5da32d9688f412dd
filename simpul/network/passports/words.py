"""What the pure modules say in codes, as sentences for people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES: dict[str, Promise] = {
    "too_long": gettext_lazy("This is too long."),
    "too_many": gettext_lazy("These are too many."),
    "not_number": gettext_lazy("Write a whole number that can be right."),
    "bad_value": gettext_lazy("This cannot be right. Check it."),
    "hidden_character": gettext_lazy("This holds a hidden character. Type it again."),
    "not_money": gettext_lazy("Write an amount and its currency."),
    "too_large": gettext_lazy("The passport is too large. Share less text."),
}


def why_bad(code: str) -> str:
    """Why a value cannot be kept."""
    found = SENTENCES.get(code)
    return str(found) if found is not None else _("This cannot be accepted.")
