"""Commitments: promised, on their way, met with evidence, or dropped."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.network import access, standing
from simpul.network.agreements.queries import agreement_for
from simpul.network.agreements.states import OVER
from simpul.network.models import Agreement, Commitment, Progress
from simpul.network.partners.queries import live_partners
from simpul.network.promises import notify
from simpul.network.promises.queries import commitment_for
from simpul.network.queries import owners
from simpul.network.typed import MOST_LINE, MOST_TEXT, checked, gathered
from simpul.papers.actions import store_upload
from simpul.papers.models import StoredFile

MOST_NUMBER = Decimal(10) ** 12
_ADDRESS = URLValidator(schemes=["http", "https"])


def promise(
    *,
    actor: Actor,
    partner_id: int,
    side: str,
    what: str,
    indicator: str,
    due_on: dt.date,
    owner_id: int,
    target_number: Decimal | None = None,
    unit: str = "",
    target_text: str = "",
    agreement_id: int | None = None,
) -> Commitment:
    """A commitment between us and a partner, perhaps of an agreement to which it is a party.

    The target is a number with its unit, or words, never both. InvalidInput else.
    """
    account = access.require_writer(actor)
    with transaction.atomic():
        errors: dict[str, list[str]] = {}
        texts = _words(errors, what, indicator, unit, target_text)
        errors.update(_target_errors(target_number, unit, target_text))
        errors.update(_party_errors(actor, partner_id, side, owner_id, agreement_id))
        if errors:
            raise InvalidInput(errors)
        made = Commitment.objects.create(
            partner_id=partner_id,
            agreement_id=agreement_id,
            side=side,
            target_number=target_number,
            due_on=due_on,
            owner_id=owner_id,
            created_by_id=account,
            **texts,
        )
        data = {"partner": partner_id, "due_on": str(due_on), "agreement": agreement_id}
        record(actor=actor, verb="commitment.promised", subject=made.subject, data=data)
        if owner_id != account:
            notify.commitment_given(made)
        return made


def _words(
    errors: dict[str, list[str]], what: str, indicator: str, unit: str, target_text: str
) -> dict[str, str]:
    return gathered(
        errors,
        required=("what", "indicator"),
        what=(what, MOST_LINE),
        indicator=(indicator, MOST_LINE),
        unit=(unit, 60),
        target_text=(target_text, MOST_LINE),
    )


def _target_errors(number: Decimal | None, unit: str, words: str) -> dict[str, list[str]]:
    if number is None and not words.strip():
        return {"target_number": [_("Give a target: a number with its unit, or words.")]}
    if number is not None and words.strip():
        return {"target_text": [_("Give a number or words, not both.")]}
    if number is None:
        return {"unit": [_("A unit belongs to a number.")]} if unit.strip() else {}
    if not number.is_finite() or not 0 < number <= MOST_NUMBER or _digits(number) > 4:
        return {"target_number": [_("Give a number above zero, with at most four decimals.")]}
    return {} if unit.strip() else {"unit": [_("Of what? Give the unit.")]}


def _digits(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 99


def _party_errors(
    actor: Actor, partner_id: int, side: str, owner_id: int, agreement_id: int | None
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if side not in Commitment.Side.values:
        errors["side"] = [_("Choose one of these.")]
    if not live_partners().filter(pk=partner_id).exists():
        errors["partner"] = [_("Choose one of the partners.")]
    if not owners().filter(pk=owner_id).exists():
        errors["owner"] = [_("Choose somebody who works on partnerships.")]
    if agreement_id is not None:
        agreement = agreement_for(actor, agreement_id)
        if agreement.state in OVER:
            raise WrongState(_("This agreement is over: nothing new is promised in it."))
        if not agreement.parties.filter(partner_id=partner_id).exists():
            errors["partner"] = [_("This partner is no party of the agreement.")]
    return errors


def add_progress(
    *,
    actor: Actor,
    commitment_id: int,
    on_day: dt.date,
    note: str,
    value: Decimal | None = None,
    link: str = "",
    file: UploadedFile[Any] | None = None,
    now: dt.datetime | None = None,
) -> Progress:
    """What happened, and how much is reached so far. With a link or a file it is evidence.

    Entries are never changed: what was wrong is said by another entry.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        commitment, account = _held(actor, commitment_id)
        _require_open(commitment)
        errors: dict[str, list[str]] = {}
        texts = gathered(errors, required=("note",), note=(note, MOST_TEXT), link=(link, 500))
        errors.update(_entry_errors(commitment, on_day, value, timezone.localdate(moment)))
        if texts.get("link") and not _is_address(texts["link"]):
            errors["link"] = [_("Write the whole address, beginning with https://.")]
        if errors:
            raise InvalidInput(errors)
        entry = Progress(
            commitment=commitment, on_day=on_day, value=value, recorded_by_id=account, **texts
        )
        if file is not None:
            entry.file = _kept(actor, commitment, file)
        entry.save()
        data = {"entry": entry.pk, "on": str(on_day), "evidence": entry.proves}
        record(actor=actor, verb="commitment.progress", subject=commitment.subject, data=data)
        return entry


