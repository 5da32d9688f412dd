"""What each verb is called on a page. Rooms register theirs in their own `verbs.py`, which is
imported at start:  register({"permit.issued": gettext_lazy("Permit issued")})."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_labels: dict[str, str | Promise] = {}


def register(labels: Mapping[str, str | Promise]) -> None:
    """Name verbs. Raises ValueError where a verb has another name already."""
    for verb, label_ in labels.items():
        known = _labels.get(verb)
        if known is not None and known != label_:
            raise ValueError(f"the verb {verb!r} is registered twice")
        _labels[verb] = label_


def label(verb: str) -> str:
    """The verb in the reader's language; the bare verb where nobody named it, never an error."""
    return str(_labels.get(verb, verb))


def registered() -> frozenset[str]:
    """All verbs that have a name."""
    return frozenset(_labels)


register({"journal.sealed": gettext_lazy("Journal sealed")})
