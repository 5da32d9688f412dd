"""A company's bank account: given or changed with a second factor, usable after a cooling time.

A stolen password is not enough to send money elsewhere: everybody of the company hears of the
change at once and can stop it while it cools. Meanwhile payments go where they went before.
"""

from __future__ import annotations

import datetime as dt
import re

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access, notify
from simpul.incentives.actions.lengths import MOST_LINE, checked
from simpul.incentives.models import BankAccount
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.people.access import require_signed_in
from simpul.people.models import Organisation

_SWIFT = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


def change_account(
    *,
    actor: Actor,
    company_id: int,
    bank: str,
    number: str,
    holder: str,
    swift: str = "",
    now: dt.datetime | None = None,
) -> BankAccount:
    """The account payments shall go to from the end of the cooling time on.

    A change that is cooling already gives way. Raises NotVisible, NotAllowed (role, second factor),
    InvalidInput by field.
    """
    moment = now or timezone.now()
    if company_id not in actor.companies:
        raise NotVisible(_("Not found."))
    access.require(access.can_change_bank(actor, company_id))
    values = _checked(bank, number, holder, swift)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=company_id)
        BankAccount.objects.filter(
            company_id=company_id, stopped_at__isnull=True, usable_from__gt=moment
        ).update(
            stopped_at=moment, stopped_by=actor.user_id, stop_reason=_("Replaced by a newer change")
        )
        account = BankAccount.objects.create(
            company_id=company_id,
            requested_by_id=require_signed_in(actor),
            requested_at=moment,
            usable_from=moment + dt.timedelta(days=settings.BANK_COOLING_DAYS),
            **values,
        )
        record(
            actor=actor,
            verb="bank.changed",
            subject=f"organisation:{company_id}",
            data={"account": account.pk, "usable_from": account.usable_from.isoformat()},
        )
        notify.bank_changed(account)
        return account


def _checked(bank: str, number: str, holder: str, swift: str) -> dict[str, str]:
    texts = checked(
        required=("bank", "number", "holder"),
        bank=(bank, 120),
        number=(number, 60),
        holder=(holder, 200),
        swift=(swift, 20),
    )
    errors: dict[str, list[str]] = {}
    digits = re.sub(r"[\s.-]+", "", texts["number"]).upper()
    if not re.fullmatch(r"[A-Z0-9]{5,34}", digits):
        errors["number"] = [_("Write the account number with its digits, or the IBAN.")]
    code = texts["swift"].replace(" ", "").upper()
    if code and not _SWIFT.fullmatch(code):
        errors["swift"] = [_("A SWIFT code has 8 or 11 letters and digits.")]
    if errors:
        raise InvalidInput(errors)
    return {"bank": texts["bank"], "number": digits, "holder": texts["holder"], "swift": code}


def stop_change(
    *, actor: Actor, account_id: int, reason: str, now: dt.datetime | None = None
) -> BankAccount:
    """Anybody of the company, or who pays, stops a change while it cools."""
    moment = now or timezone.now()
    with transaction.atomic():
        account = BankAccount.objects.select_for_update().filter(pk=account_id).first()
        if account is None or not access.can_stop_bank(actor, account.company_id):
            raise NotVisible(_("Not found."))
        texts = checked(required=("reason",), reason=(reason, MOST_LINE))
        if account.stopped_at is not None or account.usable_from <= moment:
            raise WrongState(_("This change can no longer be stopped; give another account."))
        account.stopped_at, account.stopped_by_id = moment, require_signed_in(actor)
        account.stop_reason = texts["reason"]
        account.save(update_fields=["stopped_at", "stopped_by", "stop_reason"])
        record(
            actor=actor,
            verb="bank.stopped",
            subject=f"organisation:{account.company_id}",
            data={"account": account.pk},
        )
        notify.bank_stopped(account)
        return account
