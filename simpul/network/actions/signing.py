"""Signatures and what follows: each party's signed paper, confirmation by another, the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.network import access, standing
from simpul.network.agreements import notify, states
from simpul.network.agreements.queries import agreement_for, party_for
from simpul.network.agreements.words import LANGUAGES
from simpul.network.models import Agreement, AgreementParty
from simpul.network.typed import MOST_TEXT, checked
from simpul.papers.actions import store_upload
from simpul.papers.models import StoredFile

PAPERS = frozenset({"pdf", "jpg", "jpeg", "png"})
"""What a signed paper may be: a PDF, or a picture of it."""


def sign_party(
    *,
    actor: Actor,
    party_id: int,
    signed_on: dt.date,
    signatory: str,
    office: str,
    paper: UploadedFile[Any],
    now: dt.datetime | None = None,
) -> AgreementParty:
    """A party has signed: the day, who, and the paper. With the last one the agreement is signed.

    Our own side is recorded by a signer. WrongState while a text is missing in a language, or when
    somebody recorded this signature first.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        agreement, party, account = _held(actor, party_id)
        states.require_move(agreement, "sign")
        if party.has_signed:
            raise WrongState(_("This signature is already recorded."))
        _require_whole_text(agreement)
        texts = checked(required=("signatory",), signatory=(signatory, 200), office=(office, 200))
        if signed_on > timezone.localdate(moment):
            raise InvalidInput({"signed_on": [_("This day is still to come.")]})
        party.paper = _kept(actor, agreement, paper)
        party.signed_on, party.signatory, party.office = signed_on, *texts.values()
        party.recorded_by_id, party.recorded_at = account, moment
        party.save()
        _say(actor, agreement, "agreement.party_signed", party, sha256=party.paper.sha256)
        if not agreement.parties.filter(paper__isnull=True).exists():
            states.move(agreement, "sign")
            record(actor=actor, verb="agreement.signed", subject=agreement.subject, data={})
            notify.signed(agreement, but=account)
        return party


def _kept(actor: Actor, agreement: Agreement, paper: UploadedFile[Any]) -> StoredFile:
    return store_upload(
        actor=actor,
        upload=paper,
        kind="agreement_signed",
        personal_class="case",
        subject=agreement.subject,
        accept=PAPERS,
    )


def take_back_signature(*, actor: Actor, party_id: int, reason: str) -> AgreementParty:
    """A signature was recorded wrongly. The paper stays in the store, the journal names it."""
    with transaction.atomic():
        agreement, party, _account = _held(actor, party_id)
        if not party.has_signed:
            raise WrongState(_("This signature is no longer recorded."))
        if agreement.confirmed_at is not None or agreement.state in states.OVER:
            raise WrongState(_("The agreement is confirmed or over: its signatures stay."))
        tidy = checked(required=("reason",), reason=(reason, MOST_TEXT))
        assert party.paper is not None  # has_signed
        _say(
            actor,
            agreement,
            "agreement.signature_taken_back",
            party,
            sha256=party.paper.sha256,
            reason=tidy["reason"],
        )
        if agreement.state == Agreement.State.SIGNED:
            states.move(agreement, "unsign")
        party.signed_on, party.signatory, party.office = None, "", ""
        party.paper = party.recorded_by = party.recorded_at = None
        party.save()
        return party


def _held(actor: Actor, party_id: int) -> tuple[Agreement, AgreementParty, int]:
    """The agreement first, so that nobody waits in a circle; then its party as it is now."""
    seen = party_for(actor, party_id)
    account = require_recorder(actor, seen)
    agreement = agreement_for(actor, seen.agreement_id, lock=True)
    party = party_for(actor, party_id)
    return agreement, party, account


def require_recorder(actor: Actor, party: AgreementParty) -> int:
    """Our signature: a signer. Theirs: who writes, or who signs. Gives the account's id."""
    access.require_reader(actor)
    if party.side == AgreementParty.Side.OURS or not access.can_write(actor):
        return access.require_signer(actor)
    return access.account(actor)


def _require_whole_text(agreement: Agreement) -> None:
    articles = [(one.number, one.headings, one.texts) for one in agreement.articles.all()]
    holes = standing.untranslated(agreement.languages, articles)
    if not articles:
        raise WrongState(_("There is nothing to sign: write at least one article."))
    if holes:
        number, code = holes[0]
        raise WrongState(
            _("Article %(number)s lacks its %(language)s text. Nobody signs half a text.")
            % {"number": number, "language": LANGUAGES[code]}
        )


def confirm_agreement(
    *, actor: Actor, agreement_id: int, now: dt.datetime | None = None
) -> Agreement:
    """Another person has looked at every paper: it is in force from its first day on.

    The one who confirms signs for us, and did not record any counterpart's paper.
    """
    moment = now or timezone.now()
    account = access.require_signer(actor)
    with transaction.atomic():
        agreement = agreement_for(actor, agreement_id, lock=True)
        if agreement.state != Agreement.State.SIGNED or agreement.confirmed_at is not None:
            states.require_move(agreement, "begin")
            raise WrongState(_("Somebody else was first. Look at the agreement again."))
        theirs = AgreementParty.Side.THEIRS
        if agreement.parties.filter(side=theirs, recorded_by_id=account).exists():
            raise NotAllowed(_("Another person than who recorded a counterpart's paper confirms."))
        if agreement.valid_from is None:
            last = max(one.signed_on for one in agreement.parties.all() if one.signed_on)
            agreement.valid_from = last
        agreement.confirmed_by_id, agreement.confirmed_at = account, moment
        agreement.save(update_fields=["valid_from", "confirmed_by", "confirmed_at", "changed_at"])
        record(
            actor=actor,
            verb="agreement.confirmed",
            subject=agreement.subject,
            data={"valid_from": str(agreement.valid_from)},
        )
        _follow_calendar(actor, agreement, timezone.localdate(moment))
        return agreement


def settle_agreements(*, actor: Actor, now: dt.datetime) -> int:
    """What the calendar does: signed ones begin, those past their last day expire; how many."""
    today, moved = timezone.localdate(now), 0
    running = (Agreement.State.SIGNED, Agreement.State.IN_FORCE)
    found = Agreement.objects.filter(state__in=running, confirmed_at__isnull=False).order_by("pk")
    for key in list(found.values_list("pk", flat=True)):
        with transaction.atomic():
            agreement = found.select_for_update().filter(pk=key).first()
            if agreement is not None:
                moved += _follow_calendar(actor, agreement, today)
    return moved


def _follow_calendar(actor: Actor, agreement: Agreement, today: dt.date) -> bool:
    due = standing.due_state(
        state=agreement.state,
        confirmed=agreement.confirmed_at is not None,
        valid_from=agreement.valid_from,
        valid_to=agreement.valid_to,
        today=today,
    )
    if due == agreement.state:
        return False
    verb = "expire" if due == Agreement.State.EXPIRED else "begin"
    states.move(agreement, verb)
    name = "agreement.expired" if verb == "expire" else "agreement.began"
    record(actor=actor, verb=name, subject=agreement.subject, data={})
    notify.turned(agreement)
    return True


def _say(actor: Actor, agreement: Agreement, verb: str, party: AgreementParty, **data: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=agreement.subject,
        data={"party": party.name, "signed_on": str(party.signed_on), **data},
    )
