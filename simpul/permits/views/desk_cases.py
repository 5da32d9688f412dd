"""The case officers' pages: the queue, one case, and the buttons on it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.city.queries import city_book, contact_email
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible
from simpul.people.queries import staff_with_role, staffed_desks
from simpul.people.requests import Request
from simpul.permits import access, queries, states, wording
from simpul.permits.actions import clearances, fees, intake, links
from simpul.permits.case_view import (
    clearance_row,
    clearance_rows,
    decision_view,
    history_of,
    next_step,
)
from simpul.permits.forms_desk import (
    ActionForm,
    FilterForm,
    LinkForm,
    OfficerForm,
    PaymentForm,
    ReasonForm,
    RecordedVerdictForm,
    ReturnForm,
    WaiverForm,
    WhyForm,
)
from simpul.permits.models import Bill, Clearance, FeeLine
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.plan_view import plan_view
from simpul.permits.views.apply_papers import document_rows
from simpul.permits.views.apply_sending import answer_groups, sent_draft

PARTS: list[tuple[str, Any]] = [
    ("", gettext_lazy("The whole application")),
    ("production", gettext_lazy("Title and people")),
    ("places", gettext_lazy("Places")),
    ("days", gettext_lazy("Days and hours")),
    ("traffic", gettext_lazy("Traffic")),
    ("activities", gettext_lazy("Special activities")),
    ("documents", gettext_lazy("Documents")),
    ("insurance", gettext_lazy("Insurance")),
]


def _staff(request: Request) -> Actor:
    """The actor, if a member of the commission; the pages do not exist for others."""
    actor = request.actor
    if not actor.is_staff:
        raise NotVisible(_("Not found."))
    return actor


@require_GET
def queue(request: Request) -> HttpResponse:
    """Open cases, oldest first; filters by URL; query count does not grow with rows."""
    actor = _staff(request)
    form = FilterForm(
        request.GET or None, states=[(str(s.value), label) for s, label in states.LABELS.items()]
    )
    found = queries.officer_queue(actor)
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if values.get("state"):
        found = found.filter(state=values["state"])
    else:
        found = found.filter(state__in=states.OPEN)
    if values.get("mine"):
        found = found.filter(officer_id=actor.user_id)
    if text := values.get("q", "").strip():
        found = found.filter(
            Q(reference__icontains=text)
            | Q(production__title__icontains=text)
            | Q(company__name__icontains=text)
        )
    page = Paginator(found.order_by("submitted_at"), 30).get_page(request.GET.get("page"))
    return render(
        request, "permits/desk/queue.html", {"form": form, "page": page, "today": _today()}
    )


def _today() -> dt.date:
    return timezone.localdate()


def case_context(request: Request, application_id: uuid.UUID, **forms: Any) -> dict[str, Any]:
    """Everything the case page shows; `forms` replace the empty ones after an error."""
    actor = request.actor
    application = (
        queries.with_case_details(queries.applications_visible_to(actor))
        .filter(pk=application_id)
        .first()
    )
    if application is None or not actor.is_staff:
        raise NotVisible(_("Not found."))
    language = get_language() or "id"
    book = city_book(application.rule_version_id)
    revision = application.revisions.order_by("number").last()
    plan = parse_plan(revision.plan if revision else application.plan, book).plan
    view = plan_view(plan, book, language)
    rows = clearance_rows(application, language)
    handle = access.can_handle(actor, application)
    sent = sent_draft(application, revision, book) if revision else None
    return {
        "application": application,
        "plan": view,
        "rows": rows,
        "next": next_step(application, rows),
        "decision": decision_view(application, view, language) if application.complete_at else None,
        "tier": wording.name(wording.TIERS, application.tier),
        "staffed": staffed_desks(),
        "papers": document_rows(sent, application) if sent else [],
        "answers": answer_groups(sent, application, change=False) if sent else [],
        "balance": queries.balance_of(application),
        "handle": handle,
        "decide": access.can_decide(actor, application),
        "sign": access.can_sign(actor, application),
        "money": access.can_decide_money(actor, application),
        "moves": {
            verb: states.may_move(application.state, verb)
            for verb in ("return", "accept", "refuse", "issue")
        },
        "history": history_of(application, language),
        "revision": revision,
        "return_form": ReturnForm(parts=PARTS),
        "refuse_form": ReasonForm(prefix="refuse"),
        "officer_form": OfficerForm(
            officers=staff_with_role("case_officer", "head_of_service").order_by("name")
        ),
        "payment_form": PaymentForm(initial={"paid_on": _today()}),
        "waiver_form": WaiverForm(prefix="waiver"),
        **forms,
    }


@require_GET
def case(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """One case as the commission sees it."""
    return render(request, "permits/desk/case.html", case_context(request, application_id))


def _do(
    request: Request,
    application_id: uuid.UUID,
    act: Callable[[], Any],
    done: str,
    form: Any = None,
    name: str = "",
) -> HttpResponse:
    """Run one action; its refusals of fields come back on the same page with what was typed."""
    _staff(request)
    try:
        if form is not None and not form.is_valid():
            raise InvalidInput({})
        act()
    except InvalidInput as error:
        if form is not None:
            form.take(error)
            context = case_context(request, application_id, **{name: form, "opened": name})
            return render(request, "permits/desk/case.html", context, status=422)
        flash.error(request, str(error))
    else:
        flash.success(request, done)
    return redirect("permits:desk_case", application_id)


@require_POST
def take(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """I handle this case."""
    actor = _staff(request)
    return _do(
        request,
        application_id,
        lambda: intake.take_case(actor=actor, application_id=application_id),
        _("You handle this case now."),
    )


@require_POST
def assign(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The head of service gives the case to a colleague."""
    actor = _staff(request)
    form = OfficerForm(
        request.POST, officers=staff_with_role("case_officer", "head_of_service").order_by("name")
    )
    return _do(
        request,
        application_id,
        lambda: intake.take_case(
            actor=actor,
            application_id=application_id,
            officer_id=form.cleaned_data["officer"],
        ),
        _("The case officer is named."),
        form,
        "officer_form",
    )


