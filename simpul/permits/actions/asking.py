"""From the rules' needs to stored requests: who is asked, who waits, whose answer still holds.

Where an authority judged the same before (equal inputs), its answer is carried over: a rider, or a
file that came back changed, asks again only where something changed.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.permits import clearance_clock
from simpul.permits.actions.clearances import start_clearance, wake_waiting
from simpul.permits.issuing.issuable import ONLY_SHOWN
from simpul.permits.models import Application, AttachedCondition, Clearance, PlanRevision
from simpul.permits.planning.facts import PlanFacts
from simpul.permits.planning.plan import Plan
from simpul.permits.planning.required import Notice, RequiredClearance, required

if TYPE_CHECKING:
    from simpul.city.book import CityBook


def ask_authorities(
    *,
    actor: Actor,
    application: Application,
    revision: PlanRevision,
    plan: Plan,
    book: CityBook,
    now: dt.datetime,
) -> None:
    """Open one clearance per authority and kind, then ask those whose turn it is.

    Rules in force on the day the file was sent decide (the applicant could read those).
    """
    sent_on = timezone.localdate(application.submitted_at or now)
    needs = required(PlanFacts(plan, book), sent_on)
    before = _standing_answers(application)
    kept: set[int] = set()
    position = 0
    for need in needs.clearances:
        if need.kind == ONLY_SHOWN:
            continue
        position += 1
        _open(actor, application, revision, _from_need(need), before, kept, position, now)
    named = {(need.authority, need.kind) for need in needs.clearances}
    for notice in needs.notices:
        if (notice.authority, "notice") in named:
            continue
        position += 1
        _open(actor, application, revision, _from_notice(notice), before, kept, position, now)
    application.clearances.exclude(pk__in=kept).exclude(state=Clearance.State.ENDED).update(
        state=Clearance.State.ENDED, due_on=None
    )
    wake_waiting(actor=actor, application=application, now=now)


def _standing_answers(application: Application) -> dict[tuple[str, str], Clearance]:
    """The newest request per authority and kind, in this case or in the permit it amends."""
    found: dict[tuple[str, str], Clearance] = {}
    sources = [application.clearances.all()]
    if application.amends is not None:
        sources.insert(0, application.amends.application.clearances.all())
    for clearances in sources:
        for clearance in clearances.order_by("round", "id"):
            if clearance.state == Clearance.State.ENDED and not clearance.is_positive:
                continue
            found[(clearance.authority_code, clearance.kind)] = clearance
    return found


def _from_need(need: RequiredClearance) -> dict[str, Any]:
    return {
        "authority_code": need.authority,
        "kind": need.kind,
        "after": list(need.after),
        "severable": list(need.parts) if need.severable else [],
        "concerns": {
            "spots": list(need.spots),
            "dates": [day.isoformat() for day in need.dates],
            "unit": dict(need.unit),
            "inputs": _plain(need.inputs),
        },
        "documents": list(need.documents),
        "rule": [_rule(row) for row in need.rows],
        "verified": need.verified,
        "process_days": need.process.days if need.process else None,
        "process_unit": need.process.unit if need.process else "",
        "deemed_allowed": need.deemed_grant,
    }


def _from_notice(notice: Notice) -> dict[str, Any]:
    used: dict[str, Any] = {}
    for fired in notice.fired:
        used.update({f"{fired.spot}:{name}": value for name, value in fired.used.items()})
    return {
        "authority_code": notice.authority,
        "kind": "notice",
        "after": [],
        "severable": [],
        "concerns": {
            "spots": list(notice.spots),
            "dates": [],
            "unit": dict(notice.unit),
            "inputs": _plain(used),
        },
        "documents": [],
        "rule": [_rule(row) for row in notice.rows],
        "verified": any(row.verified for row in notice.rows),
        "process_days": None,
        "process_unit": "",
        "deemed_allowed": False,
    }


def _plain(inputs: Any) -> Any:
    """As the database will give it back, so that old and new compare equal when they are."""
    return json.loads(json.dumps(inputs, default=str))


def _rule(row: Any) -> dict[str, Any]:
    """The rule as it stood: what the desk and the applicant read beside the request."""
    return {
        "id": row.id,
        "table": row.table,
        "texts": dict(row.texts),
        "law": list(row.law),
        "source": row.source,
        "status": row.status,
    }


def _open(
    actor: Actor,
    application: Application,
    revision: PlanRevision,
    fields: dict[str, Any],
    before: dict[tuple[str, str], Clearance],
    kept: set[int],
    position: int,
    now: dt.datetime,
) -> None:
    old = before.get((fields["authority_code"], fields["kind"]))
    same = old is not None and old.concerns.get("inputs") == fields["concerns"]["inputs"]
    if old is not None and old.application_id == application.pk:
        if same:
            Clearance.objects.filter(pk=old.pk).update(position=position, revision=revision)
            kept.add(old.pk)
            if old.state == Clearance.State.REQUESTED:
                clearance_clock.resume(old, now)
            return
        Clearance.objects.filter(pk=old.pk).update(state=Clearance.State.ENDED, due_on=None)
    fresh = Clearance.objects.create(
        application=application,
        revision=revision,
        round=old.round + 1 if old is not None and old.application_id == application.pk else 1,
        replaces=old,
        position=position,
        **fields,
    )
    kept.add(fresh.pk)
    if same and old is not None and old.is_positive:
        _carry_over(actor, old, fresh, now)
    elif not fresh.after:
        start_clearance(actor=actor, clearance=fresh, now=now)


def _carry_over(actor: Actor, old: Clearance, fresh: Clearance, now: dt.datetime) -> None:
    """The authority judged exactly this before: its answer and conditions stand."""
    Clearance.objects.filter(pk=fresh.pk).update(
        state=Clearance.State.ANSWERED,
        verdict=old.verdict,
        reason=old.reason,
        law=old.law,
        requested_at=old.requested_at,
        answered_at=old.answered_at or now,
        answered_by_label=old.answered_by_label,
        # The claim itself stays with the request it was made for.
        channel="carried" if old.channel == "deemed" else old.channel,
        evidence_id=old.evidence_id,
        note=old.note,
    )
    AttachedCondition.objects.bulk_create(
        AttachedCondition(
            clearance=fresh,
            code=condition.code,
            texts=condition.texts,
            law=condition.law,
            applies_to=condition.applies_to,
        )
        for condition in old.conditions.all()
    )
    record(
        actor=actor,
        verb="clearance.carried_over",
        subject=fresh.application.subject,
        data={"authority": fresh.authority_code, "from": old.pk, "to": fresh.pk},
    )
