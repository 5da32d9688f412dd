"""How long typed texts may be, and the sentence for those that are longer or missing."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from simpul.kit.outcomes import InvalidInput

MOST_TEXT, MOST_LAW, MOST_LINE = 4000, 300, 300
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the order of letters: the holder of an account could read as somebody else."""


def checked(*, required: tuple[str, ...] = (), **texts: tuple[str, int]) -> dict[str, str]:
    """The texts without blanks around them and signs that turn them.

    Raises InvalidInput with every error at its field.
    """
    errors: dict[str, list[str]] = {}
    tidy = {name: _TURNS.sub("", text).strip() for name, (text, _most) in texts.items()}
    for name, (_text, most) in texts.items():
        if len(tidy[name]) > most:
            errors[name] = [_("This is too long; at most %(most)d characters.") % {"most": most}]
        elif name in required and not tidy[name]:
            errors[name] = [_("Write an answer.")]
    if errors:
        raise InvalidInput(errors)
    return tidy
