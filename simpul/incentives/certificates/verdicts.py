"""The words of a check of a certificate: tone, one large word, one sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.permits.issuing.verdicts import Verdict

VERDICTS = {
    one.code: one
    for one in (
        Verdict("valid", "good", _("Valid"), _("This certificate is genuine and holds.")),
        Verdict(
            "rehearsal",
            "quiet",
            _("Rehearsal"),
            _("The program made this paper for practice. It awards nothing."),
        ),
        Verdict(
            "expired",
            "bad",
            _("Expired"),
            _("This certificate is genuine, but its last day has passed."),
        ),
        Verdict(
            "replaced",
            "wait",
            _("Replaced"),
            _("A final certificate took the place of this one."),
        ),
        Verdict("lapsed", "bad", _("Lapsed"), _("This certificate no longer holds.")),
        Verdict("revoked", "bad", _("Revoked"), _("This certificate no longer holds.")),
        Verdict(
            "forged",
            "bad",
            _("Not genuine"),
            _("This code was not made by us, or it was changed."),
        ),
        Verdict(
            "unsure",
            "wait",
            _("Cannot be checked here"),
            _("The keys are not on this device. Open the page with network, or type the code."),
        ),
        Verdict(
            "unknown",
            "bad",
            _("Unknown"),
            _("We know no certificate with this code. Compare it with the paper."),
        ),
    )
}


def verdict_of(state: str, *, rehearsal: bool) -> Verdict:
    """The verdict for a state; what was only practised says so before anything else."""
    return VERDICTS["rehearsal" if rehearsal and state == "valid" else state]
