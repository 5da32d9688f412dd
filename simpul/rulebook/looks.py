"""How the states of a version look."""

from django.utils.translation import gettext_lazy as _

from simpul.web import statuses

statuses.register(
    {
        "rules.draft": (_("Draft"), "next"),
        "rules.published": (_("In force"), "good"),
        "rules.superseded": (_("Superseded"), "quiet"),
        "rules.added": (_("Added"), "good"),
        "rules.changed": (_("Changed"), "next"),
        "rules.ended": (_("Ended"), "quiet"),
    }
)
