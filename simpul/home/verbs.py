"""What the journal's verbs of this room are called."""

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "complaint.received": _("Complaint received"),
        "node.key_renewed": _("New key for the codes on permits"),
    }
)
