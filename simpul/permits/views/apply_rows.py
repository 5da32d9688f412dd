"""Pages of rows: the list with what is there, and one row with its questions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from simpul.people.requests import Request
from simpul.permits import access
from simpul.permits.applying import answers
from simpul.permits.applying.asks.base import Ask, Page
from simpul.permits.applying.draft import Draft
from simpul.permits.applying.forms_apply import AskForm
from simpul.permits.applying.pages import asks_of, merged, missing, missing_sentence, rows_of, wrong
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

NEW = "baru"
UNTIL = Ask(
    "until",
    "day",
    gettext_lazy("The same every day until"),
    hint=gettext_lazy(
        "Leave empty for one day. Each day becomes its own row, which you can change."
    ),
)


def rows_page(request: Request, here: Open, one: Page) -> HttpResponse:
    assert one.rows is not None
    back = back_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        said = request.POST.get("any")
        if said == "yes":
            return redirect(address(here.application, one, NEW, back=back))
        if said == "no" and not rows_of(one, here.draft):
            here = keep(here, lambda draft: answers.say_none(one, draft))
        if request.POST.get("then") == "later":
            return redirect("permits:apply_tasks", here.application.pk)
        errors = {**missing(one, here.draft), **wrong(one, here.draft)}
        if not errors:
            return onward(here, one, back)
    return _show_rows(request, here, one, errors)


def _show_rows(
    request: Request, here: Open, one: Page, errors: Mapping[str, list[str]]
) -> HttpResponse:
    assert one.rows is not None
    back = back_of(request)
    shown, summary = [], []
    rows = rows_of(one, here.draft)
    open_paths = {**missing(one, here.draft), **wrong(one, here.draft)}
    for index, row in enumerate(rows):
        key = answers.row_key(one, here.draft, index)
        title, text = one.rows.summary(here.draft, merged(one, here.draft, row))
        href = address(here.application, one, key, back=back)
        bad = _row_errors(one, open_paths, index, row)
        shown.append({"key": key, "title": title, "text": text, "href": href, "bad": len(bad)})
        if errors and bad:
            summary.append({"href": href, "text": f"{title}: {' '.join(bad[:2])}"})
    for text in errors.get(one.rows.at, []):
        summary.append({"href": "#id_any_group" if one.rows.question else "#add", "text": text})
    return render(
        request,
        "permits/apply/rows.html",
        {
            **frame(here, one),
            "rows": shown,
            "errors": summary,
            "back": back,
            "add": address(here.application, one, NEW, back=back),
            "said_none": rows == [] and not open_paths.get(one.rows.at) and one.rows.question,
            "question_errors": errors.get(one.rows.at, []) if one.rows.question else [],
        },
        status=422 if errors else 200,
    )


def _row_errors(
    one: Page, errors: Mapping[str, list[str]], index: int, row: Mapping[str, Any]
) -> list[str]:
    assert one.rows is not None
    roots = [f"{one.rows.at}[{index}]"]
    if one.rows.extra:
        roots.append(f"{one.rows.extra}.{row.get('id')}")
    return [
        text
        for path, texts in errors.items()
        if any(path == root or path.startswith(f"{root}.") for root in roots)
        for text in texts
    ]


@require_http_methods(["GET", "POST"])
def row(request: Request, application_id: uuid.UUID, slug: str, key: str) -> HttpResponse:
    """One row: a place, some days, a traffic measure …; `key` "baru" adds one."""
    here = opened(request, application_id)
    one = page_at(slug)
    if one.rows is None:
        raise Http404
    if request.method == "POST":
        access.require(access.can_edit(here.actor, here.application))
    elif away := elsewhere(here):
        return away
    return _new_row(request, here, one) if key == NEW else _old_row(request, here, one, key)


def _new_row(request: Request, here: Open, one: Page) -> HttpResponse:
    assert one.rows is not None
    asks = [ask for ask in asks_of(one, here.draft, {}) if one.rows.first in ("", ask.name)]
    if one.code == "days":
        asks.insert(1, UNTIL)
    form = AskForm(asks, here.draft, {}, data=request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show_row(request, here, one, form, NEW)
    typed = form.typed()
    until = typed.pop("until", None)
    errors = {
        ask.name: [missing_sentence(ask)]
        for ask in asks
        if ask.name != "until" and typed.get(ask.name) is None and ask.required(here.draft, {})
    }
    if until is not None:
        return _add_days(request, here, one, form, typed, until)
    if errors and (one.rows.first or not any(v is not None for v in typed.values())):
        form.show(errors)
        return _show_row(request, here, one, form, NEW, status=422)
    key = ""

    def change(draft: Draft) -> Any:
        nonlocal key
        made = answers.set_row(one, draft, "", typed)
        assert made is not None
        data, key = made
        return data

    here = keep(here, change)
    if one.rows.first:
        return redirect(address(here.application, one, key, back=back_of(request)))
    return _after_row(request, here, one, key, asks)


def _add_days(
    request: Request,
    here: Open,
    one: Page,
    form: AskForm,
    typed: Mapping[str, Any],
    until: Any,
) -> HttpResponse:
    rows = answers.repeated(typed, until)
    if rows is None:
        form.show(
            {
                "until": [
                    _("This must be a date on or after the first, and at most %(n)d days in all.")
                    % {"n": answers.MOST_REPEATED}
                ]
            }
        )
        return _show_row(request, here, one, form, NEW, status=422)
    first = len(rows_of(one, here.draft))
    raw = [
        {ask.stored: day[ask.name] for ask in one.asks if day.get(ask.name) is not None}
        for day in rows
    ]
    here = keep(here, lambda draft: answers.add_rows(one, draft, raw))
    return _after_row(request, here, one, str(first + 1), one.asks)


def _old_row(request: Request, here: Open, one: Page, key: str) -> HttpResponse:
    index = answers.row_index(one, here.draft, key)
    if index is None:
        return redirect(address(here.application, one))
    held = merged(one, here.draft, rows_of(one, here.draft)[index])
    asks = asks_of(one, here.draft, held)
    if request.method == "GET":
        form = AskForm(asks, here.draft, held)
        plain = rows_of(one, here.draft)[index]
        if errors := by_ask(one, asks, wrong(one, here.draft), index=index, row=plain):
            form.show(errors)
        return _show_row(request, here, one, form, key)
    form = AskForm(asks, here.draft, held, data=request.POST)
    typed = form.typed()
    now = answers.stamp(one, here.draft, key)
    if request.POST.get("stamp") not in (None, now) and saved_by_another(here):
        if is_autosave(request):
            return no_content(409)
        form.show({"": [who_saved(here)]})
        return _show_row(request, here, one, form, key, status=409)

    def change(draft: Draft) -> Any:
        made = answers.set_row(one, draft, key, typed)
        return made[0] if made else None

    here = keep(here, change)
    if is_autosave(request):
        return no_content()
    return _after_row(request, here, one, key, asks)


def _after_row(
    request: Request, here: Open, one: Page, key: str, asked: Iterable[Ask]
) -> HttpResponse:
    """Back to the list when the row is right; else the row again with what is wrong."""
    index = answers.row_index(one, here.draft, key)
    if index is None or request.POST.get("then") == "later":
        return redirect(address(here.application, one, back=back_of(request)))
    plain = rows_of(one, here.draft)[index]
    held = merged(one, here.draft, plain)
    asks = asks_of(one, here.draft, held)
    errors = {**missing(one, here.draft), **wrong(one, here.draft)}
    found = by_ask(one, asks, errors, index=index, row=plain)
    known = {ask.name for ask in asked}
    if not found:
        return redirect(address(here.application, one, back=back_of(request)))
    if not any(name in known for name in found):
        # Only questions that this answer brought up are open: ask them first.
        first = next(ask for ask in asks if ask.name in found)
        return redirect(address(here.application, one, key, back=back_of(request)) + anchor(first))
    form = AskForm(asks, here.draft, held, data=request.POST)
    form.show(found)
    return _show_row(request, here, one, form, key, status=422)


def _show_row(
    request: Request, here: Open, one: Page, form: AskForm, key: str, status: int = 200
) -> HttpResponse:
    is_new = key == NEW
    return render(
        request,
        "permits/apply/row.html",
        {
            **frame(here, one),
            "form": form,
            "key": key,
            "is_new": is_new,
            "stamp": "" if is_new else answers.stamp(one, here.draft, key),
            "action": address(here.application, one, key, back=back_of(request)),
            "autosave": "" if is_new else address(here.application, one, key),
            "list": address(here.application, one, back=back_of(request)),
        },
        status=status,
    )


@require_POST
def remove(request: Request, application_id: uuid.UUID, slug: str, key: str) -> HttpResponse:
    """Take a row out; doing it twice is the same as once."""
    here = opened(request, application_id)
    one = page_at(slug)
    if one.rows is None:
        raise Http404
    access.require(access.can_edit(here.actor, here.application))
    expected = request.POST.get("stamp")
    if answers.row_index(one, here.draft, key) is not None and (
        not expected or expected == answers.stamp(one, here.draft, key)
    ):
        here = keep(here, lambda draft: answers.remove_row(one, draft, key) or dict(draft.data))
    return redirect(address(here.application, one, back=back_of(request)))
