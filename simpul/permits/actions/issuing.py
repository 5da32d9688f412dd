"""Issue a permit, release held parts, and take a permit back.

Issuing decides, freezes, sets, signs and stores in one transaction that holds the case: of two
officers one signs, the other is told. What can go wrong with paper or signature issues nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState
from simpul.kit.references import short_code
from simpul.papers import qr, tokens
from simpul.papers.actions import store_document
from simpul.papers.signing import SigningProblem, sign
from simpul.papers.typesetting import PaperProblem, render
from simpul.permits import access, notify, queries, states
from simpul.permits.actions.intake import end_open_clearances
from simpul.permits.actions.riders import permit_for
from simpul.permits.holding import keeping
from simpul.permits.issuing import sheet, standing
from simpul.permits.issuing.decision import decision_of
from simpul.permits.issuing.gather import frozen_contents
from simpul.permits.issuing.issuable import Decision, adds_to
from simpul.permits.models import Application, Permit

CHECK_PATH = "/periksa/"


def issue_permit(
    *, actor: Actor, application_id: uuid.UUID, now: dt.datetime | None = None
) -> Permit:
    """Sign the permit of a case that is ready; a rider becomes the next version of its permit.

    For the case's officer or the head of service, with a second factor and without an interest.
    Raises NotVisible, NotAllowed, or WrongState with what is missing or who was first.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_sign(actor, application))
        if application.state != Application.State.READY:
            raise WrongState(
                _("This case is not ready to be signed: it is “%(state)s”.")
                % {"state": states.LABELS[Application.State(application.state)]}
            )
        decision = decision_of(application)
        _require_issuable(decision)
        before = _version_before(application)
        keeping.given(actor=actor, application=application, decision=decision, now=moment)
        permit = _make(actor, application, decision, before=before, now=moment)
        states.move(application, "issue")
        if before is not None and before.application_id != application.pk:
            # The rider asked again where it mattered; nobody answers the old question any more.
            end_open_clearances(before.application)
        _say_issued(actor, permit, decision)
        return permit


def release_held(*, actor: Actor, permit_id: uuid.UUID, now: dt.datetime | None = None) -> Permit:
    """A held part has been cleared: issue the next version that allows it.

    Raises WrongState while nothing more is allowed than the paper in hand says.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        seen = permit_for(actor, permit_id)
        application = queries.application_for(actor, seen.application_id, lock=True)
        before = permit_for(actor, permit_id, lock=True)
        access.require(access.can_sign(actor, application))
        _require_newest_valid(before)
        if application.state != Application.State.ISSUED:
            raise WrongState(_("The case is closed."))
        decision = decision_of(application)
        _require_issuable(decision)
        if not adds_to(decision, allowed_parts(before)):
            raise WrongState(_("No further part has been cleared yet."))
        keeping.given(actor=actor, application=application, decision=decision, now=moment)
        permit = _make(actor, application, decision, before=before, now=moment)
        _say_issued(actor, permit, decision)
        return permit


def allowed_parts(permit: Permit) -> list[str]:
    """Ids of the parts that the paper in hand allows."""
    return [part["id"] for part in permit.contents["parts"] if part["standing"] == "allowed"]


def releasable(permit: Permit) -> tuple[str, ...]:
    """Ids of held parts that have been cleared since; what `release_held` would add."""
    if permit.state != Permit.State.VALID:
        return ()
    return adds_to(decision_of(permit.application), allowed_parts(permit))


# --- making a version -----------------------------------------------------------------------


def _require_issuable(decision: Decision) -> None:
    if not decision.issuable:
        raise WrongState(" ".join(reason_words(reason.code) for reason in decision.reasons))


def reason_words(code: str) -> str:
    """Why no permit can be issued, as a sentence."""
    return {
        "no_days": _("The plan has no day of use."),
        "unanswered": _("An authority that must agree has not answered yet."),
        "refused": _("An authority refused the shoot as a whole."),
        "unpaid": _("Official fees are neither paid nor waived."),
    }[code]


def _require_newest_valid(permit: Permit) -> None:
    if permit.state == Permit.State.SUPERSEDED:
        raise WrongState(_("A newer version of this permit exists."))
    if permit.state != Permit.State.VALID:
        raise WrongState(_("The permit is not valid now, so no new version can be issued."))


def _version_before(application: Application) -> Permit | None:
    """The version a rider amends, locked; it must still be the newest and valid."""
    if application.amends_id is None:
        return None
    number = Permit.objects.only("number").get(pk=application.amends_id).number
    before = (
        Permit.objects.select_for_update(of=("self",))
        .select_related("application")
        .filter(number=number)
        .order_by("-version")[0]
    )
    _require_newest_valid(before)
    return before


def _make(
    actor: Actor,
    application: Application,
    decision: Decision,
    *,
    before: Permit | None,
    now: dt.datetime,
) -> Permit:
    assert actor.user_id is not None  # can_sign: a person of the commission
    number = before.number if before else (application.reference or "")
    version = before.version + 1 if before else 1
    code = short_code()
    contents = frozen_contents(
        application,
        decision,
        actor=actor,
        number=number,
        version=version,
        code=code,
        now=now,
        before=before,
    )
    token = tokens.issue(standing.payload(contents))
    pdf = _signed_pdf(contents, token, now)
    document = store_document(
        actor=actor,
        content=pdf,
        name=f"{number}-v{version}.pdf",
        kind="permit",
        personal_class="case",
        subject=application.subject,
    )
    if before is not None:
        Permit.objects.filter(pk=before.pk).update(
            state=Permit.State.SUPERSEDED, state_changed_at=now
        )
    try:
        with transaction.atomic():
            return Permit.objects.create(
                application=application,
                number=number,
                version=version,
                supersedes=before,
                short_code=code,
                token=token,
                contents=contents,
                document=document,
                document_sha256=document.sha256,
                valid_from=dt.date.fromisoformat(contents["valid"]["from"]),
                valid_to=dt.date.fromisoformat(contents["valid"]["to"]),
                issued_at=now,
                issued_by_id=actor.user_id,
            )
    except IntegrityError:
        raise WrongState(_("Somebody else was first. Look at the case again.")) from None


def check_url(token: str = "") -> str:
    """Where a permit is checked; with a token, what its QR code opens."""
    return f"{settings.PUBLIC_URL}{CHECK_PATH}" + (f"#{token}" if token else "")


def _signed_pdf(contents: dict[str, object], token: str, now: dt.datetime) -> bytes:
    data = sheet.paper(contents, qr=qr.svg(check_url(token), border=2), check_url=check_url())
    city = contents["city"]
    assert isinstance(city, dict)
    try:
        pdf = render("permits/permit", data, at=now)
        return sign(pdf, reason=f"Izin {contents['number']}", location=city["names"]["id"])
    except (PaperProblem, SigningProblem) as problem:
        raise WrongState(
            _("The paper could not be made and nothing was issued: %(problem)s")
            % {"problem": problem}
        ) from problem


def _say_issued(actor: Actor, permit: Permit, decision: Decision) -> None:
    record(
        actor=actor,
        verb="permit.issued",
        subject=permit.application.subject,
        data={
            "permit": permit.number,
            "version": permit.version,
            "document_sha256": permit.document_sha256,
            "allowed": list(decision.allowed),
            "held": [one.part for one in decision.held],
            "forbidden": [one.part for one in decision.forbidden],
        },
    )
    notify.permit_issued(permit)
