"""What can be chosen about projects and guests; the words are shown, the codes are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "feature": _("feature film"),
    "documentary": _("documentary"),
    "animation": _("animation"),
    "series": _("series"),
    "short": _("short film"),
}
STAGES = {
    "idea": _("idea and treatment"),
    "script": _("script"),
    "financing": _("financing"),
    "preproduction": _("pre-production"),
    "production": _("production"),
    "postproduction": _("post-production"),
}
SOUGHT = {
    "coproducer": _("co-producer"),
    "financier": _("financier"),
    "fund": _("fund"),
    "sales_agent": _("sales agent"),
    "distributor": _("distributor"),
    "broadcaster": _("broadcaster or platform"),
    "services": _("production or post-production services"),
    "festival": _("festival"),
}
ROLES = {
    "project": _("with a project"),
    "producer": _("producer"),
    "financier": _("financier"),
    "fund": _("fund"),
    "sales_agent": _("sales agent"),
    "distributor": _("distributor"),
    "broadcaster": _("broadcaster or platform"),
    "services": _("production or post-production services"),
    "festival": _("festival"),
    "commission": _("film commission"),
    "press": _("press"),
    "talent": _("young talent"),
}
LANGUAGES = {
    "id": pgettext_lazy("language", "Indonesian"),
    "en": pgettext_lazy("language", "English"),
    "ko": pgettext_lazy("language", "Korean"),
    "zh": pgettext_lazy("language", "Chinese"),
    "ja": pgettext_lazy("language", "Japanese"),
    "ms": pgettext_lazy("language", "Malay"),
    "th": pgettext_lazy("language", "Thai"),
    "vi": pgettext_lazy("language", "Vietnamese"),
    "fr": pgettext_lazy("language", "French"),
}
MATERIALS = {
    "lookbook": _("look-book"),
    "treatment": _("treatment"),
    "script": _("script"),
    "budget": _("budget and finance plan"),
    "other": _("other paper"),
}
PRIORITIES = {1: _("must have"), 2: _("wanted"), 3: _("gladly")}
HALVES = {"": _("any time"), "morning": _("mornings only"), "afternoon": _("afternoons only")}
MONTHS = (3, 12, 24)
"""When guests are asked what came of it, in months after the last day."""


def words(table: dict[Any, Any], codes: Iterable[Any]) -> list[str]:
    """The words of stored codes, in the order of the table; unknown ones are left out."""
    wanted = set(codes)
    return [str(label) for code, label in table.items() if code in wanted]
