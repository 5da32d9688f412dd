"""For staff: rules tried before they are published, and the reports that are kept."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from simpul.incentives import catalogue, words
from simpul.incentives.actions.lab import ask_trial
from simpul.incentives.lab.access import report_for, require_lab
from simpul.incentives.lab.forms import TrialForm, VersionsForm
from simpul.incentives.lab.reckoning.cases import PAST
from simpul.incentives.lab.reckoning.synthetic import year
from simpul.incentives.lab.run import frozen_cases, frozen_levies, frozen_side, synthetic_plans
from simpul.incentives.lab.sources import past_claims, past_plans
from simpul.incentives.models import LabReport
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.views.lab_words import report_words
from simpul.papers.typesetting import render as typeset
from simpul.people.requests import Request
from simpul.rulebook.models import Version
from simpul.rulebook.states import STATES
from simpul.web.formats import day_words, language
from simpul.web.forms import attempt

VERSION_STATES = dict(STATES)


@require_safe
def reports(request: Request) -> HttpResponse:
    """The trials that were made."""
    require_lab(request.actor)
    found = LabReport.objects.defer("frozen", "result").select_related("made_by")
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    return render(request, "incentives/lab/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def new_scheme(request: Request) -> HttpResponse:
    """Two versions of a scheme: which, and then on which cases."""
    require_lab(request.actor)
    known = {k: s for k, s in catalogue.schemes().items() if s.status != "unknown"}
    versions = VersionsForm(request.POST or None, known=known)
    if request.method == "GET" or not versions.is_valid():
        status = _status(versions)
        return render(request, "incentives/lab/versions.html", {"form": versions}, status=status)
    before, after, draft = versions.cleaned_data["versions"]
    kept = {name: versions.cleaned_data[name] for name in ("before", "after", "draft")}
    asked = "first" in request.POST
    form = TrialForm(
        request.POST if asked else None,
        schemes=(before, after),
        initial={"first": date(timezone.localdate().year + 1, 1, 1), "title": _title(after)},
    )
    if asked and (report := attempt(form, lambda: _ask(request, form, before, after, draft))):
        return redirect("incentives:lab_report", report_id=report.pk)
    context = {
        "form": form,
        "kept": kept,
        "before": words.text(before.name),
        "after": words.text(after.name),
        "draft": draft,
        "currency": words.currency_name(before.currency),
        "past": len(past_claims(before, date(timezone.localdate().year + 1, 1, 1))),
    }
    return render(request, "incentives/lab/trial.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def _title(after: Scheme) -> str:
    return _("Trial of %(scheme)s") % {"scheme": words.text(after.name)}


def _ask(
    request: Request, form: TrialForm, before: Scheme, after: Scheme, draft: bool
) -> LabReport:
    wanted = form.cleaned_data
    first, seed = wanted["first"], wanted["seed"]
    past = past_claims(before, first)
    synthetic = year(wanted.get("draws", {}), count=wanted["count"], first=first, seed=seed)
    # Past cases speak the names of the version they were made under; drawn ones know both.
    frozen = {
        "kind": LabReport.Kind.SCHEME.value,
        "before": frozen_side(before, draft=before.status == "proposal"),
        "after": frozen_side(after, draft=draft),
        "known_as": "before",
        "cases": frozen_cases([*past, *synthetic]),
        "fund": _frozen_fund(wanted["amount"], first),
        "seed": seed,
        "synthetic": {"count": wanted["count"], "ranges": _ranges(form)},
    }
    return ask_trial(actor=request.actor, title=wanted["title"], frozen=frozen)


def _frozen_fund(amount: Any, first: date) -> dict[str, Any]:
    closes = first + timedelta(days=364)
    return {
        "amount": None if amount is None else str(amount),
        "opens": first.isoformat(),
        "closes": closes.isoformat(),
    }


def _ranges(form: TrialForm) -> dict[str, str]:
    """The assumptions as they were typed, for the report."""
    return {
        str(form.fields[name].label): str(form.cleaned_data[name])
        for name in form.fields
        if "." in name and form.cleaned_data.get(name) not in (None, "")
    }


@require_http_methods(["GET", "POST"])
def new_levies(request: Request) -> HttpResponse:
    """Two versions of the pack: what every plan would have paid."""
    require_lab(request.actor)
    versions = list(Version.objects.defer("contents").order_by("-number")[:20])
    chosen = {str(one.pk): one for one in versions}
    posted = request.POST if request.method == "POST" else None
    form = TrialForm(
        posted,
        levies=True,
        initial={"first": date(timezone.localdate().year + 1, 1, 1), "title": _("Trial of levies")},
    )
    asked = request.POST if posted is not None else request.GET
    before, after = (chosen.get(str(asked.get(name, ""))) for name in ("before", "after"))
    wrong = posted is not None and (before is None or after is None or before == after)
    if posted is not None and before is not None and after is not None and not wrong:
        pair = before, after
        if report := attempt(form, lambda: _ask_levies(request, form, *pair)):
            return redirect("incentives:lab_report", report_id=report.pk)
    context = {
        "form": form,
        "versions": [{"row": one, "state": VERSION_STATES[one.state]} for one in versions],
        "before": before.pk if before else None,
        "after": after.pk if after else None,
        "wrong": wrong,
        "past": len(past_plans(timezone.localdate())),
    }
    status = 422 if wrong else _status(form)
    return render(request, "incentives/lab/levies.html", context, status=status)


def _ask_levies(request: Request, form: TrialForm, before: Version, after: Version) -> LabReport:
    wanted = form.cleaned_data
    first, seed = wanted["first"], wanted["seed"]
    plans = past_plans(first)
    drawn = synthetic_plans(plans, count=wanted["count"], seed=seed)
    cases = [[key, on.isoformat(), PAST, plan] for key, on, plan in plans]
    cases += [[key, on.isoformat(), origin, plan] for key, on, origin, plan in drawn]
    frozen = {
        "kind": LabReport.Kind.LEVIES.value,
        "before": _frozen_version(before),
        "after": _frozen_version(after),
        "cases": cases,
        "fund": _frozen_fund(None, first),
        "seed": seed,
        "synthetic": {"count": wanted["count"], "ranges": {}},
    }
    return ask_trial(actor=request.actor, title=wanted["title"], frozen=frozen)


def _frozen_version(version: Version) -> Mapping[str, Any]:
    return {
        "version": version.pk,
        "number": version.number,
        "digest": version.digest,
        "currency": "IDR",
        "draft": version.state == "draft",
        **frozen_levies(version.contents),
    }


# --- one report --------------------------------------------------------------------------------
@require_safe
def report(request: Request, report_id: uuid.UUID) -> HttpResponse:
    """What came out; while it is carried out, how far it is."""
    found = report_for(request.actor, report_id)
    template = (
        "incentives/lab/progress.html"
        if request.headers.get("HX-Request")
        else ("incentives/lab/report.html")
    )
    context: dict[str, Any] = {"report": found, "done": found.state == LabReport.State.DONE}
    if context["done"]:
        context["told"] = report_words(found)
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response["HX-Refresh"] = "true"
            return response
    return render(request, template, context)


@require_safe
def report_json(request: Request, report_id: uuid.UUID) -> HttpResponse:
    """What went in and what came out, whole."""
    found = report_for(request.actor, report_id)
    content = {
        "title": found.title,
        "made_at": found.made_at.isoformat(),
        "digest": found.digest,
        "frozen": found.frozen,
        "result": found.result,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="uji-{found.pk}.json"'
    return response


@require_safe
def report_pdf(request: Request, report_id: uuid.UUID) -> HttpResponse:
    """The report on paper; the same bytes every time."""
    found = report_for(request.actor, report_id)
    if found.state != LabReport.State.DONE:
        return redirect("incentives:lab_report", report_id=found.pk)
    told = report_words(found)
    data = {**told, "language": language(), "made": day_words(found.made_at, "long")}
    response = HttpResponse(
        typeset("incentives/lab", data, at=found.ended_at), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="uji-{found.pk}.pdf"'
    return response
