"""Days by spreadsheet: the template to download, the filled sheet to upload."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from simpul.people.requests import Request
from simpul.permits import access
from simpul.permits.applying import days_sheet
from simpul.permits.applying.answers import add_rows
from simpul.permits.applying.draft import Draft, with_value
from simpul.permits.applying.pages import BY_CODE
from simpul.permits.views.apply_common import address, back_of, elsewhere, frame, keep, opened
from simpul.web.forms import FileDrop

_TYPES = {
    "csv": ("text/csv; charset=utf-8", days_sheet.template_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        days_sheet.template_xlsx,
    ),
}
MOST_SHOWN = 100
"""So many problems are listed; who has more starts over from the template."""


@require_GET
def template(request: Request, application_id: uuid.UUID, kind: str) -> HttpResponse:
    """The template, with the draft's own places."""
    here = opened(request, application_id)
    if kind not in _TYPES:
        raise Http404
    mime, make = _TYPES[kind]
    response = HttpResponse(make(here.draft), content_type=mime)
    file_name = _("days")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
    return response


@require_http_methods(["GET", "POST"])
def upload(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """Read a sheet; take all its days over, or none and say what is wrong where."""
    here = opened(request, application_id)
    page = BY_CODE["days"]
    back = back_of(request)
    context: dict[str, Any] = {**frame(here, page), "list": address(here.application, page)}
    context["has_days"] = bool(here.draft.plan.days)
    context["input"] = FileDrop(
        attrs={"accept": ".csv,.xlsx,text/csv"}
    ).render("file", None, {"id": "id_file"})  # fmt: skip
    if request.method == "GET":
        return elsewhere(here) or render(request, "permits/apply/sheet.html", context)
    access.require(access.can_edit(here.actor, here.application))
    file = request.FILES.get("file")
    try:
        if file is None:
            raise days_sheet.BadSheet(_("Choose a file first."))
        if (file.size or 0) > days_sheet.MOST_BYTES:
            raise days_sheet.BadSheet(_("A sheet of days is at most 2 MB."))
        sheet = days_sheet.read_sheet(file.read(), here.draft)
    except days_sheet.BadSheet as bad:
        context["errors"] = {"file": [str(bad)]}
        return render(request, "permits/apply/sheet.html", context, status=422)
    if sheet.problems:
        context["problems"] = sheet.problems[:MOST_SHOWN]
        context["problem_count"] = len(sheet.problems)
        context["file_name"] = file.name
        return render(request, "permits/apply/sheet.html", context, status=422)
    replace = request.POST.get("how") == "replace"

    def change(draft: Draft) -> dict[str, Any]:
        base = draft
        if replace:
            data = with_value(draft.data, "plan.days", [])
            base = Draft(data=data, book=draft.book, filed_on=draft.filed_on)
        return add_rows(page, base, sheet.rows)

    here = keep(here, change)
    flash.success(
        request,
        ngettext("%(n)d day was taken over.", "%(n)d days were taken over.", len(sheet.rows))
        % {"n": len(sheet.rows)},
    )
    return redirect(address(here.application, page, back=back))