@require_POST
def send_back(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The file is not complete."""
    actor = _staff(request)
    form = ReturnForm(request.POST, parts=PARTS)
    return _do(
        request,
        application_id,
        lambda: intake.return_to_applicant(
            actor=actor, application_id=application_id, questions=form.points()
        ),
        _("Returned to the applicant."),
        form,
        "return_form",
    )


@require_POST
def accept(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The file is complete; the authorities are asked."""
    actor = _staff(request)
    return _do(
        request,
        application_id,
        lambda: intake.accept_complete(actor=actor, application_id=application_id),
        _("Complete. Every authority has been asked."),
    )


@require_POST
def refuse(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The whole request is refused."""
    actor = _staff(request)
    form = ReasonForm(request.POST, prefix="refuse")
    return _do(
        request,
        application_id,
        lambda: intake.refuse_application(
            actor=actor,
            application_id=application_id,
            reason=form.cleaned_data["reason"],
            law=form.cleaned_data["law"],
        ),
        _("Refused."),
        form,
        "refuse_form",
    )


def _about_clearance(
    request: Request,
    clearance_id: int,
    *,
    make: Callable[[Clearance], ActionForm],
    act: Callable[[Any, ActionForm], Any],
    heading: str,
    button: str,
    done: str,
) -> HttpResponse:
    """A page with one form about one authority's request; what was typed comes back on an error."""
    actor = _staff(request)
    clearance = queries.clearance_for(actor, clearance_id)
    access.require(access.can_handle(actor, clearance.application))
    form = make(clearance)
    status = 200
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise InvalidInput({})
            act(actor, form)
        except InvalidInput as error:
            form.take(error)
            status = 422
        else:
            flash.success(request, done)
            return redirect("permits:desk_case", clearance.application_id)
    context = {
        "application": clearance.application,
        "row": clearance_row(clearance, get_language() or "id", _today()),
        "form": form,
        "heading": heading,
        "button": button,
    }
    return render(request, "permits/desk/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
def record_answer(request: Request, clearance_id: int) -> HttpResponse:
    """An authority's letter or call, with the paper."""

    def make(clearance: Clearance) -> ActionForm:
        library = sorted(city_book(clearance.application.rule_version_id).conditions.items())
        language = get_language() or "id"
        if request.method == "POST":
            return RecordedVerdictForm(
                request.POST, request.FILES, library=library, language=language
            )
        return RecordedVerdictForm(library=library, language=language)

    def act(actor: Any, form: Any) -> None:
        clearances.record_verdict(
            actor=actor,
            clearance_id=clearance_id,
            heard_from=form.cleaned_data["heard_from"],
            evidence=form.cleaned_data["evidence"],
            **form.verdict_fields(),
        )

    return _about_clearance(
        request,
        clearance_id,
        make=make,
        act=act,
        heading=_("Record a letter or a call"),
        button=_("Record the answer"),
        done=_("The answer is recorded."),
    )


@require_http_methods(["GET", "POST"])
def send_link(request: Request, clearance_id: int) -> HttpResponse:
    """Let an authority answer by e-mail."""
    return _about_clearance(
        request,
        clearance_id,
        make=lambda clearance: LinkForm(
            request.POST or None, initial={"email": contact_email(clearance.authority_code)}
        ),
        act=lambda actor, form: links.send_answer_link(
            actor=actor, clearance_id=clearance_id, email=form.cleaned_data["email"]
        ),
        heading=_("Send an answer link by e-mail"),
        button=_("Send the link"),
        done=_("The link is on its way."),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: Request, clearance_id: int) -> HttpResponse:
    """Ask an authority again."""
    return _about_clearance(
        request,
        clearance_id,
        make=lambda clearance: WhyForm(request.POST or None),
        act=lambda actor, form: clearances.reopen_clearance(
            actor=actor, clearance_id=clearance_id, reason=form.cleaned_data["reason"]
        ),
        heading=_("Ask again"),
        button=_("Ask again"),
        done=_("The authority has been asked again."),
    )


@require_POST
def revoke_link(request: Request, link_id: int) -> HttpResponse:
    """Stop an answer link."""
    actor = _staff(request)
    link = links.revoke_answer_link(actor=actor, link_id=link_id)
    flash.success(request, _("The link no longer works."))
    return redirect("permits:desk_case", link.clearance.application_id)


@require_POST
def countersign(request: Request, clearance_id: int) -> HttpResponse:
    """The head of service countersigns a deemed grant."""
    actor = _staff(request)
    clearance = queries.clearance_for(actor, clearance_id)
    return _do(
        request,
        clearance.application_id,
        lambda: clearances.countersign_deemed_grant(
            actor=actor, clearance_id=clearance_id, note=request.POST.get("note", "")[:1000]
        ),
        _("Countersigned."),
    )


@require_POST
def pay(request: Request, bill_id: int) -> HttpResponse:
    """Record a payment with its proof."""
    actor = _staff(request)
    bill = Bill.objects.filter(pk=bill_id).first()
    if bill is None:
        raise NotVisible(_("Not found."))
    form = PaymentForm(request.POST, request.FILES)
    return _do(
        request,
        bill.application_id,
        lambda: fees.record_payment(
            actor=actor,
            bill_id=bill_id,
            amount=form.cleaned_data["amount"],
            bank_reference=form.cleaned_data["bank_reference"],
            proof=form.cleaned_data["proof"],
            paid_at=timezone.make_aware(
                dt.datetime.combine(form.cleaned_data["paid_on"], dt.time(12))
            ),
        ),
        _("The payment is recorded."),
        form,
        "payment_form",
    )


@require_POST
def waive(request: Request, fee_line_id: int) -> HttpResponse:
    """Propose to waive a line."""
    actor = _staff(request)
    line = FeeLine.objects.filter(pk=fee_line_id).first()
    if line is None:
        raise NotVisible(_("Not found."))
    form = WaiverForm(request.POST, prefix="waiver")
    return _do(
        request,
        line.application_id,
        lambda: fees.propose_waiver(actor=actor, fee_line_id=fee_line_id, **form.cleaned_data),
        _("Proposed. A second person decides."),
        form,
        "waiver_form",
    )


@require_POST
def decide_waiver(request: Request, waiver_id: int) -> HttpResponse:
    """The second person decides a waiver."""
    actor = _staff(request)
    waiver = fees.decide_waiver(
        actor=actor, waiver_id=waiver_id, approve=request.POST.get("answer") == "yes"
    )
    flash.success(request, _("The decision is recorded."))
    return redirect("permits:desk_case", waiver.fee_line.application_id)
