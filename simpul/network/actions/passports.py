"""Fill in a passport, share it, take a share back, let it end."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network.access import account, require
from simpul.network.exchange import envelope
from simpul.network.exchange.identity import own_party
from simpul.network.exchange.receiving import empty
from simpul.network.exchange.sending import drop_unsent, queue
from simpul.network.models import Node, Passport, ReceivedPassport, Receiver, Share
from simpul.network.passports import access, notify
from simpul.network.passports.format import document
from simpul.network.passports.format.fields import FIELDS, PERSONAL
from simpul.network.passports.format.values import LANGUAGES, read_values
from simpul.network.passports.values import TYPED, Held, held
from simpul.network.passports.words import why_bad
from simpul.productions.models import Production

LONGEST = dt.timedelta(days=730)
"""A share ends by itself at the latest after so long; then the company is asked again."""


def save_passport(
    *,
    actor: Actor,
    production_id: int,
    version: int,
    answers: Mapping[str, Any],
    language: str | None = None,
) -> Passport:
    """Keep what `answers` names (None takes a field out), if `version` is still the newest (0: none
    was kept yet). Raises NotVisible, NotAllowed, WrongState, InvalidInput by field."""
    with transaction.atomic():
        production = access.production_of(actor, production_id)
        require(access.can_edit(actor, production.company_id))
        kept, removed = _read(answers, language)
        passport = Passport.objects.select_for_update().filter(production=production).first()
        if (passport.version if passport else 0) != version:
            raise WrongState(_("Somebody else changed this passport. Look at it again."))
        if passport is None:
            passport = Passport(production=production, version=0)
        passport.answers = {
            **{name: value for name, value in passport.answers.items() if name not in removed},
            **kept,
        }
        passport.language = language or passport.language
        passport.version += 1
        passport.changed_by_id = account(actor)
        passport.save()
        record(
            actor=actor,
            verb="passport.saved",
            subject=f"production:{production.pk}",
            data={"fields": sorted(answers), "version": passport.version},
        )
    return passport


def _read(
    answers: Mapping[str, Any], language: str | None
) -> tuple[dict[str, Any], frozenset[str]]:
    if language is not None and language not in LANGUAGES:
        raise InvalidInput({"language": [_("Choose a language.")]})
    removed = frozenset(name for name, value in answers.items() if value in (None, "", [], {}))
    given = {name: value for name, value in answers.items() if name not in removed}
    found, wrong = read_values(given, {name: FIELDS[name] for name in TYPED})
    errors = {name: [why_bad(code)] for name, code in wrong.items()}
    if {"shoot_from", "shoot_to"} <= set(found) and found["shoot_to"] < found["shoot_from"]:
        errors["shoot_to"] = [_("The last day lies before the first.")]
    if errors:
        raise InvalidInput(errors)
    return found, removed


def give_share(
    *,
    actor: Actor,
    production_id: int,
    receiver_id: int,
    fields: Sequence[str],
    purpose: str,
    ends_on: dt.date,
    agreed: bool,
    people_agreed: bool = False,
    now: dt.datetime | None = None,
) -> Share:
    """An owner consents: these fields, to this partner, for this purpose, until this day ends.

    Raises NotVisible, NotAllowed, InvalidInput. Where the partner has a trusted node it is sent.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        production = access.production_of(actor, production_id)
        require(access.can_give(actor, production.company_id))
        receiver = open_receiver(receiver_id)
        has = held(production)
        wanted = _checked_share(has, fields, purpose, ends_on, agreed, people_agreed, moment)
        share = _share(actor, production, receiver, has, wanted, purpose, ends_on, moment)
        share.people_agreed = people_agreed and bool(PERSONAL & set(wanted))
        share.node = trusted_node(receiver.partner_id)
        share.theirs = Share.Theirs.WAITING if share.node else Share.Theirs.UNKNOWN
        share.save(force_insert=True)
        if share.node is not None:
            queue(node=share.node, kind=envelope.GIVEN, share=share, now=moment)
        record(
            actor=actor,
            verb="share.given",
            subject=share.subject,
            data={
                "production": production.pk,
                "partner": receiver.partner_id,
                "fields": wanted,
                "sha256": share.sha256,
                "ends_on": ends_on.isoformat(),
            },
        )
        notify.shared(share)
    return share


def open_receiver(receiver_id: int) -> Receiver:
    """A partner that may be shared with. Raises InvalidInput."""
    receiver = (
        Receiver.objects.select_related("partner")
        .filter(pk=receiver_id, open=True, partner__merged_into__isnull=True)
        .first()
    )
    if receiver is None:
        raise InvalidInput({"receiver": [_("Passports cannot be shared with this partner.")]})
    return receiver


def trusted_node(partner_id: int) -> Node | None:
    """The node of a partner to which messages go; the one trusted last."""
    nodes = Node.objects.filter(partner_id=partner_id, state=Node.State.TRUSTED)
    return nodes.order_by("-trusted_at", "-pk").first()


