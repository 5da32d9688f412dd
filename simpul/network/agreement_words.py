"""Words of agreements and commitments that pages, papers and messages share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from simpul.kit.texts import pick
from simpul.network.models import Agreement, Commitment
from simpul.web.formats import language, number_words

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

STANDINGS: Mapping[str, tuple[Any, str]] = {
    "open": (pgettext_lazy("commitment", "Open"), "wait"),
    "late": (pgettext_lazy("commitment", "Late"), "bad"),
    "met": (pgettext_lazy("commitment", "Met"), "good"),
    "met_late": (pgettext_lazy("commitment", "Met, after its day"), "good"),
    "dropped": (pgettext_lazy("commitment", "Dropped"), "quiet"),
}

FOLLOW_UPS: Mapping[str, tuple[Any, str]] = {
    "open": (pgettext_lazy("follow-up", "Open"), "wait"),
    "late": (pgettext_lazy("follow-up", "Late"), "bad"),
    "met": (pgettext_lazy("follow-up", "Done"), "good"),
    "met_late": (pgettext_lazy("follow-up", "Done, after its day"), "good"),
    "dropped": (pgettext_lazy("follow-up", "Dropped"), "quiet"),
}


def title_of(agreement: Agreement, code: str | None = None) -> str:
    """The title in the reader's language, else in one it has."""
    return pick(agreement.titles, code or language())


def heading_of(agreement: Agreement) -> str:
    """Kind and title."""
    return f"{agreement.get_kind_display().capitalize()}: {title_of(agreement)}"


def plain_number(value: Decimal) -> str:
    """A stored number without the zeros of its column."""
    return number_words(value.normalize() if value != value.to_integral() else int(value))


def target_words(commitment: Commitment) -> str:
    """The target: "12 people", or its words."""
    if commitment.target_number is None:
        return commitment.target_text
    return f"{plain_number(commitment.target_number)} {commitment.unit}"


def value_words(value: Decimal | None, unit: str) -> str:
    """What an entry says is reached; "" where it says nothing."""
    return "" if value is None else f"{plain_number(value)} {unit}".strip()


def promised_by(commitment: Commitment, partner: str) -> str:
    """Who promised whom, as a sentence's beginning."""
    if commitment.side == Commitment.Side.OURS:
        return _("We to %(partner)s") % {"partner": partner}
    if commitment.side == Commitment.Side.THEIRS:
        return _("%(partner)s to us") % {"partner": partner}
    return _("We and %(partner)s together") % {"partner": partner}
