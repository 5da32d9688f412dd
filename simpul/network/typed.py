"""Several typed texts at once, on top of texts.py: each with how long it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from simpul.kit.outcomes import InvalidInput
from simpul.kit.texts import storable
from simpul.network import texts as one_by_one

MOST_LINE, MOST_TEXT, MOST_ARTICLE = 300, 4000, 20_000


def checked(*, required: Sequence[str] = (), **texts: tuple[str, int]) -> dict[str, str]:
    """The texts, each given with its most signs, fit to keep.

    Raises InvalidInput with every error at its field.
    """
    errors: one_by_one.Errors = {}
    tidy = {name: one_by_one.block(text) for name, (text, _most) in texts.items()}
    for name, (_text, most) in texts.items():
        one_by_one.limit(errors, most, **{name: tidy[name]})
        if not storable(tidy[name]):
            errors.setdefault(name, []).append(_("This text holds signs that cannot be kept."))
    one_by_one.need(errors, **{name: tidy[name] for name in required})
    one_by_one.refuse(errors)
    return tidy


def gathered(
    errors: one_by_one.Errors, *, required: Sequence[str] = (), **texts: tuple[str, int]
) -> dict[str, str]:
    """As `checked`, but what is wrong is added to `errors`; then the texts are empty."""
    try:
        return checked(required=required, **texts)
    except InvalidInput as refused:
        errors.update(refused.errors)
        return {}


def by_language(
    texts: Mapping[str, str], languages: Sequence[str], most: int, *, field: str, whole: bool
) -> dict[str, str]:
    """The texts of these languages, empty ones left out; errors at "<field>_<language>".

    `whole`: none may be missing. Raises InvalidInput.
    """
    wanted = {f"{field}_{code}": (texts.get(code, ""), most) for code in languages}
    tidy = checked(required=tuple(wanted) if whole else (), **wanted)
    return {code: text for code in languages if (text := tidy[f"{field}_{code}"])}
