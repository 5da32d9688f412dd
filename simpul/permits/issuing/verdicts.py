"""The words of a check: tone (colour and sign), one large word, one sentence. Lazy translations."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an answer looks and reads. `tone`: good, bad, wait, quiet."""

    code: str
    tone: str
    word: Promise
    say: Promise


VERDICTS = {
    verdict.code: verdict
    for verdict in (
        Verdict("valid", "good", _("Valid"), _("This permit is genuine and holds today.")),
        Verdict(
            "not_today",
            "wait",
            _("Not today"),
            _("This permit is genuine, but nothing may be filmed under it today."),
        ),
        Verdict(
            "not_yet",
            "wait",
            _("Not yet"),
            _("This permit is genuine, but its first day is still to come."),
        ),
        Verdict(
            "expired",
            "bad",
            _("Expired"),
            _("This permit is genuine, but its last day has passed."),
        ),
        Verdict(
            "amended",
            "bad",
            _("Replaced"),
            _("A newer version of this permit exists. Only the newest holds."),
        ),
        Verdict("suspended", "bad", _("Suspended"), _("This permit does not hold for now.")),
        Verdict("revoked", "bad", _("Revoked"), _("This permit no longer holds.")),
        Verdict("cancelled", "bad", _("Cancelled"), _("The production gave this permit back.")),
        Verdict(
            "unknown",
            "bad",
            _("Unknown"),
            _("We know no permit with this code. Compare it with the paper."),
        ),
        Verdict(
            "forged",
            "bad",
            _("Not genuine"),
            _("The code is damaged or was not made by us. Type the short code to be sure."),
        ),
        Verdict(
            "unsure",
            "quiet",
            _("Not checked"),
            _("This telephone cannot check the code without network. Try again with network."),
        ),
    )
}


def verdict_of(state: str, *, today: bool) -> Verdict:
    """The verdict for a state; a valid permit with nothing today says so."""
    return VERDICTS["not_today" if state == "valid" and not today else state]