def _checked_share(
    has: Held,
    fields: Sequence[str],
    purpose: str,
    ends_on: dt.date,
    agreed: bool,
    people_agreed: bool,
    moment: dt.datetime,
) -> list[str]:
    errors: dict[str, list[str]] = {}
    wanted = [name for name in FIELDS if name in set(fields)]
    today = timezone.localdate(moment)
    if not wanted:
        errors["fields"] = [_("Choose at least one thing to share.")]
    elif set(fields) - set(has.values):
        errors["fields"] = [_("The passport does not hold everything you chose. Choose again.")]
    if not purpose.strip():
        errors["purpose"] = [_("Write what the partner may use it for.")]
    elif len(purpose) > document.MOST_PURPOSE:
        errors["purpose"] = [why_bad("too_long")]
    if ends_on < today:
        errors["ends_on"] = [_("This day is past.")]
    elif ends_on > today + LONGEST:
        errors["ends_on"] = [_("At most two years ahead; share it again after that.")]
    if not agreed:
        errors["agreed"] = [_("Without your consent nothing is shared.")]
    if PERSONAL & set(wanted) and not people_agreed:
        errors["people_agreed"] = [_("Say that the people named in it agreed, or leave them out.")]
    if errors:
        raise InvalidInput(errors)
    return wanted


def _share(
    actor: Actor,
    production: Production,
    receiver: Receiver,
    has: Held,
    wanted: Sequence[str],
    purpose: str,
    ends_on: dt.date,
    moment: dt.datetime,
) -> Share:
    number = uuid.uuid4()
    partner = receiver.partner
    names = {code: text for code, text in partner.names.items() if code in LANGUAGES and text}
    try:
        made = document.make(
            share=number,
            issued_at=moment,
            valid_until=ends_on,
            purpose=purpose.strip(),
            language=has.language,
            giver=own_party(),
            receiver=document.Party(
                {**names, "en": names.get("en", partner.name)}, partner.country
            ),
            consent_at=moment,
            data=document.chosen(has.values, wanted),
        )
    except document.NotAPassport as wrong:
        place = "purpose" if "purpose" in wrong.errors else "fields"
        raise InvalidInput({place: [why_bad(next(iter(wrong.errors.values())))]}) from wrong
    return Share(
        id=number,
        production=production,
        partner=partner,
        purpose=purpose.strip(),
        fields=list(wanted),
        document=made,
        sha256=document.digest(made),
        ends_on=ends_on,
        consent_by_id=account(actor),
        consent_at=moment,
    )


def share_of(actor: Actor, share_id: uuid.UUID, *, lock: bool = False) -> Share:
    """A share of one of the actor's companies, or NotVisible."""
    found = Share.objects.select_related("production__company", "partner", "node")
    if lock:
        found = found.select_for_update(of=("self",))
    share = found.filter(pk=share_id, production__company_id__in=list(actor.companies)).first()
    if share is None:
        raise NotVisible(_("Not found."))
    return share


def revoke_share(*, actor: Actor, share_id: uuid.UUID, now: dt.datetime | None = None) -> Share:
    """Take a share back at once; the partner's node is told to delete it.

    Raises NotVisible, NotAllowed, WrongState when it has ended already.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        share = share_of(actor, share_id, lock=True)
        require(access.can_revoke(actor, share.production.company_id))
        if share.state != Share.State.GIVEN:
            raise WrongState(_("This share has ended already."))
        share.state, share.ended_at = Share.State.REVOKED, moment
        share.revoked_by_id = account(actor)
        _stop(share, moment)
        share.save()
        record(actor=actor, verb="share.revoked", subject=share.subject, data={})
        notify.ended(share)
    return share


def _stop(share: Share, moment: dt.datetime) -> None:
    """Nothing more leaves; what may have left is called back."""
    if share.node is None:
        return
    if share.node.state != Node.State.TRUSTED:
        share.theirs = Share.Theirs.UNREACHED
    elif drop_unsent(share):
        number = {"share": str(share.pk)}
        queue(node=share.node, kind=envelope.REVOKED, share=share, data=number, now=moment)
        share.theirs = (
            Share.Theirs.WAITING if share.theirs != Share.Theirs.DELETED else share.theirs
        )
    else:
        share.theirs = Share.Theirs.UNKNOWN


def expire_shares(*, actor: Actor, now: dt.datetime) -> int:
    """End the shares whose last day is past; how many. The other side ends its copy by itself."""
    ended = 0
    late = Share.objects.filter(state=Share.State.GIVEN, ends_on__lt=timezone.localdate(now))
    for number in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            share = (
                late.select_for_update(of=("self",))
                .select_related("production", "partner", "node")
                .filter(pk=number)
                .first()
            )
            if share is None:
                continue
            share.state, share.ended_at = Share.State.EXPIRED, now
            if share.node is not None:
                drop_unsent(share)
            share.save(update_fields=["state", "ended_at"])
            record(actor=actor, verb="share.expired", subject=share.subject, data={})
            notify.ended(share)
            ended += 1
    return ended


def expire_received(*, actor: Actor, now: dt.datetime) -> int:
    """Forget what others shared with us until a day that is past; how many. They are told."""
    ended = 0
    late = ReceivedPassport.objects.filter(
        state=ReceivedPassport.State.HELD, ends_on__lt=timezone.localdate(now)
    )
    for number in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            row = (
                late.select_for_update(of=("self",))
                .select_related("node")
                .filter(pk=number)
                .first()
            )
            if row is None:
                continue
            empty(row, ReceivedPassport.State.EXPIRED, now)
            record(actor=actor, verb="received_passport.expired", subject=row.subject, data={})
            queue(node=row.node, kind=envelope.DELETED, data={"share": str(row.share)}, now=now)
            ended += 1
    return ended
