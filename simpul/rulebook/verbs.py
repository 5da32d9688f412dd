"""What the journal calls what happens to the rules."""

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "rules.loaded": _("Rules loaded as a draft"),
        "rules.published": _("Rules put in force"),
        "rules.discarded": _("Draft of the rules thrown away"),
        "rules.superseded": _("Rules superseded"),
    }
)
