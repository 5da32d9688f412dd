"""What the journal's verbs of this room are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "production.created": _("Production entered"),
        "production.changed": _("Production changed"),
    }
)
