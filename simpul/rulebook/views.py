"""Public: every rule in force and what changed. Staff: the versions and their publication."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from simpul.kit.outcomes import NotVisible
from simpul.kit.texts import pick
from simpul.people.requests import Request
from simpul.rulebook import queries
from simpul.rulebook.access import may_load, may_publish, may_see_versions
from simpul.rulebook.actions import discard_version, publish_version
from simpul.rulebook.forms import ChangesForm, StandardsForm
from simpul.rulebook.models import DRAFT, Version
from simpul.rulebook.standards import Reader, differences

LONG_AGO = timedelta(days=365)


@require_GET
def standards(request: Request) -> HttpResponse:
    """Every rule in force on a day, in plain language, with its law, source and status."""
    today = timezone.localdate()
    on = _day(request.GET.get("on")) or today
    version = queries.version_on(on)
    if version is None:
        return render(request, "rulebook/standards.html", {"version": None})
    reader = Reader(queries.book_of(version), _language())
    tables = [(n, pick(t.title, reader.language)) for n, t in reader.book.tables.items()]
    asked = request.GET if request.GET else None
    form = StandardsForm(asked, tables=tables, initial={"on": today})
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    groups = reader.groups(on, table=wanted.get("table", ""), words=wanted.get("q", ""))
    count = sum(len(group.rules) for group in groups)
    unverified = sum(rule.doubtful for group in groups for rule in group.rules)
    context = {
        "version": version,
        "form": form,
        "groups": groups,
        "on": on,
        "today": today,
        "count": count,
        "unverified": unverified,
    }
    return render(request, "rulebook/standards.html", context)


@require_GET
def changes(request: Request) -> HttpResponse:
    """What was added, ended and changed between two days."""
    today = timezone.localdate()
    start, end = today - LONG_AGO, today
    form = ChangesForm(request.GET or None, initial={"from": start, "to": end})
    if form.is_bound and form.is_valid():
        start = form.cleaned_data["from"] or start
        end = form.cleaned_data["to"] or end
    before, after = queries.version_on(start), queries.version_on(end)
    context: dict[str, object] = {"form": form, "start": start, "end": end, "version": after}
    if before is not None and after is not None:
        language = _language()
        old = Reader(queries.book_of(before), language)
        new = Reader(queries.book_of(after), language)
        found = differences(old, start, new, end) if start <= end else []
        context["before"] = before
        context["kinds"] = [
            (kind, title, [change for change in found if change.kind == kind])
            for kind, title in (
                ("added", _("Added")),
                ("changed", _("Changed")),
                ("ended", _("Ended")),
            )
        ]
        context["count"] = len(found)
    return render(request, "rulebook/changes.html", context)


@require_GET
def versions(request: Request) -> HttpResponse:
    """Every load of a pack: who, when, in force from when to when. For staff."""
    _require_staff(request)
    return render(request, "rulebook/versions.html", {"versions": queries.versions()})


@require_GET
def version(request: Request, version_id: int) -> HttpResponse:
    """One version: what it would change, and the button that puts it in force."""
    _require_staff(request)
    found = _version(version_id)
    today = timezone.localdate()
    current = queries.current_version(found.city_code)
    compared = current if current and current.pk != found.pk else None
    context: dict[str, object] = {"version": found, "current": current, "compared": compared}
    if found.state == DRAFT:
        actor = request.actor
        context["may_publish"] = may_publish(actor, found, first=current is None)
        context["may_discard"] = may_load(actor)
        language = _language()
        new = Reader(queries.book_of(found), language)
        context["rules"] = sum(1 for _rule in new.book.rules())
        if compared is not None:
            old = Reader(queries.book_of(compared), language)
            context["changes"] = differences(old, today, new, today)
    return render(request, "rulebook/version.html", context)


@require_POST
def publish(request: Request, version_id: int) -> HttpResponse:
    """Put a draft in force."""
    _require_staff(request)
    actor = request.actor
    found = publish_version(actor=actor, version_id=version_id)
    words = _("Version %(number)d is in force.") % {"number": found.number}
    messages.success(request, words)
    return redirect("rulebook:version", version_id=found.pk)


@require_POST
def discard(request: Request, version_id: int) -> HttpResponse:
    """Throw a draft away."""
    _require_staff(request)
    number = _version(version_id).number
    discard_version(actor=request.actor, version_id=version_id)
    messages.success(request, _("Draft %(number)d is thrown away.") % {"number": number})
    return redirect("rulebook:versions")


def _require_staff(request: Request) -> None:
    """For everybody else these pages do not exist."""
    answer = may_see_versions(request.actor)
    if not answer:
        raise NotVisible(answer.reason)


def _version(version_id: int) -> Version:
    found = queries.versions().filter(pk=version_id).first()
    if found is None:
        raise NotVisible(_("There is no such version."))
    return found


def _language() -> str:
    return get_language() or "id"


def _day(text: str | None) -> date | None:
    """The day asked for, as the form reads it; None when it is none, which the form then says."""
    try:
        found: date | None = StandardsForm.base_fields["on"].clean(text)
    except ValidationError:
        return None
    return found