def _kept(actor: Actor, commitment: Commitment, file: UploadedFile[Any]) -> StoredFile:
    return store_upload(
        actor=actor,
        upload=file,
        kind="commitment_evidence",
        personal_class="case",
        subject=commitment.subject,
    )


def _entry_errors(
    commitment: Commitment, on_day: dt.date, value: Decimal | None, today: dt.date
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if on_day > today:
        errors["on_day"] = [_("This day is still to come.")]
    if value is not None and commitment.target_number is None:
        errors["value"] = [_("This target is in words: there is no number to reach.")]
    elif value is not None and (
        not value.is_finite() or not 0 <= value <= MOST_NUMBER or _digits(value) > 4
    ):
        errors["value"] = [_("Give a number from zero up, with at most four decimals.")]
    return errors


def _is_address(link: str) -> bool:
    try:
        _ADDRESS(link)
    except ValidationError:
        return False
    return True


def meet(
    *, actor: Actor, commitment_id: int, entry_id: int, now: dt.datetime | None = None
) -> Commitment:
    """It is kept, and this entry is the evidence. InvalidInput for an entry that proves nothing or
    does not reach the target."""
    moment = now or timezone.now()
    with transaction.atomic():
        commitment, account = _held(actor, commitment_id)
        _require_open(commitment)
        entry = commitment.entries.filter(pk=entry_id).first()
        if entry is None or not entry.proves:
            raise InvalidInput(
                {
                    "entry": [
                        _("Without evidence nothing is met: choose an entry with a file or link.")
                    ]
                }
            )
        if not standing.reached(commitment.target_number, entry.value):
            raise InvalidInput({"entry": [_("This entry does not reach the target.")]})
        commitment.state = Commitment.State.MET
        commitment.met_by, commitment.met_on = entry, entry.on_day
        _end(commitment, account, moment)
        record(
            actor=actor,
            verb="commitment.met",
            subject=commitment.subject,
            data={"entry": entry.pk, "on": str(entry.on_day)},
        )
        return commitment


def drop(
    *, actor: Actor, commitment_id: int, reason: str, now: dt.datetime | None = None
) -> Commitment:
    """It will not be kept; everybody who reads the board sees why. One of a signed agreement binds
    us: a signer drops it."""
    moment = now or timezone.now()
    with transaction.atomic():
        commitment, account = _held(actor, commitment_id)
        _require_open(commitment)
        signed = Agreement.State.SIGNED, Agreement.State.IN_FORCE
        if commitment.agreement is not None and commitment.agreement.state in signed:
            access.require_signer(actor)
        tidy = checked(required=("reason",), reason=(reason, MOST_TEXT))
        commitment.state, commitment.reason = Commitment.State.DROPPED, tidy["reason"]
        _end(commitment, account, moment)
        record(
            actor=actor,
            verb="commitment.dropped",
            subject=commitment.subject,
            data={"reason": tidy["reason"]},
        )
        return commitment


def _held(actor: Actor, commitment_id: int) -> tuple[Commitment, int]:
    """Held by its owner, by who writes here, or by a signer."""
    commitment = commitment_for(actor, commitment_id, lock=True)
    account = access.account(actor)
    may = access.can_write(actor) or access.can_sign(actor)
    if not may and commitment.owner_id != account:
        raise NotAllowed(may.reason)
    return commitment, account


def _require_open(commitment: Commitment) -> None:
    if commitment.state != Commitment.State.OPEN:
        raise WrongState(_("Somebody else was first: this commitment is decided."))


def _end(commitment: Commitment, account: int, moment: dt.datetime) -> None:
    commitment.ended_by_id, commitment.ended_at = account, moment
    commitment.version += 1
    commitment.save()
