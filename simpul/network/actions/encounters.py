"""Keep encounters: when we met whom, about what, and what the press says came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network import access, texts
from simpul.network.models import (
    Encounter,
    EncounterPartner,
    EncounterPerson,
    FactStatus,
    Partner,
    PartnerPerson,
)


@transaction.atomic
def create_encounter(*, actor: Actor, partner_ids: Iterable[int], **said: Any) -> Encounter:
    """Write down a meeting with one or more partners; `said`: see `checked`."""
    user = access.require_writer(actor)
    errors: texts.Errors = {}
    found = _partners(errors, partner_ids)
    values = checked(errors, **said)
    texts.refuse(errors)
    made = Encounter.objects.create(created_by_id=user, **values)
    EncounterPartner.objects.bulk_create(
        EncounterPartner(encounter=made, partner=one) for one in found
    )
    record(
        actor=actor,
        verb="encounter.created",
        subject=made.subject,
        data={"partners": [one.pk for one in found]},
    )
    return made


@transaction.atomic
def change_encounter(
    *, actor: Actor, encounter_id: int, version: int, partner_ids: Iterable[int], **said: Any
) -> Encounter:
    """Say it anew, whole. WrongState when somebody changed it since `version` was read."""
    access.require_writer(actor)
    encounter = held(encounter_id)
    if encounter.version != version:
        raise WrongState(_("Somebody changed this meanwhile. Load the page again."))
    errors: texts.Errors = {}
    found = _partners(errors, partner_ids)
    values = checked(errors, **said)
    texts.refuse(errors)
    changed = sorted(name for name, value in values.items() if getattr(encounter, name) != value)
    for name, value in values.items():
        setattr(encounter, name, value)
    if _join(encounter, found):
        changed.append("partners")
    if changed:
        encounter.version += 1
        encounter.save()
        record(
            actor=actor,
            verb="encounter.changed",
            subject=encounter.subject,
            data={"fields": changed},
        )
    return encounter


def _partners(errors: texts.Errors, ids: Iterable[int]) -> list[Partner]:
    wanted = set(ids)
    found = list(Partner.objects.filter(pk__in=wanted, merged_into__isnull=True).order_by("pk"))
    if not wanted or len(found) != len(wanted):
        errors["partner_ids"] = [_("Choose at least one partner.")]
    return found


def _join(encounter: Encounter, found: list[Partner]) -> bool:
    known = set(encounter.with_partners.values_list("partner_id", flat=True))
    wanted = {one.pk for one in found}
    encounter.with_partners.exclude(partner_id__in=wanted).delete()
    EncounterPartner.objects.bulk_create(
        EncounterPartner(encounter=encounter, partner_id=one) for one in sorted(wanted - known)
    )
    return known != wanted


def checked(
    errors: texts.Errors,
    *,
    kind: str,
    title: str,
    held_on: dt.date,
    held_until: dt.date | None = None,
    event: str = "",
    place: str = "",
    country: str = "",
    topics: str = "",
    note: str = "",
    source: str = "",
    status: str = FactStatus.CONFIRMED,
    claimed_state: str = "",
    claimed_text: str = "",
    claimed_source: str = "",
    claimed_on: dt.date | None = None,
) -> dict[str, Any]:
    """What is kept of a meeting, cleaned; fields that are wrong are added to `errors`."""
    values: dict[str, Any] = {
        "kind": kind,
        "title": texts.line(title),
        "held_on": held_on,
        "held_until": held_until,
        "event": texts.line(event),
        "place": texts.line(place),
        "country": texts.country(errors, country, needed=False),
        "topics": texts.block(topics),
        "note": texts.block(note),
        "source": texts.line(source),
        "status": status,
        "claimed_state": claimed_state,
        "claimed_text": texts.block(claimed_text),
        "claimed_source": texts.line(claimed_source),
        "claimed_on": claimed_on,
    }
    texts.need(errors, title=values["title"])
    texts.limit(errors, 200, **{name: values[name] for name in ("title", "event", "place")})
    texts.limit(errors, 500, **{name: values[name] for name in ("source", "claimed_source")})
    texts.limit(errors, 4000, **{name: values[name] for name in ("topics", "note", "claimed_text")})
    if kind not in Encounter.Kind:
        errors["kind"] = [_("Choose what kind of meeting it was.")]
    if status not in FactStatus:
        errors["status"] = [_("Choose how sure this is.")]
    if held_until and held_until < held_on:
        errors["held_until"] = [_("It cannot end before it begins.")]
    if held_on > timezone.localdate():
        errors["held_on"] = [_("This day has not come yet. Plan a visit instead.")]
    _check_claim(errors, values)
    return values


def _check_claim(errors: texts.Errors, values: dict[str, Any]) -> None:
    """A claim names its source and day; without a claim there is nothing to source."""
    if not values["claimed_state"]:
        for name in ("claimed_text", "claimed_source", "claimed_on"):
            if values[name]:
                errors["claimed_state"] = [_("Choose what the press says came of it.")]
        return
    if values["claimed_state"] not in Encounter.Claimed:
        errors["claimed_state"] = [_("Choose what the press says came of it.")]
    if not values["claimed_source"]:
        errors["claimed_source"] = [_("Name where it was published.")]
    if values["claimed_on"] is None:
        errors["claimed_on"] = [_("Name the day it was published.")]


@transaction.atomic
def add_attendance(
    *,
    actor: Actor,
    encounter_id: int,
    side: str,
    person_id: int | None = None,
    user_id: int | None = None,
    name: str = "",
    label: str = "",
) -> EncounterPerson:
    """Somebody took part: theirs by the person's number, ours by account or name."""
    access.require_writer(actor)
    encounter = held(encounter_id)
    row = EncounterPerson(encounter=encounter, **attendant(side, person_id, user_id, name, label))
    require_new(encounter.attendances.all(), row)
    row.save()
    about = {"side": side, "row": row.pk}
    record(actor=actor, verb="encounter.person_added", subject=encounter.subject, data=about)
    return row


