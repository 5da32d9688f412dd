"""The end of the form: check your answers, declare, sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.people.requests import Request
from simpul.permits import access, queries
from simpul.permits.actions import submission
from simpul.permits.applying import answers
from simpul.permits.applying.asks.base import Page, is_blank
from simpul.permits.applying.details import CODE_OF_CONDUCT
from simpul.permits.applying.draft import Draft, with_value
from simpul.permits.applying.forms_apply import AskForm, shown
from simpul.permits.applying.pages import (
    BY_CODE,
    GROUPS,
    asks_of,
    is_missing,
    merged,
    missing,
    missing_sentence,
    needed_pages,
    open_questions,
    page_of,
    papers_missing,
    problems,
    rows_of,
    value_of,
)
from simpul.permits.models import Application
from simpul.permits.planning.answer_data import to_json
from simpul.permits.states import OPEN
from simpul.permits.views.apply_common import CHECK, Open, address, frame, keep, opened


def submit_key(application: Application) -> uuid.UUID:
    """The same for every click, tab and way back until a revision has been sent."""
    sent = application.revisions.count()
    return uuid.uuid5(uuid.NAMESPACE_URL, f"simpul:{application.pk}:{sent}")


# --- check your answers --------------------------------------------------------------------
def check(request: Request, here: Open, one: Page) -> HttpResponse:
    """All answers with a way to change each, and what the rules say to them."""
    draft = here.draft
    left = problems(_without_declaration(draft), today=timezone.localdate())
    left = {path: texts for path, texts in left.items() if not path.startswith("details.declara")}
    if request.method == "POST" and not left:
        return redirect(address(here.application, BY_CODE["declaration"]))
    return render(
        request,
        "permits/apply/check.html",
        {
            **frame(here, one),
            "groups": answer_groups(draft, here.application, change=True),
            "answer": to_json(draft.answer, get_language() or "id"),
            "problems": _linked(here, left),
            "papers_missing": len(papers_missing(draft)),
            "unasked": [text for text, _path in open_questions(draft)],
        },
        status=422 if request.method == "POST" else 200,
    )


def _without_declaration(draft: Draft) -> Draft:
    said = with_value(
        draft.data, "details.declaration", {"true": True, "conduct": True, "responsible": True}
    )
    return Draft(data=said, book=draft.book, filed_on=draft.filed_on, papers=draft.papers)


def _linked(here: Open, left: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """What stands against sending, page by page, as links."""
    found: dict[str, dict[str, str]] = {}
    for path, texts in left.items():
        page = page_of(path)
        if page is None:
            found.setdefault(path, {"href": "", "text": " ".join(texts)})
            continue
        href = address(here.application, page, back=CHECK)
        entry = found.setdefault(page.code, {"href": href, "text": f"{page.title}: {texts[0]}"})
        entry["count"] = str(int(entry.get("count", "0")) + 1)
    return list(found.values())


FOR_DESKS = frozenset(
    ["contact", "safety", "traffic", "activities", "minors", "keeper", "around", "neighbours"]
)
"""Pages that hold what an authority judges; no titles, no companies, no foreign people."""


def answer_groups(draft: Draft, application: Application, *, change: bool) -> list[dict[str, Any]]:
    """Every answer in words, page by page; with links to change them where `change`."""
    groups = []
    for group, title in GROUPS.items():
        pages = [
            _page_answers(draft, application, page, change)
            for page in needed_pages(draft)
            if page.group == group and page.kind in ("form", "rows")
        ]
        if pages:
            groups.append({"title": title, "pages": pages})
    return groups


def answers_for_desk(draft: Draft, application: Application) -> list[dict[str, Any]]:
    """What an authority reads beside the plan: whom to call, safety, measures, neighbours."""
    return [
        _page_answers(draft, application, page, change=False)
        for page in needed_pages(draft)
        if page.code in FOR_DESKS
    ]


def _page_answers(
    draft: Draft, application: Application, page: Page, change: bool
) -> dict[str, Any]:
    href = address(application, page, back=CHECK) if change else ""
    if page.rows is None:
        rows = [
            _line(draft, ask, value_of(ask, draft), is_missing(ask, draft), href)
            for ask in asks_of(page, draft)
            if change or not is_blank(value_of(ask, draft))
        ]
        return {"title": page.title, "rows": rows}
    rows = []
    for index, row in enumerate(rows_of(page, draft)):
        both = merged(page, draft, row)
        title, text = page.rows.summary(draft, both)
        extra = [
            f"{ask.label}: {shown(ask, value_of(ask, draft, both), draft)}"
            for ask in asks_of(page, draft, both)
            if ask.at == "extra" and ask.name != "way" and not is_blank(value_of(ask, draft, both))
        ]
        key = answers.row_key(page, draft, index)
        rows.append(
            {
                "key": title,
                "value": "\n".join([text, *extra]),
                "href": address(application, page, key, back=CHECK) if change else "",
            }
        )
    if not rows:
        rows.append(
            {
                "key": page.rows.question or page.title,
                "value": _("No") if page.rows.question else "",
                "missing": bool(missing(page, draft)),
                "href": href,
            }
        )
    return {"title": page.title, "rows": rows}


def _line(draft: Draft, ask: Any, value: Any, is_open: bool, href: str) -> dict[str, Any]:
    return {
        "key": ask.label,
        "value": shown(ask, value, draft) or "–",
        "missing": is_open,
        "href": f"{href}#id_{ask.name}" if href else "",
    }


# --- declare and send ----------------------------------------------------------------------
def declaration(request: Request, here: Open, one: Page) -> HttpResponse:
    """Three promises and one button."""
    allowed = access.can_send(here.actor, here.application)
    return _show(request, here, one, AskForm(one.asks, here.draft), allowed)


def declare(request: Request, here: Open, one: Page) -> HttpResponse:
    """The button: keeps the promises and sends, however often it is clicked."""
    allowed = access.can_send(here.actor, here.application)
    access.require(allowed)
    if here.application.state in OPEN and not access.can_edit(here.actor, here.application):
        return redirect("permits:apply_sent", here.application.pk)
    access.require(access.can_edit(here.actor, here.application))
    form = AskForm(one.asks, here.draft, data=request.POST)
    typed = form.typed()
    errors = {ask.name: [missing_sentence(ask)] for ask in one.asks if typed.get(ask.name) is None}
    key = _sent_key(request, here.application)
    if errors:
        form.show(errors)
        return _show(request, here, one, form, allowed, status=422)

    def accepted(draft: Draft) -> dict[str, Any]:
        data = answers.set_page(one, draft, typed)
        return with_value(data, "details.declaration.code", CODE_OF_CONDUCT)

    try:
        here = keep(here, accepted)
    except (NotAllowed, WrongState):
        # The other click was faster and has sent it meanwhile.
        if queries.application_for(here.actor, here.application.pk).state in OPEN:
            return redirect("permits:apply_sent", here.application.pk)
        raise
    try:
        submission.submit(actor=here.actor, application_id=here.application.pk, submit_key=key)
    except InvalidInput:
        return redirect(address(here.application, BY_CODE["check"]))
    return redirect("permits:apply_sent", here.application.pk)


def _sent_key(request: Request, application: Application) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("submit_key", ""))
    except ValueError:
        return submit_key(application)


def _show(
    request: Request, here: Open, one: Page, form: AskForm, allowed: Any, status: int = 200
) -> HttpResponse:
    left = problems(_without_declaration(here.draft), today=timezone.localdate())
    return render(
        request,
        "permits/apply/declaration.html",
        {
            **frame(here, one),
            "form": form,
            "submit_key": submit_key(here.application),
            "allowed": allowed,
            "problems": _linked(here, left),
            "again": here.application.reference,
        },
        status=status,
    )


@require_GET
def sent(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The receipt: reference, what happens next."""
    here = opened(request, application_id)
    if here.application.state in ("draft", "withdrawn"):
        return redirect("permits:apply_tasks", here.application.pk)
    return render(
        request,
        "permits/apply/sent.html",
        {
            "application": here.application,
            "papers_missing": [paper for paper in papers_missing(here.draft) if not paper.attached],
        },
    )
