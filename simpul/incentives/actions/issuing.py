"""Set, sign and keep the paper of an approved award, and move the money with it.

All in the caller's transaction, which holds fund and case: what goes wrong with paper or signature
reserves and certifies nothing.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import ledger, states
from simpul.incentives.certificates import contents as content
from simpul.incentives.certificates import sheet
from simpul.incentives.certificates.public import TOKEN_USE
from simpul.incentives.models import Award, Case, Certificate, Fund
from simpul.incentives.queries import waiting_cases
from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState
from simpul.kit.references import short_code
from simpul.papers import qr, tokens
from simpul.papers.actions import store_document
from simpul.papers.signing import SigningProblem, sign
from simpul.papers.typesetting import PaperProblem, render
from simpul.web.addresses import whole_address


def issue_provisional(
    *, actor: Actor, fund: Fund, case: Case, award: Award, verb: str, now: dt.datetime
) -> Certificate:
    """Reserve the money and sign the provisional certificate; `verb`: award or move_up.

    What was paid on account before an upheld objection is not reserved a second time.

    Raises NotEnough, WrongState (paper).
    """
    due = timezone.localdate(now) + dt.timedelta(days=fund.report_within_days)
    needed = ledger.case_money(case.pk).still(award.amount)
    with transaction.atomic():
        if needed:
            ledger.book(
                actor=actor, fund=fund, kind="reserve", amount=needed, case=case, award=award
            )
        states.move(case, verb, report_due=due, reminded_at=None)
        case.fund = fund
        return _issue(actor, case, award, valid_to=due, now=now)


def issue_final(
    *, actor: Actor, fund: Fund, case: Case, award: Award, now: dt.datetime
) -> Certificate:
    """Certify what the audit left, release the rest, sign the final certificate.

    What was paid on account is part of the award. What is above the reservation comes out of what
    is free; WrongState where that is gone.
    """
    money = ledger.case_money(case.pk)
    owed = money.still(award.amount)
    with transaction.atomic():
        if owed > money.committed:
            _top_up(actor, fund, case, award, owed - money.committed)
        if owed:
            ledger.book(actor=actor, fund=fund, kind="certify", amount=owed, case=case, award=award)
        release_rest(actor, fund, case, max(money.committed - owed, ledger.ZERO))
        states.move(case, "certify")
        case.fund = fund
        end_certificates(case, Certificate.State.REPLACED, "", now)
        return _issue(actor, case, award, valid_to=None, now=now)


def _top_up(actor: Actor, fund: Fund, case: Case, award: Award, more: Decimal) -> None:
    if waiting_cases(fund).exists():
        raise WrongState(_("Others wait for the money, so no award can be above its reservation."))
    try:
        ledger.book(actor=actor, fund=fund, kind="top_up", amount=more, case=case, award=award)
    except ledger.NotEnough as short:
        said = _("The fund no longer has so much free. Do not approve; propose the amount again.")
        raise WrongState(said) from short


def release_rest(actor: Actor, fund: Fund, case: Case, rest: Decimal) -> None:
    """What was committed and could not be certified is free again."""
    if rest:
        ledger.book(
            actor=actor,
            fund=fund,
            kind="release",
            source="committed",
            amount=rest,
            case=case,
            reason=_("Less was certified than reserved"),
        )


def end_certificates(case: Case, state: str, reason: str, now: dt.datetime) -> None:
    """The case's valid certificate, if any, no longer holds."""
    Certificate.objects.filter(case=case, state=Certificate.State.VALID).update(
        state=state, state_reason=reason, state_changed_at=now
    )


def check_url(token: str = "") -> str:
    """Where a certificate is checked; with a token, what its QR code opens.

    The token stands in the fragment: it never reaches the server, and the page checks it without
    network once it was opened.
    """
    page = whole_address("incentives:certificate_check")
    return f"{page}#{token}" if token else page


def _issue(
    actor: Actor, case: Case, award: Award, *, valid_to: dt.date | None, now: dt.datetime
) -> Certificate:
    assert award.decided_by_id is not None  # only approved awards come here
    number, code = _number(case, award), short_code()
    frozen = content.frozen(
        case=case,
        award=award,
        scheme=award.quote["scheme"],
        number=number,
        code=code,
        valid_to=valid_to,
        now=now,
    )
    token = tokens.issue(content.payload(frozen), use=TOKEN_USE)
    document = store_document(
        actor=actor,
        content=_signed_pdf(frozen, token, now),
        name=f"{number}.pdf",
        kind="incentive_certificate",
        personal_class="case",
        subject=case.subject,
    )
    return Certificate.objects.create(
        award=award,
        case=case,
        kind=award.kind,
        number=number,
        short_code=code,
        token=token,
        contents=frozen,
        document=document,
        document_sha256=document.sha256,
        rehearsal=frozen["rehearsal"],
        valid_to=valid_to,
        issued_at=now,
        issued_by_id=award.decided_by_id,
    )


def _number(case: Case, award: Award) -> str:
    """The case's reference with P or F, and a count where an appeal led to another one."""
    letter = "P" if award.kind == Award.Kind.PROVISIONAL else "F"
    earlier = case.certificates.filter(kind=award.kind).count()
    return f"{case.reference}-{letter}{earlier + 1 if earlier else ''}"


def _signed_pdf(frozen: dict[str, Any], token: str, now: dt.datetime) -> bytes:
    image = qr.svg(check_url(token), border=2)
    data = sheet.paper(frozen, qr=image, check_url=check_url())
    try:
        pdf = render("incentives/certificate", data, at=now)
        return sign(
            pdf, reason=f"Sertifikat {frozen['number']}", location=frozen["city"]["names"]["id"]
        )
    except (PaperProblem, SigningProblem) as problem:
        raise WrongState(
            _("The paper could not be made and nothing was issued: %(problem)s")
            % {"problem": problem}
        ) from problem
