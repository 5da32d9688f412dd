"""What the journal calls the verbs of this room."""

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register({"site.terms_changed": _("Terms of a site changed")})
