"""The documents page, and the files of a case for those who may open them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible
from simpul.kit.texts import pick
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.permits import access, queries
from simpul.permits.actions import drafts
from simpul.permits.applying.answers import with_seen
from simpul.permits.applying.asks.base import Page
from simpul.permits.applying.draft import Draft, with_value
from simpul.permits.applying.pages import Paper, papers_wanted
from simpul.permits.models import Application, Attachment
from simpul.permits.views.apply_common import Open, address, back_of, frame, keep, onward
from simpul.web.forms import FileDrop

OTHER = "other"
READERS = ("case_officer", "head_of_service", "auditor")
"""Who of the commission opens a case's papers: whoever gives roles or writes rules has no need."""


def documents(request: HttpRequest, here: Open, one: Page) -> HttpResponse:
    """The checklist; each file is kept at once, one form per document."""
    if request.method == "GET":
        return _show(request, here, one, {})
    code = request.POST.get("document", "")
    if "remove" in request.POST:
        drafts.detach(
            actor=here.actor,
            application_id=here.application.pk,
            attachment_id=_number(request.POST["remove"]),
        )
        return redirect(address(here.application, one, back=back_of(request)) + f"#doc-{code}")
    if "later" in request.POST:
        keep(here, lambda draft: _toggle_later(draft, one, request.POST["later"]))
        return redirect(address(here.application, one, back=back_of(request)))
    if request.FILES.get("file"):
        return _upload(request, here, one, code)
    if "upload" in request.POST:
        return _show(request, here, one, {code: [_("Choose a file first.")]}, status=422)
    here = keep(here, lambda draft: with_seen(dict(draft.data), one))
    if request.POST.get("then") == "later":
        return redirect("permits:apply_tasks", here.application.pk)
    return onward(here, one, back_of(request))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _upload(request: HttpRequest, here: Open, one: Page, code: str) -> HttpResponse:
    try:
        drafts.attach(
            actor=here.actor,
            application_id=here.application.pk,
            document_code=code,
            upload=request.FILES["file"],  # type: ignore[arg-type]
        )
    except InvalidInput as error:
        messages = [text for texts in error.errors.values() for text in texts]
        code = code if code in here.draft.book.documents else OTHER
        return _show(request, here, one, {code: messages}, status=422)
    return redirect(address(here.application, one, back=back_of(request)) + f"#doc-{code}")


def _toggle_later(draft: Draft, one: Page, code: str) -> dict[str, Any]:
    later = list(draft.details.later or ())
    later = [c for c in later if c != code] if code in later else [*later, code[:60]]
    return with_seen(with_value(draft.data, "details.later", later or None), one)


def document_rows(
    draft: Draft, application: Application, errors: dict[str, list[str]] | None = None
) -> list[dict[str, Any]]:
    """Each document wanted with its files, then what was attached beyond the list."""
    language = get_language() or "id"
    kept: dict[str, list[Attachment]] = {}
    for attachment in application.attachments.filter(removed_at=None).select_related("file"):
        kept.setdefault(attachment.document_code, []).append(attachment)
    wanted = papers_wanted(draft)
    known = {paper.code for paper in wanted}
    beyond = dict.fromkeys(
        [*kept, *(code for code in errors or {} if code in draft.book.documents)]
    )
    wanted += [
        Paper(code, (), code in kept, False) for code in beyond if code not in known | {OTHER}
    ]
    rows = []
    for paper in [*wanted, Paper(OTHER, (), OTHER in kept, False)]:
        row = draft.book.documents.get(paper.code)
        rows.append(
            {
                "code": paper.code,
                "name": pick(row.names, language) if row else _("Other documents"),
                "for": [_short(draft, code, language) for code in paper.authorities],
                "files": kept.get(paper.code, []),
                "later": paper.later,
                "wanted": bool(paper.authorities),
                "status": "done" if paper.attached else "optional" if paper.later else "todo",
                "sensitive": bool(row and row.personal_class in ("personal", "sensitive")),
                "errors": (errors or {}).get(paper.code, []),
                "input": FileDrop().render("file", None, {"id": f"id_file-{paper.code}"}),
            }
        )
    return rows


def _short(draft: Draft, code: str, language: str) -> str:
    row = draft.book.authorities.get(code)
    return pick(row.short, language) if row else code


def _show(
    request: HttpRequest, here: Open, one: Page, errors: dict[str, list[str]], status: int = 200
) -> HttpResponse:
    rows = document_rows(here.draft, here.application, errors)
    return render(
        request,
        "permits/apply/documents.html",
        {
            **frame(here, one),
            "rows": rows,
            "missing": sum(row["wanted"] and row["status"] == "todo" for row in rows),
            "errors": {
                f"file-{code}": [f"{row['name']}: {text}" for text in texts]
                for code, texts in errors.items()
                for row in rows
                if row["code"] == code
            },
        },
        status=status,
    )


@require_GET
def attachment(request: Request, application_id: uuid.UUID, attachment_id: int) -> FileResponse:
    """A file of the case as a download. A desk opens what it was to read, nobody else's papers."""
    actor = request.actor
    application = queries.application_for(actor, application_id)
    found = (
        application.attachments.filter(pk=attachment_id, removed_at=None)
        .select_related("file")
        .first()
    )
    if found is None or not _may_open(actor, application, found.document_code):
        raise NotVisible(_("Not found."))
    return serve(found.file)


def _may_open(actor: Actor, application: Application, document_code: str) -> bool:
    if access.in_company(actor, application) or actor.has_role(*READERS):
        return True
    asked = application.clearances.filter(authority_code__in=list(actor.desks))
    return any(document_code in (clearance.documents or ()) for clearance in asked)
