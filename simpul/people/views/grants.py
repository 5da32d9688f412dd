"""The administrator's pages: who holds which role and sits at which desk, since when and why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.people import desk_names
from simpul.people.access import may_decide_grant, require, require_role, require_second_factor
from simpul.people.actions import (
    confirm_grant,
    decline_grant,
    end_desk,
    end_role,
    propose_desk,
    propose_role,
)
from simpul.people.forms import EndForm, GrantDeskForm, GrantRoleForm
from simpul.people.models import DeskGrant, StaffGrant
from simpul.people.queries import desk_grants, staff_grants
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 50


def _require_reader(actor: Actor) -> None:
    """For others this part of the house does not exist."""
    if not actor.has_role("administrator", "auditor", "head_of_service"):
        raise NotVisible("")


def _require_administrator(actor: Actor) -> None:
    _require_reader(actor)
    require_role(actor, "administrator")
    require_second_factor(actor)


@login_required
@require_safe
def grants(request: Request, kind: str) -> HttpResponse:
    """Roles or desks, in force or past, by person."""
    _require_reader(request.actor)
    ended = request.GET.get("show") == "ended"
    rows: QuerySet[Any] = staff_grants(ended=ended) if kind == "roles" else desk_grants(ended=ended)
    wanted = request.GET.get("q", "").strip()
    if wanted:
        rows = rows.filter(Q(user__name__icontains=wanted) | Q(user__email__icontains=wanted))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    if kind == "desks":
        known = desk_names.names()
        for row in page.object_list:
            row.authority_names = known.get(row.authority_code, row.authority_code)
    for row in page.object_list:
        row.may_decide = row.state == "proposed" and (
            row.granted_by_id == request.actor.user_id or may_decide_grant(request.actor, row)
        )
    context = {
        "kind": kind,
        "page": page,
        "ended": ended,
        "wanted": wanted,
        "acts": not ended and request.actor.has_role("administrator", "head_of_service"),
        "may_change": request.actor.has_role("administrator"),
        "tabs": [
            {"key": "roles", "label": _("Roles"), "href": reverse("people:roles")},
            {"key": "desks", "label": _("Desks"), "href": reverse("people:desks")},
        ],
    }
    return render(request, "people/grants.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role_new(request: Request) -> HttpResponse:
    _require_administrator(request.actor)
    form = GrantRoleForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: propose_role(actor=request.actor, **_named(form.cleaned_data))
    ):
        messages.success(request, _("The role is proposed. Another person must confirm it."))
        return redirect("people:roles")
    return render(
        request,
        "people/grant_form.html",
        {"form": form, "title": _("Propose a role"), "back": reverse("people:roles")},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_new(request: Request) -> HttpResponse:
    _require_administrator(request.actor)
    form = GrantDeskForm(request.POST or None, initial={"level": "answer"})
    if request.method == "POST" and attempt(
        form, lambda: propose_desk(actor=request.actor, **_named(form.cleaned_data))
    ):
        messages.success(request, _("The desk is proposed. Another person must confirm it."))
        return redirect("people:desks")
    return render(
        request,
        "people/grant_form.html",
        {"form": form, "title": _("Propose a desk"), "back": reverse("people:desks")},
    )


def _named(data: dict[str, Any]) -> dict[str, Any]:
    return {("user_id" if key == "user" else key): value for key, value in data.items()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grant_end(request: Request, kind: str, pk: int) -> HttpResponse:
    """End a grant, with a reason."""
    _require_administrator(request.actor)
    model = StaffGrant if kind == "roles" else DeskGrant
    end = end_role if kind == "roles" else end_desk
    grant = model.objects.select_related("user").filter(pk=pk).first()
    if grant is None:
        raise Http404
    form = EndForm(request.POST or None)
    back = reverse("people:roles" if kind == "roles" else "people:desks")
    if request.method == "POST" and attempt(
        form, lambda: end(actor=request.actor, grant_id=pk, **form.cleaned_data)
    ):
        messages.success(request, _("It is ended."))
        return redirect(back)
    context = {
        "form": form,
        "grant": grant,
        "back": back,
        "kind": kind,
        "authority": _authority(grant, request.actor),
    }
    return render(request, "people/grant_end.html", context)


def _authority(grant: StaffGrant | DeskGrant, actor: Actor) -> str:
    """The name of the desk's authority; nothing for a role."""
    if isinstance(grant, DeskGrant):
        return desk_names.name(grant.authority_code, actor.language)
    return ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grant_decide(request: Request, kind: str, pk: int) -> HttpResponse:
    """The second person confirms or declines; who proposed it may take it back."""
    _require_reader(request.actor)
    grant = _proposed(kind, pk)
    own = grant.granted_by_id == request.actor.user_id
    back = reverse("people:roles" if kind == "role" else "people:desks")
    if request.method == "POST":
        if request.POST.get("decision") == "confirm":
            confirm_grant(actor=request.actor, kind=kind, grant_id=pk)
            messages.success(request, _("It is confirmed and holds."))
        else:
            decline_grant(actor=request.actor, kind=kind, grant_id=pk)
            messages.success(request, _("The proposal is declined."))
        return redirect(back)
    if not own:
        require(may_decide_grant(request.actor, grant))
    context = {
        "grant": grant,
        "kind": kind,
        "own": own,
        "back": back,
        "authority": _authority(grant, request.actor),
    }
    return render(request, "people/grant_decide.html", context)


def _proposed(kind: str, pk: int) -> StaffGrant | DeskGrant:
    model: type[StaffGrant] | type[DeskGrant] = StaffGrant if kind == "role" else DeskGrant
    found: StaffGrant | DeskGrant | None = (
        model.objects.select_related("user", "granted_by").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    if found.state != StaffGrant.State.PROPOSED:
        raise WrongState(_("This proposal is decided already."))
    return found
