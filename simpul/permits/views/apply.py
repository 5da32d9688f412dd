"""The application form: its task list and its pages of questions. Rows: `apply_rows.py`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from simpul.people.requests import Request
from simpul.permits import access
from simpul.permits.applying import answers
from simpul.permits.applying.asks.base import Page
from simpul.permits.applying.draft import Draft
from simpul.permits.applying.forms_apply import AskForm
from simpul.permits.applying.pages import GROUPS, asks_of, is_missing, missing, task_groups, wrong
from simpul.permits.views import apply_papers, apply_sending
from simpul.permits.views.apply_common import (
    Open,
    address,
    anchor,
    back_of,
    by_ask,
    elsewhere,
    frame,
    is_autosave,
    keep,
    no_content,
    onward,
    opened,
    page_at,
    saved_by_another,
    who_saved,
)
from simpul.permits.views.apply_rows import rows_page


@require_GET
def tasks(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """What is left, and where to go on."""
    here = opened(request, application_id)
    if away := elsewhere(here):
        return away
    groups: list[dict[str, Any]] = []
    following = None
    for group, standings in task_groups(here.draft):
        rows = []
        for one in standings:
            href = "" if one.status == "blocked" else address(here.application, one.page)
            if following is None and one.status in ("todo", "doing", "problem"):
                following = {"title": one.page.title, "href": href}
            rows.append(
                {
                    "title": one.page.title,
                    "href": href,
                    "status": one.status,
                    "hint": _("%(n)d left") % {"n": one.left} if one.left else "",
                }
            )
        groups.append({"title": GROUPS[group], "tasks": rows})
    done = sum(row["status"] in ("done", "optional") for g in groups for row in g["tasks"])
    return render(
        request,
        "permits/apply/tasks.html",
        {
            "here": here,
            "application": here.application,
            "groups": groups,
            "following": following,
            "done": done,
            "all": sum(len(g["tasks"]) for g in groups),
            "send": access.can_send(here.actor, here.application),
            "open_questions": here.application.questions.filter(answered_at=None),
        },
    )


@require_http_methods(["GET", "POST"])
def page(request: Request, application_id: uuid.UUID, slug: str) -> HttpResponse:
    """One page of the form, whatever its kind."""
    here = opened(request, application_id)
    one = page_at(slug)
    if request.method == "POST" and one.kind == "declaration":
        # A second click arrives when the case is already on its way: it gets its receipt.
        return apply_sending.declare(request, here, one)
    if request.method == "POST":
        access.require(access.can_edit(here.actor, here.application))
    elif away := elsewhere(here):
        return away
    if one.kind == "check":
        return apply_sending.check(request, here, one)
    if one.kind == "declaration":
        return apply_sending.declaration(request, here, one)
    if one.kind == "documents":
        return apply_papers.documents(request, here, one)
    if not one.when(here.draft):
        return redirect("permits:apply_tasks", here.application.pk)
    if one.rows is not None:
        return rows_page(request, here, one)
    return _questions(request, here, one)


# --- a page of questions -------------------------------------------------------------------
def _questions(request: Request, here: Open, one: Page) -> HttpResponse:
    back = back_of(request)
    if request.method == "GET":
        form = AskForm(asks_of(one, here.draft), here.draft)
        errors = by_ask(one, form.asks, wrong(one, here.draft))
        if errors:
            form.show(errors)
        return _show_questions(request, here, one, form)
    asked = asks_of(one, here.draft)
    form = AskForm(asked, here.draft, data=request.POST)
    typed = form.typed()
    now = answers.stamp(one, here.draft)
    late = request.POST.get("stamp") not in (None, now) and saved_by_another(here)
    if late and _differs(one, here.draft, typed):
        if is_autosave(request):
            return no_content(409)
        form.show({"": [who_saved(here)]})
        return _show_questions(request, here, one, form, status=409)
    here = keep(here, lambda draft: answers.set_page(one, draft, typed))
    if is_autosave(request):
        return no_content()
    if request.POST.get("then") == "later":
        return redirect("permits:apply_tasks", here.application.pk)
    arisen = [
        ask for ask in asks_of(one, here.draft) if ask not in asked and is_missing(ask, here.draft)
    ]
    errors = {**missing(one, here.draft), **wrong(one, here.draft)}
    if arisen and not by_ask(one, asked, errors):
        # The answer brought new questions: show them before complaining that they are open.
        return redirect(address(here.application, one, back=back) + anchor(arisen[0]))
    if errors:
        form = AskForm(asks_of(one, here.draft), here.draft, data=request.POST)
        form.show(by_ask(one, form.asks, errors))
        return _show_questions(request, here, one, form, status=422)
    return onward(here, one, back)


def _differs(one: Page, draft: Draft, typed: Mapping[str, Any]) -> bool:
    """Would saving change what the page holds now?"""
    after = answers.set_page(one, draft, typed)
    fresh = Draft(data=after, book=draft.book, filed_on=draft.filed_on)
    return answers.stamp(one, fresh) != answers.stamp(one, draft)


def _show_questions(
    request: Request, here: Open, one: Page, form: AskForm, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "permits/apply/questions.html",
        {
            **frame(here, one),
            "form": form,
            "stamp": answers.stamp(one, here.draft),
            "autosave": address(here.application, one),
        },
        status=status,
    )
