"""What codes of cost reports are called, and amounts in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.incentives.wording import amount_words
from simpul.web.formats import number_words
from simpul.web.statuses import register

TREATMENTS: Mapping[str, Promise] = {
    "count": _("counts"),
    "part": _("counts in part"),
    "exclude": _("does not count"),
    "ignore": _("is no cost"),
    "": _("not mapped yet"),
}
WHY: Mapping[str, Promise] = {
    "large": _("Above the threshold"),
    "drawn": _("Drawn at random"),
    "flag": _("Flagged by the rules"),
    "own": _("Named by the auditor"),
}
VERDICTS: Mapping[str, Promise] = {
    "open": _("To be decided"),
    "accepted": pgettext_lazy("a line of a cost report", "Accepted"),
    "reduced": pgettext_lazy("a line of a cost report", "Reduced"),
    "refused": pgettext_lazy("a line of a cost report", "Refused"),
}
STEPS: Mapping[str, Promise] = {
    "wait": _("Waiting for its turn"),
    "read": _("Reading the file"),
    "type": _("Reading numbers, dates and currencies"),
    "check": _("Checking control totals"),
    "classify": _("Classifying lines"),
    "flag": _("Looking for what an auditor would see"),
    "keep": _("Keeping the result"),
}
READING = {"wait": 0, "read": 2, "type": 45, "check": 65, "classify": 70, "flag": 80, "keep": 92}
RENEWING = {"wait": 0, "classify": 5, "flag": 40, "keep": 75}
"""Step -> percent of the whole at its beginning, as measured with 500,000 lines."""


def percent_of(step: str, part: int, *, renewing: bool) -> int:
    """How far a job is. `part`: thousandths of the step that are done."""
    begins = RENEWING if renewing else READING
    first = begins.get(step, 0)
    last = min((percent for percent in begins.values() if percent > first), default=100)
    return first + (last - first) * min(part, 1000) // 1000


register(
    {
        "cost_report.reading": (_("Being read"), "wait"),
        "cost_report.asking": (_("Waits for your answer"), "next"),
        "cost_report.refused": (_("Not taken"), "bad"),
        "cost_report.ready": (_("Read whole"), "good"),
        "cost_report.auditing": (_("Being audited"), "wait"),
        "cost_report.audited": (_("Audited"), "good"),
        "cost_report.returned": (_("Sent back"), "bad"),
        "finding.open": (VERDICTS["open"], "next"),
        "finding.accepted": (VERDICTS["accepted"], "good"),
        "finding.reduced": (VERDICTS["reduced"], "wait"),
        "finding.refused": (VERDICTS["refused"], "bad"),
    }
)


def amount_of(amount: Any, currency: str) -> str:
    """An amount with its currency; a dash for none."""
    return "–" if amount is None else amount_words(amount, currency)


def share_words(share: Any) -> str:
    """ "65%"; nothing for the whole."""
    value = Decimal(str(share if share is not None else 1))
    return "" if value == 1 else f"{number_words((value * 100).normalize())}%"
