"""How long a typed text may be, said at its field before the database would refuse it."""

from __future__ import annotations

from django.utils.translation import gettext as _

MOST_TEXT, MOST_LAW, MOST_REFERENCE, MOST_NAME = 2000, 300, 100, 200
"""Characters. A law, a bank's reference and a name are as long as their columns."""


def too_long(**texts: tuple[str, int]) -> dict[str, list[str]]:
    """Errors by field for each `field=(text, most)` whose trimmed text has more characters."""
    return {
        field: [_("This is too long; at most %(most)d characters.") % {"most": most}]
        for field, (text, most) in texts.items()
        if len(text.strip()) > most
    }
