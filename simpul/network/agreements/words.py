"""Words of agreements that pages, papers and messages share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from simpul.kit.texts import pick
from simpul.network.models import Agreement
from simpul.web.formats import language

LANGUAGES: Mapping[str, Any] = {
    "id": gettext_lazy("Indonesian"),
    "en": gettext_lazy("English"),
    "ko": gettext_lazy("Korean"),
    "zh-Hant": gettext_lazy("Traditional Chinese"),
}
"""Languages of agreements: those whose letters the papers can print."""

OWN_NAMES = {"id": "Bahasa Indonesia", "en": "English", "ko": "한국어", "zh-Hant": "繁體中文"}
"""How the languages call themselves: the head of a column of text."""

PROOFS: Mapping[str, tuple[Any, str]] = {
    "nothing": (gettext_lazy("Nothing proven: no signed paper"), "quiet"),
    "partly": (gettext_lazy("Signed by some parties"), "wait"),
    "signed": (gettext_lazy("Signed by every party"), "good"),
    "in_force": (gettext_lazy("Signed by every party and confirmed"), "good"),
}


def title_of(agreement: Agreement, code: str | None = None) -> str:
    """The title in the reader's language, else in one it has."""
    return pick(agreement.titles, code or language())
