"""What the journal calls the verbs of this room."""

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "areas.boundaries_imported": _("Boundaries of areas imported"),
        "authority.contact_changed": _("E-mail of the desk changed"),
    }
)
