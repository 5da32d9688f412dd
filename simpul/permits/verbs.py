"""What the journal's verbs of applying are called; those of deciding are in `looks.py`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "application.started": _("Application begun"),
        "application.submitted": _("Application sent"),
        "application.resubmitted": _("Corrected application sent"),
        "application.withdrawn": _("Application withdrawn"),
        "application.paper_added": _("Document added"),
        "application.paper_removed": _("Document removed"),
    }
)
