"""Follow-ups: the list, one of them, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.kit.outcomes import NotVisible
from simpul.network import access, standing
from simpul.network.actions import follow_ups
from simpul.network.models import Encounter, FollowUp, Visit
from simpul.network.promises import lists
from simpul.network.promises.forms import (
    EndFollowUpForm,
    FollowUpFilter,
    FollowUpForm,
    HandOverForm,
)
from simpul.network.promises.queries import follow_up_for
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30


@require_GET
@never_cache
def index(request: Request) -> HttpResponse:
    """What is open, the most urgent first; or by filter."""
    access.require_reader(request.actor)
    form, today = FollowUpFilter(request.GET), timezone.localdate()
    found = lists.follow_ups(form.cleaned_data if form.is_valid() else {}, today=today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"row": one, **_stands(one)} for one in page]
    return render(
        request, "network/follow_ups/list.html", {"form": form, "page": page, "rows": rows}
    )


def _stands(one: FollowUp) -> dict[str, Any]:
    facts: standing.Facts = {
        "state": one.state,
        "due_on": one.due_on,
        "ended_on": one.ended_on,
        "today": timezone.localdate(),
    }
    return {"stands": standing.standing(**facts), "days_late": standing.days_late(**facts)}


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """A follow-up of `?temu=` (an encounter) or `?kunjungan=` (a visit)."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    origin = _origin(request)
    form = FollowUpForm(
        request.POST or None,
        partners=_partners(origin),
        initial={"owner": request.actor.user_id},
    )
    if request.method == "POST":
        made = attempt(form, lambda: _made(request, form.cleaned_data, origin))
        if made:
            flash.success(request, _("Agreed: somebody has it in hand."))
            return redirect("network:follow_up", made.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "origin": origin}
    return render(request, "network/follow_ups/form.html", context, status=status)


def _origin(request: Request) -> Encounter | Visit:
    found: Encounter | Visit | None = None
    for model, name in ((Encounter, "temu"), (Visit, "kunjungan")):
        key = request.GET.get(name, "")
        if key.isdecimal():
            found = model.objects.filter(pk=key).first()
    if found is None:
        raise NotVisible(_("Not found."))
    return found


def _partners(origin: Encounter | Visit) -> list[tuple[int, str]]:
    if isinstance(origin, Visit):
        return [(origin.partner_id, str(origin.partner))]
    return [(one.pk, one.name) for one in origin.partners.order_by("name", "pk")]


def _made(request: Request, data: dict[str, Any], origin: Encounter | Visit) -> FollowUp:
    visit = isinstance(origin, Visit)
    return follow_ups.add_follow_up(
        actor=request.actor,
        what=data["what"],
        owner_id=data["owner"],
        due_on=data["due_on"],
        partner_id=data["partner"],
        encounter_id=None if visit else origin.pk,
        visit_id=origin.pk if visit else None,
    )


@require_GET
@never_cache
def follow_up(request: Request, follow_up_id: int) -> HttpResponse:
    """One follow-up."""
    return _show(request, follow_up_id, EndFollowUpForm())


def _show(
    request: Request, follow_up_id: int, form: EndFollowUpForm, status: int = 200
) -> HttpResponse:
    row = follow_up_for(request.actor, follow_up_id)
    mine = row.owner_id == request.actor.user_id
    context = {
        "row": row,
        **_stands(row),
        "form": form,
        "may_write": access.can_write(request.actor),
        "hand_over_form": HandOverForm(initial={"owner": row.owner_id}),
        "may": row.state == FollowUp.State.OPEN and (mine or access.can_write(request.actor)),
    }
    return render(request, "network/follow_ups/follow_up.html", context, status=status)


@require_POST
def end(request: Request, follow_up_id: int) -> HttpResponse:
    """Done or dropped: the button says which."""
    follow_up_for(request.actor, follow_up_id)
    form = EndFollowUpForm(request.POST)
    if attempt(
        form,
        lambda: follow_ups.end_follow_up(
            actor=request.actor,
            follow_up_id=follow_up_id,
            done=request.POST.get("answer") == "done",
            outcome=form.cleaned_data["outcome"],
        ),
    ):
        flash.success(request, _("Recorded."))
        return redirect("network:follow_ups")
    return _show(request, follow_up_id, form, 422)
