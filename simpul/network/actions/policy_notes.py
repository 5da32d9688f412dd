"""Policy notes: what a partner does, from which source, and what it inspired here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.network import access
from simpul.network.models import FactStatus, PolicyNote
from simpul.network.partners.queries import live_partners
from simpul.network.promises.pack_schemes import scheme_exists
from simpul.network.promises.queries import note_for
from simpul.network.typed import MOST_LINE, MOST_TEXT, by_language, checked, gathered

LANGUAGES = ("id", "en")
"""Languages of our own pages: a note is written for our readers."""


def write_note(
    *,
    actor: Actor,
    partner_id: int,
    kind: str,
    titles: Mapping[str, str],
    texts: Mapping[str, str],
    source: str,
    source_on: dt.date,
    status: str,
    scheme_id: str = "",
    programme: str = "",
    note_id: int | None = None,
    version: int = 0,
) -> PolicyNote:
    """A note, or note `note_id` anew; the journal keeps what it said before.

    At least one language; source and its day always. WrongState where somebody changed it first.
    """
    account = access.require_writer(actor)
    with transaction.atomic():
        values = _checked(
            partner_id, kind, titles, texts, source, source_on, status, scheme_id, programme
        )
        if note_id is None:
            note = PolicyNote.objects.create(created_by_id=account, **values)
            record(actor=actor, verb="policy_note.written", subject=note.subject, data={})
            return note
        note = note_for(actor, note_id, lock=True)
        if note.version != version or note.withdrawn_on is not None:
            raise WrongState(_("Somebody else was first. Look at the note again."))
        data = {"before": {"titles": note.titles, "texts": note.texts, "source": note.source}}
        for name, value in values.items():
            setattr(note, name, value)
        note.version += 1
        note.save()
        record(actor=actor, verb="policy_note.changed", subject=note.subject, data=data)
        return note


def _checked(
    partner_id: int,
    kind: str,
    titles: Mapping[str, str],
    texts: Mapping[str, str],
    source: str,
    source_on: dt.date,
    status: str,
    scheme_id: str,
    programme: str,
) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    values = {
        "titles": _words(errors, "title", titles, MOST_LINE),
        "texts": _words(errors, "text", texts, MOST_TEXT),
        **gathered(errors, required=("source",), source=(source, 500), programme=(programme, 200)),
    }
    if not live_partners().filter(pk=partner_id).exists():
        errors["partner"] = [_("Choose one of the partners.")]
    if kind not in PolicyNote.Kind.values:
        errors["kind"] = [_("Choose one of these.")]
    if status not in FactStatus.values:
        errors["status"] = [_("Choose one of these.")]
    if source_on > timezone.localdate():
        errors["source_on"] = [_("This day is still to come.")]
    if scheme_id and not scheme_exists(scheme_id):
        errors["scheme_id"] = [_("The city pack has no scheme with this id.")]
    if errors:
        raise InvalidInput(errors)
    return {
        "partner_id": partner_id,
        "kind": kind,
        "source_on": source_on,
        "status": status,
        "scheme_id": scheme_id,
        **values,
    }


def _words(
    errors: dict[str, list[str]], field: str, given: Mapping[str, str], most: int
) -> dict[str, str]:
    """The texts of a note, at least in one language."""
    try:
        found = by_language(given, LANGUAGES, most, field=field, whole=False)
    except InvalidInput as refused:
        errors.update(refused.errors)
        return {}
    if not found:
        errors[f"{field}_id"] = [_("This cannot be empty.")]
    return found


def withdraw_note(
    *, actor: Actor, note_id: int, reason: str, now: dt.datetime | None = None
) -> PolicyNote:
    """It no longer holds, or never did. It stays readable, marked."""
    access.require_writer(actor)
    with transaction.atomic():
        note = note_for(actor, note_id, lock=True)
        if note.withdrawn_on is not None:
            raise WrongState(_("Somebody else was first. Look at the note again."))
        tidy = checked(required=("reason",), reason=(reason, MOST_LINE))
        note.withdrawn_on = timezone.localdate(now or timezone.now())
        note.withdrawn_why = tidy["reason"]
        note.save()
        record(
            actor=actor,
            verb="policy_note.withdrawn",
            subject=note.subject,
            data={"reason": tidy["reason"]},
        )
        return note
