"""What codes of the incentives room are called, and amounts in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
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
    "top_up": _("More than was reserved, from what was free"),
    "pay": pgettext_lazy("money of a fund", "Paid"),
    "recover": _("Came back from a company"),
    "bounce": _("Sent back by the bank"),
    "release": _("Released"),
    "lapse": _("Back to the treasury"),
    "carry_out": _("Carried into the next fund"),
}

DUES: Mapping[str, Promise] = {
    "provisional": _("with the provisional certificate"),
    "photography": _("when shooting has begun"),
    "wrap": _("when shooting has ended"),
    "final": _("with the final certificate"),
}

MILESTONES: Mapping[str, Promise] = {
    "photography": _("Shooting has begun"),
    "wrap": _("Shooting has ended"),
}

CAUSES: Mapping[str, Promise] = {
    "final_lower": _("After the audit less was certified than had been paid on account."),
    "refused": _("The promise was taken back after a part had been paid."),
    "withdrawn": _("The request was withdrawn after a part had been paid."),
    "lapsed": _("No cost report came in time, and a part had been paid."),
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


def limits_words(kept: Mapping[str, Any], currency: str) -> str:
    """Why a final award is not what the scheme gives; "" where nothing limits it.

    `kept`: an award's quote, or the contents of its certificate.
    """
    limits = kept.get("limits")
    if not limits:
        return ""
    said = {name: amount_words(value, currency) for name, value in limits.items()}
    return (
        _now(
            "The scheme gives %(gives)s, but %(held)s was reserved. More is possible only out of "
            "what is free in the fund and waited for by nobody: %(free)s."
        )
        % said
    )
