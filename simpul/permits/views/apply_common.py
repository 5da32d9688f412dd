"""What the pages of an application share: who acts, the draft, and saving without overwriting."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.people.requests import Request
from simpul.permits import access, queries
from simpul.permits.actions import drafts
from simpul.permits.applying.asks.base import Ask, Page
from simpul.permits.applying.draft import Draft
from simpul.permits.applying.pages import BY_SLUG, GROUPS, needed_pages, next_page, path_of
from simpul.permits.case_draft import draft_of
from simpul.permits.models import Application

CHECK = "periksa"
"""`?kembali=periksa` on a page's address: after saving, return to “Check your answers”."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Open:
    """An application open for its team."""

    actor: Actor
    application: Application
    draft: Draft


def opened(request: Request, application_id: uuid.UUID) -> Open:
    """The draft for a member of its company; NotVisible for everybody else, staff too."""
    actor = request.actor
    application = queries.application_for(actor, application_id)
    if application.company_id not in actor.companies:
        raise NotVisible(_("Not found."))
    return Open(actor, application, draft_of(application, at=timezone.now(), book=city_book()))


def elsewhere(here: Open) -> HttpResponseRedirect | None:
    """Where to send those who cannot edit: the case page shows everything to read."""
    if access.can_edit(here.actor, here.application):
        return None
    return redirect("permits:case", here.application.pk)


def page_at(slug: str) -> Page:
    """The page of an address, or NotVisible."""
    page = BY_SLUG.get(slug)
    if page is None:
        raise NotVisible(_("Not found."))
    return page


def address(application: Application, page: Page, key: str = "", *, back: str = "") -> str:
    """The address of a page, or of one of its rows."""
    if key:
        found = reverse("permits:apply_row", args=[application.pk, page.slug, key])
    else:
        found = reverse("permits:apply_page", args=[application.pk, page.slug])
    return f"{found}?kembali={back}" if back else found


def back_of(request: HttpRequest) -> str:
    """Where the reader came from: "periksa" or nothing."""
    return CHECK if request.GET.get("kembali") == CHECK else ""


def onward(here: Open, page: Page, back: str) -> HttpResponseRedirect:
    """The page after this one, or back to the check page one came from."""
    if back:
        return redirect(reverse("permits:apply_page", args=[here.application.pk, back]))
    following = next_page(page, here.draft)
    if following is None:
        return redirect("permits:apply_tasks", here.application.pk)
    return redirect(address(here.application, following))


def keep(here: Open, change: Callable[[Draft], Mapping[str, Any] | None]) -> Open:
    """Save what `change` makes of the newest draft; tried again when a colleague saved meanwhile.

    `change` gives None when the row it is about is gone (then WrongState).
    """
    for attempt in range(_TRIES):
        data = change(here.draft)
        if data is None:
            raise WrongState(_("A colleague has removed this in the meantime."))
        try:
            saved = drafts.save_draft(
                actor=here.actor,
                application_id=here.application.pk,
                version=here.application.version,
                plan=data["plan"],
                details=data.get("details") or {},
            )
        except WrongState:
            if attempt == _TRIES - 1:
                raise
            saved = queries.application_for(here.actor, here.application.pk)
            here = Open(here.actor, saved, draft_of(saved, at=timezone.now(), book=here.draft.book))
            continue
        return Open(here.actor, saved, draft_of(saved, at=timezone.now(), book=here.draft.book))
    raise WrongState(_("Somebody else was first. Look at the case again."))


def saved_by_another(here: Open) -> bool:
    """Was the last save a colleague's?"""
    return here.application.changed_by_id not in (None, here.actor.user_id)


def who_saved(here: Open) -> str:
    """ "Budi saved this page at 10:42." for the page that shows the refused answers again."""
    who = here.application.changed_by
    when = timezone.localtime(here.application.changed_at)
    return _(
        "%(who)s saved this page at %(time)s, after you had opened it. Your answers stand below "
        "and are not saved yet. Save again to replace what your colleague wrote."
    ) % {"who": who.get_full_name() if who else _("Somebody else"), "time": when.strftime("%H:%M")}


def is_autosave(request: HttpRequest) -> bool:
    """Sent by the page itself while somebody types."""
    return request.headers.get("X-Autosave") == "1"


def no_content(status: int = 204) -> HttpResponse:
    """The answer to an autosave."""
    return HttpResponse(status=status)


def by_ask(
    one: Page, asks: Iterable[Ask], errors: Mapping[str, Iterable[str]], **where: Any
) -> dict[str, list[str]]:
    """Errors by question name; those of a path below a question belong to it."""
    found: dict[str, list[str]] = {}
    for ask in asks:
        path = path_of(ask, one, where.get("index", 0), where.get("row"))
        for key, texts in errors.items():
            if key == path or key.startswith((f"{path}.", f"{path}[")):
                found.setdefault(ask.name, []).extend(texts)
    return found


def frame(here: Open, one: Page) -> dict[str, Any]:
    """What every page of the form shows around its questions."""
    pages = needed_pages(here.draft)
    return {
        "application": here.application,
        "one": one,
        "group": GROUPS[one.group],
        "number": pages.index(one) + 1 if one in pages else 0,
        "count": len(pages),
    }


def anchor(ask: Ask) -> str:
    """The place of a question on its page, for links."""
    grouped = ask.kind in ("choice", "choices", "yesno", "dates", "spot")
    return f"#id_{ask.name}_group" if grouped else f"#id_{ask.name}"
