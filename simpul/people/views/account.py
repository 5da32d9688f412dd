"""One's own account, and interests one declares."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from simpul.kit.outcomes import NotVisible
from simpul.people import desk_names, enrolment, kept
from simpul.people.access import may_declare_interest
from simpul.people.actions import change_profile, declare_interest, end_interest
from simpul.people.forms import CodeForm, InterestForm, ProfileForm
from simpul.people.models import DeskGrant, StaffGrant
from simpul.people.queries import companies_of, open_interests
from simpul.people.requests import Request, account_of
from simpul.web.forms import attempt


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    """Name and language; what the account may be; ways to security and companies."""
    user = account_of(request)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and attempt(
        form, lambda: change_profile(actor=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("Your profile is saved."))
        return redirect("people:profile")
    desks = list(DeskGrant.objects.filter(user=user).in_force().order_by("authority_code"))
    names = desk_names.names() if desks else {}
    for desk in desks:
        desk.names = names.get(desk.authority_code, desk.authority_code)
    context = {
        "form": form,
        "companies": companies_of(request.actor),
        "roles": StaffGrant.objects.filter(user=user).in_force().order_by("role"),
        "desks": desks,
        "may_declare": may_declare_interest(request.actor),
    }
    return render(request, "people/profile.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: Request) -> HttpResponse:
    """Declare an interest; the head of service and administrators see and end all."""
    actor, user = request.actor, account_of(request)
    if not may_declare_interest(actor):
        raise NotVisible("")
    form = InterestForm(request.POST or None)

    def declare() -> object:
        organisation = form.cleaned_data["organisation"]
        return declare_interest(
            actor=actor, organisation_id=organisation.pk, note=form.cleaned_data["note"]
        )

    if request.method == "POST" and attempt(form, declare):
        messages.success(request, _("Your interest is declared. You will not handle its cases."))
        return redirect("people:interests")
    rows = open_interests()
    oversees = actor.has_role("head_of_service", "administrator", "auditor")
    if not oversees:
        rows = rows.filter(user=user)
    may_end = actor.has_role("head_of_service", "administrator")
    return render(
        request,
        "people/interests.html",
        {"form": form, "rows": rows, "oversees": oversees, "may_end": may_end},
    )


@login_required
@require_POST
def interest_end(request: Request, pk: int) -> HttpResponse:
    end_interest(actor=request.actor, interest_id=pk)
    messages.success(request, _("The interest is ended."))
    return redirect("people:interests")


@login_required
@require_POST
def kept_discard(request: Request) -> HttpResponse:
    """What was typed before the session was over is not wanted any more."""
    waiting = kept.find(request)
    kept.forget(request.session)
    return redirect(waiting.page if waiting else "home:desk")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: Request, page: str) -> HttpResponse:
    """Show that the mailbox is yours, then set up the second factor on allauth's `page`."""
    target = f"mfa_{page}"
    if target not in enrolment.PAGES:
        raise Http404
    user = account_of(request)
    if not enrolment.needs_code(user, request.session):
        return redirect(target)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and "code" not in request.POST:
        enrolment.send_code(user, request.session)
        messages.info(request, _("A code is on its way to your mailbox."))
        return redirect("people:enrol", page=page)

    def use() -> bool:
        enrolment.use_code(user, request.session, form.cleaned_data["code"])
        return True

    if request.method == "POST" and attempt(form, use):
        return redirect(target)
    return render(
        request, "people/enrol.html", {"form": form, "sent": enrolment.is_waiting(request.session)}
    )
