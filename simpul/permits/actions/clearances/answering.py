"""An authority answers: at its desk, by link, or in a letter that an officer records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.papers.actions import store_upload
from simpul.permits import access, notify
from simpul.permits.actions.clearances.rules import require_answerable
from simpul.permits.actions.clearances.starting import wake_waiting
from simpul.permits.actions.holding import hold_clearance
from simpul.permits.actions.lengths import MOST_LAW, MOST_NAME, MOST_TEXT, too_long
from simpul.permits.actions.settling import settle
from simpul.permits.models import AttachedCondition, Clearance, ClockEvent


@dataclass(frozen=True, slots=True)
class Said:
    """What an authority says: a verdict, and for a refusal its reason and law."""

    verdict: str
    reason: str = ""
    law: str = ""
    condition_codes: Sequence[str] = ()
    own_condition: str = ""


def give_verdict(
    *,
    actor: Actor,
    clearance_id: int,
    verdict: str,
    reason: str = "",
    law: str = "",
    condition_codes: Sequence[str] = (),
    own_condition: str = "",
    now: dt.datetime | None = None,
) -> Clearance:
    """A desk (or a link) answers its own clearance.

    Raises InvalidInput per field, NotAllowed, WrongState when somebody answered first.
    Stops the clock, wakes the clearances that waited for this one, settles the case.
    """
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require(access.can_answer(actor, clearance))
        return enter_answer(
            actor=actor,
            clearance=clearance,
            said=Said(verdict, reason, law, condition_codes, own_condition),
            channel="link" if actor.kind == "link" else "desk",
            now=now or timezone.now(),
        )


def record_verdict(
    *,
    actor: Actor,
    clearance_id: int,
    verdict: str,
    evidence: UploadedFile[Any],
    heard_from: str,
    reason: str = "",
    law: str = "",
    condition_codes: Sequence[str] = (),
    own_condition: str = "",
    now: dt.datetime | None = None,
) -> Clearance:
    """A case officer records an authority's letter or call, with the paper attached."""
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require_visible(actor, clearance.application)
        access.require(access.can_record(actor, clearance.application))
        if not heard_from.strip():
            raise InvalidInput({"heard_from": [_("Say who wrote or called.")]})
        if errors := too_long(heard_from=(heard_from, MOST_NAME)):
            raise InvalidInput(errors)
        clearance.evidence = store_upload(
            actor=actor,
            upload=evidence,
            kind="verdict_evidence",
            personal_class="case",
            subject=clearance.application.subject,
        )
        return enter_answer(
            actor=actor,
            clearance=clearance,
            said=Said(verdict, reason, law, condition_codes, own_condition),
            channel="recorded",
            note={"code": "recorded", "officer": actor.label, "source": heard_from.strip()},
            now=now or timezone.now(),
        )


def enter_answer(
    *,
    actor: Actor,
    clearance: Clearance,
    said: Said,
    channel: str,
    now: dt.datetime,
    note: Mapping[str, str] | None = None,
) -> Clearance:
    """Write the answer down, once. The caller holds the case and has checked access.

    `note`: how it came in, as a code with its names (worded by `looks.note_words`).
    """
    require_answerable(clearance)
    rows = _condition_rows(clearance, said)
    _require_whole(said, rows)
    changed = Clearance.objects.filter(
        pk=clearance.pk, state__in=["requested", "needs_information"]
    ).update(
        state=Clearance.State.ANSWERED,
        verdict=said.verdict,
        reason=said.reason.strip(),
        law=said.law.strip(),
        note=dict(note or {}),
        answered_at=now,
        answered_by_label=actor.label,
        channel=channel,
        evidence=clearance.evidence,
    )
    if changed != 1:
        raise WrongState(_("Somebody else was first. Look at the case again."))
    AttachedCondition.objects.bulk_create(rows)
    ClockEvent.objects.create(clearance=clearance, kind="stop", at=now)
    clearance.refresh_from_db()
    _record_answer(actor, clearance, rows)
    wake_waiting(actor=actor, application=clearance.application, now=now)
    settle(actor=actor, application=clearance.application)
    notify.clearance_answered(clearance)
    return clearance


def _record_answer(actor: Actor, clearance: Clearance, rows: Sequence[AttachedCondition]) -> None:
    record(
        actor=actor,
        verb="clearance.answered",
        subject=clearance.application.subject,
        data={
            "clearance": clearance.pk,
            "authority": clearance.authority_code,
            "verdict": clearance.verdict,
            "reason": clearance.reason,
            "law": clearance.law,
            "channel": clearance.channel,
            "conditions": [row.code or row.texts for row in rows],
        },
    )


def _require_whole(said: Said, conditions: Sequence[AttachedCondition]) -> None:
    errors = too_long(reason=(said.reason, MOST_TEXT), law=(said.law, MOST_LAW))
    if said.verdict not in Clearance.Verdict.values:
        errors["verdict"] = [_("Choose an answer.")]
    if said.verdict == Clearance.Verdict.REFUSE:
        if not said.reason.strip():
            errors["reason"] = [_("A refusal needs its reason.")]
        if not said.law.strip():
            errors["law"] = [_("A refusal names the law it rests on.")]
    if said.verdict == Clearance.Verdict.APPROVE_WITH_CONDITIONS and not conditions:
        errors["conditions"] = [_("Choose or write at least one condition.")]
    if said.verdict not in (Clearance.Verdict.APPROVE_WITH_CONDITIONS, "") and conditions:
        errors["conditions"] = [_("Conditions go with “Approved with conditions” only.")]
    if errors:
        raise InvalidInput(errors)


def _condition_rows(clearance: Clearance, said: Said) -> list[AttachedCondition]:
    """Library conditions keep their text and law as they stand in the case's rule version."""
    library = city_book(clearance.application.rule_version_id).conditions
    unknown = [code for code in said.condition_codes if code not in library]
    if unknown:
        raise InvalidInput(
            {"conditions": [_("Unknown condition: %(code)s") % {"code": ", ".join(unknown)}]}
        )
    rows = [
        AttachedCondition(
            clearance=clearance,
            code=code,
            texts=dict(library[code].texts),
            law="; ".join(library[code].law),
        )
        for code in said.condition_codes
    ]
    if text := said.own_condition.strip():
        rows.append(AttachedCondition(clearance=clearance, texts={"id": text, "en": text}))
    return rows
