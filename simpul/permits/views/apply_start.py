"""The beginning: which company, which title; from nothing or from a plan, without retyping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput
from simpul.people.models import Organisation
from simpul.people.requests import Request
from simpul.permits.access import EDITING_ROLES
from simpul.permits.actions import drafts
from simpul.permits.applying.asks.base import first_capital
from simpul.permits.models import PlanDraft
from simpul.permits.wording import PRODUCTION_TYPES, name
from simpul.productions.queries import productions_visible_to
from simpul.web.forms import Radios, offer

NEW = "new"
MOST_TITLES = 50


class OfNewTitle(forms.CharField):
    """Needed for a new production only, which `StartForm.clean` checks."""

    def validate(self, value: Any) -> None:
        return None


class StartForm(forms.Form):
    """Company and title."""

    company = forms.ChoiceField(label=gettext_lazy("For which company?"), widget=Radios)
    production = forms.ChoiceField(label=gettext_lazy("For which production?"), widget=Radios)
    title = OfNewTitle(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("A working title is enough."),
        max_length=200,
    )
    kind = OfNewTitle(label=gettext_lazy("What are you making?"), widget=forms.Select)

    def __init__(self, *args: Any, actor: Actor, plan: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        ids = [key for key, role in actor.companies.items() if role in EDITING_ROLES]
        companies = list(Organisation.objects.filter(pk__in=ids).order_by("name"))
        titles = (
            productions_visible_to(actor)
            .filter(company_id__in=ids)
            .order_by("-created_at")[:MOST_TITLES]
        )
        self.companies = companies
        self.titles = list(titles)
        offer(self, "company", [(str(c.pk), c.name) for c in companies])
        known = [
            (str(t.pk), (t.title, t.company.name) if len(companies) > 1 else t.title)
            for t in self.titles
        ]
        offer(self, "production", [(NEW, _("A new production")), *known])
        kinds = [(code, first_capital(name(PRODUCTION_TYPES, code))) for code in PRODUCTION_TYPES]
        self.fields["kind"].widget.choices = [("", _("Choose …")), *kinds]
        made = plan.get("production")
        if not isinstance(made, Mapping):
            made = {}
        self.initial.setdefault("title", made.get("title") or "")
        self.initial.setdefault("kind", made.get("type") or "")
        if self.initial["title"]:
            same = next((str(t.pk) for t in self.titles if t.title == self.initial["title"]), NEW)
            self.initial.setdefault("production", same)
        if len(companies) == 1:
            self._hide("company", str(companies[0].pk))
        if not self.titles:
            self._hide("production", NEW)

    def _hide(self, field: str, value: str) -> None:
        self.fields[field].widget = forms.HiddenInput()
        self.initial[field] = value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("production") == NEW:
            if not data.get("title"):
                self.add_error("title", _("Write the title; a working title is enough."))
            if data.get("kind") not in PRODUCTION_TYPES:
                self.add_error("kind", _("Choose what is being made."))
        elif data.get("production"):
            chosen = next(t for t in self.titles if str(t.pk) == data["production"])
            if data.get("company") and str(chosen.company_id) != data["company"]:
                self.add_error("production", _("This production belongs to another company."))
        return data


@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponse:
    """Begin an application; `?rencana=` brings a plan along."""
    actor = request.actor
    plan_id = request.POST.get("rencana") or request.GET.get("rencana") or ""
    if actor.kind != "user":
        return _sign_in(plan_id)
    found = _plan(request, plan_id)
    if not any(role in EDITING_ROLES for role in actor.companies.values()):
        return render(request, "permits/apply/no_company.html", {"plan_id": plan_id})
    plan: Mapping[str, Any] = found.plan if found else {}
    sent = request.POST if request.method == "POST" else None
    form = StartForm(sent, actor=actor, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            application = _start(actor, form.cleaned_data, plan)
        except InvalidInput as error:
            for field, messages in error.errors.items():
                for message in messages:
                    form.add_error(field if field in form.fields else None, message)
        else:
            return redirect("permits:apply_tasks", application.pk)
    return render(
        request,
        "permits/apply/start.html",
        {"form": form, "plan_id": plan_id if found else "", "plan": plan},
        status=422 if request.method == "POST" else 200,
    )


def _plan(request: HttpRequest, plan_id: str) -> Any:
    """The planner's draft, if this reader may have it."""
    try:
        return PlanDraft.objects.filter(pk=plan_id).first() if plan_id else None
    except (ValueError, ValidationError):
        return None


def _start(actor: Actor, data: Mapping[str, Any], plan: Mapping[str, Any]) -> Any:
    is_new = data["production"] == NEW
    kept = dict(plan)
    made = kept.get("production")
    if is_new:
        kept["production"] = {
            **(made if isinstance(made, Mapping) else {}),
            "title": data["title"],
            "type": data["kind"],
        }
    return drafts.start_application(
        actor=actor,
        company_id=int(data["company"]),
        production_id=None if is_new else int(data["production"]),
        production={"title": data["title"], "kind": data["kind"]} if is_new else None,
        plan=kept,
    )


@require_http_methods(["GET", "POST"])
def from_plan(request: HttpRequest) -> HttpResponse:
    """A plan of the planner becomes an application: sign in if needed, then company and title."""
    values = request.POST if request.method == "POST" else request.GET
    plan_id = values.get("plan") or values.get("plan_id") or values.get("rencana") or ""
    return redirect(_with_plan(plan_id))


def _with_plan(plan_id: str) -> str:
    address = reverse("permits:apply_start")
    return f"{address}?{urlencode({'rencana': plan_id})}" if plan_id else address


def _sign_in(plan_id: str) -> HttpResponse:
    target = urlencode({"next": _with_plan(plan_id)})
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{target}")
