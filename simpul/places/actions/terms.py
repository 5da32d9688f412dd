"""A site's manager says how the place is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.places.access import may_edit_terms
from simpul.places.models import LONGEST_NOTICE, MOST_PEOPLE, Site, Terms

TEXT_FIELDS = tuple(
    f"{name}_{language}"
    for name in ("how_to_ask", "hours", "not_allowed", "facilities")
    for language in ("id", "en")
)
FIELDS = (*TEXT_FIELDS, "most_people", "notice_days", "contact_phone", "contact_email")
LONGEST = 2000
MOST = {"most_people": MOST_PEOPLE, "notice_days": LONGEST_NOTICE}


def change_terms(*, actor: Actor, code: str, edition: int, values: Mapping[str, Any]) -> Terms:
    """Write the terms of a site anew; unknown names in `values` are refused.

    `edition`: the edition the editor started from, 0 for none; WrongState when somebody else was
    faster. NotVisible for anybody who does not answer at the manager's desk, and for unknown
    sites. InvalidInput, by field. The journal keeps which fields changed, not their contents.
    """
    with transaction.atomic():
        site = Site.objects.select_for_update().filter(code=code, in_force=True).first()
        if site is None or not may_edit_terms(actor, site.manager):
            raise NotVisible(_("There is no such page."))
        terms = Terms.objects.filter(site=site).first() or Terms(site=site, edition=0)
        if edition != terms.edition:
            raise WrongState(_("Somebody else changed the terms meanwhile. Read them anew."))
        cleaned = _cleaned(values)
        changed = sorted(name for name, value in cleaned.items() if value != getattr(terms, name))
        if changed:
            _write(terms, {name: cleaned[name] for name in changed}, actor)
            data = {"edition": terms.edition, "fields": changed}
            record(actor=actor, verb="site.terms_changed", subject=site.subject, data=data)
    return terms


def _write(terms: Terms, values: Mapping[str, Any], actor: Actor) -> None:
    for name, value in values.items():
        setattr(terms, name, value)
    terms.edition += 1
    terms.changed_at, terms.changed_by_id = timezone.now(), actor.user_id
    try:
        terms.full_clean(exclude=["site", "changed_by"])
    except ValidationError as error:
        raise InvalidInput(error.message_dict) from error
    terms.save()


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    cleaned: dict[str, Any] = {}
    for name, value in values.items():
        if name not in FIELDS:
            errors[name] = [_("This field does not exist.")]
        elif name in MOST:
            if value is None or (type(value) is int and 0 < value <= MOST[name]):
                cleaned[name] = value
            else:
                told = _("Give a whole number from 1 to %(most)d, or leave it empty.")
                errors[name] = [told % {"most": MOST[name]}]
        else:
            text = str(value or "").strip()
            if len(text) > LONGEST:
                errors[name] = [_("At most %(most)d characters.") % {"most": LONGEST}]
            cleaned[name] = text
    if errors:
        raise InvalidInput(errors)
    return cleaned
