"""Declare what a visit cost and what was given or received."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.network import access, texts
from simpul.network.actions.visits import AROUND, changeable
from simpul.network.models import Gift, Visit, VisitCost


@transaction.atomic
def declare_cost(
    *,
    actor: Actor,
    visit_id: int,
    what: str,
    amount: Any,
    currency: str,
    paid_by: str,
    payer: str = "",
) -> VisitCost:
    """One item of cost in its own currency."""
    user = access.require_writer(actor)
    visit = changeable(visit_id)
    errors: texts.Errors = {}
    value, code = texts.money(errors, amount, currency)
    values = {"what": texts.line(what), "payer": texts.line(payer)}
    texts.need(errors, what=values["what"])
    texts.limit(errors, 200, **values)
    if paid_by not in VisitCost.PaidBy:
        errors["paid_by"] = [_("Choose who paid.")]
    elif paid_by == VisitCost.PaidBy.THIRD and not values["payer"]:
        errors["payer"] = [_("Name who paid.")]
    texts.refuse(errors)
    made = VisitCost.objects.create(
        visit=visit, amount=value, currency=code, paid_by=paid_by, declared_by_id=user, **values
    )
    about = {"cost": made.pk, "amount": str(value), "currency": code, "paid_by": paid_by}
    record(actor=actor, verb="visit.cost_declared", subject=visit.subject, data=about)
    return made


@transaction.atomic
def declare_gift(
    *,
    actor: Actor,
    visit_id: int,
    direction: str,
    what: str,
    giver: str,
    receiver: str,
    worth: Any,
    currency: str,
    on_day: dt.date,
    kept: str = "",
) -> Gift:
    """A gift given or received, with its estimated worth and where it is now."""
    user = access.require_writer(actor)
    visit = changeable(visit_id)
    errors: texts.Errors = {}
    value, code = texts.money(errors, worth, currency, "worth", zero=True)
    values = {
        "what": texts.line(what),
        "giver": texts.line(giver),
        "receiver": texts.line(receiver),
        "kept": texts.line(kept),
    }
    texts.need(errors, what=values["what"], giver=values["giver"], receiver=values["receiver"])
    texts.limit(errors, 200, **values)
    if direction not in Gift.Direction:
        errors["direction"] = [_("Choose whether it was given or received.")]
    elif direction == Gift.Direction.RECEIVED and not values["kept"]:
        errors["kept"] = [_("Say where a received gift is now.")]
    if not visit.starts_on - AROUND <= on_day <= visit.ends_on + AROUND:
        errors["on_day"] = [_("This day lies outside the visit.")]
    texts.refuse(errors)
    made = Gift.objects.create(
        visit=visit,
        direction=direction,
        worth=value,
        currency=code,
        on_day=on_day,
        declared_by_id=user,
        **values,
    )
    about = {"gift": made.pk, "worth": str(value), "currency": code, "direction": direction}
    record(actor=actor, verb="visit.gift_declared", subject=visit.subject, data=about)
    return made


@transaction.atomic
def strike(*, actor: Actor, what: str, row_id: int) -> Visit:
    """Take a wrong declaration back before the report; the journal keeps that it was made.

    `what`: "cost" or "gift".
    """
    access.require_writer(actor)
    model = {"cost": VisitCost, "gift": Gift}[what]
    row: Any = model._default_manager.filter(pk=row_id).first()
    if row is None:
        raise NotVisible(_("Not found."))
    visit = changeable(row.visit_id)
    amount = row.amount if what == "cost" else row.worth
    about = {what: row.pk, "amount": str(amount), "currency": row.currency}
    row.delete()
    record(actor=actor, verb=f"visit.{what}_struck", subject=visit.subject, data=about)
    return visit