@transaction.atomic
def remove_attendance(*, actor: Actor, row_id: int) -> Encounter:
    """Was not there after all."""
    access.require_writer(actor)
    row = EncounterPerson.objects.filter(pk=row_id).first()
    if row is None:
        raise NotVisible(_("Not found."))
    encounter = held(row.encounter_id)
    row.delete()
    about = {"row": row_id}
    record(actor=actor, verb="encounter.person_removed", subject=encounter.subject, data=about)
    return encounter


def attendant(
    side: str, person_id: int | None, user_id: int | None, name: str, label: str
) -> dict[str, Any]:
    """The columns of one who takes part; InvalidInput names the field that is wrong."""
    errors: texts.Errors = {}
    values: dict[str, Any] = {"side": side, "name": texts.line(name), "label": texts.line(label)}
    texts.limit(errors, 200, name=values["name"], label=values["label"])
    if side == "theirs":
        person = PartnerPerson.objects.filter(pk=person_id or 0, merged_into__isnull=True).first()
        if person is None:
            errors["person_id"] = [_("Choose a person of the partner.")]
        values |= {"person": person, "name": ""}
    elif side == "ours":
        values["user_id"] = user_id
        if user_id is None and not values["name"]:
            errors["name"] = [_("Name who it is.")]
    else:
        errors["side"] = [_("Choose a side.")]
    texts.refuse(errors)
    return values


def require_new(rows: Any, row: Any) -> None:
    """Nobody is named twice."""
    if row.person is not None and rows.filter(person=row.person).exists():
        raise InvalidInput({"person_id": [_("This person is on the list already.")]})
    if row.user_id is not None and rows.filter(user_id=row.user_id).exists():
        raise InvalidInput({"user_id": [_("This person is on the list already.")]})
    named = row.side == "ours" and row.user_id is None
    if named and rows.filter(side="ours", name__iexact=row.name).exists():
        raise InvalidInput({"name": [_("This person is on the list already.")]})


def held(encounter_id: int) -> Encounter:
    """The encounter, locked; NotVisible where there is none."""
    encounter = Encounter.objects.select_for_update().filter(pk=encounter_id).first()
    if encounter is None:
        raise NotVisible(_("Not found."))
    return encounter
