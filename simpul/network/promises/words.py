"""Words of commitments and follow-ups that pages, papers and messages share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from simpul.network.models import Commitment
from simpul.web.formats import number_words

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
