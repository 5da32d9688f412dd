"""What the journal's verbs of comparisons and trials are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "incentive.comparison_kept": _("Comparison kept"),
        "incentive.comparison_deleted": _("Comparison deleted"),
        "lab.asked": _("Trial of rules begun"),
        "lab.done": _("Trial of rules finished"),
        "lab.failed": _("Trial of rules failed"),
    }
)
