"""Companies and their teams."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from simpul.people.access import may_manage_team, require, require_company_visible
from simpul.people.actions import (
    accept_invitation,
    change_organisation,
    change_role,
    create_organisation,
    end_membership,
    find_invitation,
    invite_member,
    withdraw_invitation,
)
from simpul.people.actions.companies import FIELDS
from simpul.people.forms import InviteForm, MembershipRoleForm, OrganisationForm
from simpul.people.models import Membership, Organisation
from simpul.people.queries import open_invitations, team_of, visible_companies
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30


@login_required
@require_safe
def companies(request: Request) -> HttpResponse:
    """One's own companies; the commission's staff find all of them."""
    rows = visible_companies(request.actor)
    wanted = request.GET.get("q", "").strip()
    if wanted:
        rows = rows.filter(name__icontains=wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/companies.html", {"page": page, "wanted": wanted})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company_new(request: Request) -> HttpResponse:
    form = OrganisationForm(request.POST or None, initial={"country": "ID", "kind": "production"})
    if request.method == "POST":
        made = attempt(
            form, lambda: create_organisation(actor=request.actor, details=form.cleaned_data)
        )
        if made:
            messages.success(request, _("The company is registered. Now invite your team."))
            return redirect("people:company", made.pk)
    return render(request, "people/company_form.html", {"form": form})


def _visible(request: Request, pk: int) -> Organisation:
    require_company_visible(request.actor, pk)
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def company(request: Request, pk: int) -> HttpResponse:
    """Details, team and open invitations."""
    organisation = _visible(request, pk)
    may_manage = may_manage_team(request.actor, pk)
    return render(
        request,
        "people/company.html",
        {
            "organisation": organisation,
            "team": team_of(pk),
            "invitations": open_invitations(pk) if may_manage else [],
            "may_manage": may_manage,
            "own_role": request.actor.companies.get(pk, ""),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company_edit(request: Request, pk: int) -> HttpResponse:
    organisation = _visible(request, pk)
    require(may_manage_team(request.actor, pk))
    initial = {field: getattr(organisation, field) for field in FIELDS}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and attempt(
        form,
        lambda: change_organisation(
            actor=request.actor, organisation_id=pk, details=form.cleaned_data
        ),
    ):
        messages.success(request, _("The details are saved."))
        return redirect("people:company", pk)
    return render(request, "people/company_form.html", {"form": form, "organisation": organisation})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request, pk: int) -> HttpResponse:
    organisation = _visible(request, pk)
    require(may_manage_team(request.actor, pk))
    form = InviteForm(request.POST or None, initial={"role": "member"})
    if request.method == "POST":
        sent = attempt(
            form,
            lambda: invite_member(actor=request.actor, organisation_id=pk, **form.cleaned_data),
        )
        if sent:
            text = _("The invitation to %(email)s is on its way.") % {"email": sent.email}
            messages.success(request, text)
            return redirect("people:company", pk)
    return render(request, "people/invite.html", {"form": form, "organisation": organisation})


@login_required
@require_POST
def invitation_withdraw(request: Request, pk: int, invitation: int) -> HttpResponse:
    withdraw_invitation(actor=request.actor, organisation_id=pk, invitation_id=invitation)
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("people:company", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """The page behind an invitation's link. Anybody with the link sees who invites."""
    found = find_invitation(token)
    if request.method == "POST" and request.user.is_authenticated:
        membership = accept_invitation(actor=request.actor, token=token)
        messages.success(
            request, _("Welcome to the team of %(company)s.") % {"company": found.organisation}
        )
        return redirect("people:company", membership.organisation_id)
    user = request.user
    fits = user.is_authenticated and user.email.lower() == found.email.lower()
    return render(request, "people/invitation.html", {"invitation": found, "fits": fits})


def _membership(request: Request, pk: int) -> Membership:
    found: Membership | None = (
        Membership.objects.select_related("user", "organisation").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    require_company_visible(request.actor, found.organisation_id)
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_role(request: Request, pk: int) -> HttpResponse:
    """Another role for a member."""
    membership = _membership(request, pk)
    require(may_manage_team(request.actor, membership.organisation_id))
    form = MembershipRoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and attempt(
        form,
        lambda: change_role(actor=request.actor, membership_id=pk, role=form.cleaned_data["role"]),
    ):
        messages.success(request, _("The role is changed."))
        return redirect("people:company", membership.organisation_id)
    return render(request, "people/member_role.html", {"form": form, "membership": membership})


@login_required
@require_POST
def member_end(request: Request, pk: int) -> HttpResponse:
    """Out of the team, at once."""
    ended = end_membership(actor=request.actor, membership_id=pk)
    messages.success(request, _("The membership is ended."))
    if ended.user_id == request.actor.user_id:
        return redirect("people:companies")
    return redirect("people:company", ended.organisation_id)
