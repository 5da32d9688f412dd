"""What codes of the incentives room are called, and amounts in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.web.formats import money_words, number_words

FIGURES: Mapping[str, Promise] = {
    "shoot_days": _("Shooting days in the city"),
    "local_hires": _("People hired here"),
    "trainee_days": _("Trainee days"),
}

EVIDENCE: Mapping[str, Promise] = {
    "declared": _("declared by the company"),
    "permit": _("from issued permits"),
    "wrap": _("from the wrap report"),
    "ledger": _("wrap report, compared with the ledger"),
    "audited": _("wrap report, confirmed by an accountant"),
}

ACCOUNTS: Mapping[str, Promise] = {
    "appropriated": _("Appropriated"),
    "available": _("Still free"),
    "reserved": _("Reserved by provisional certificates"),
    "committed": _("Committed: cost reports being audited"),
    "final": _("Final, waiting to be paid"),
    "paid": pgettext_lazy("money of a fund", "Paid"),
    "released": _("Given back by cases, ever"),
    "lapsed": _("Back to the treasury"),
    "carried": _("Carried into the next fund"),
}

SHORT_ACCOUNTS: Mapping[str, Promise] = {
    "treasury": pgettext_lazy("account of a fund", "treasury"),
    "available": pgettext_lazy("account of a fund", "free"),
    "reserved": pgettext_lazy("account of a fund", "reserved"),
    "committed": pgettext_lazy("account of a fund", "committed"),
    "final": pgettext_lazy("account of a fund", "final"),
    "paid": pgettext_lazy("account of a fund", "paid"),
    "lapsed": pgettext_lazy("account of a fund", "lapsed"),
    "carried": pgettext_lazy("account of a fund", "carried on"),
}

BOOKINGS: Mapping[str, Promise] = {
    "appropriate": _("Money appropriated"),
    "cut": _("Appropriation cut"),
    "carry_in": _("Carried in from the fund before"),
    "reserve": _("Reserved"),
    "commit": _("Committed"),
    "uncommit": _("Back to reserved"),
    "certify": _("Certified"),
    "pay": pgettext_lazy("money of a fund", "Paid"),
    "bounce": _("Sent back by the bank"),
    "release": _("Released"),
    "lapse": _("Back to the treasury"),
    "carry_out": _("Carried into the next fund"),
}

AWARDS: Mapping[str, Promise] = {
    "provisional": _("Provisional certificate"),
    "final": _("Final certificate"),
}


@dataclass(frozen=True, slots=True)
class _Amount:
    amount: Decimal
    currency: str


def amount_words(amount: Any, currency: str, code: str | None = None) -> str:
    """An amount with its currency, also of currencies that no fund of ours uses."""
    return money_words(_Amount(Decimal(str(amount)), currency), code)


def figure_words(value: Any) -> str:
    """A count without needless zeros."""
    return number_words(Decimal(str(value)).normalize()) if value not in (None, "") else ""


def figure_plain(value: Any) -> str:
    """A count as a form takes it: digits alone; nothing for nothing."""
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


def name(words: Mapping[str, Promise], code: str) -> str:
    """The word for a code; the code itself where there is none."""
    return str(words.get(code, code))
