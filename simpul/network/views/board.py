"""The board of promises, and the report of a year."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from simpul.kit.outcomes import NotVisible
from simpul.network import access
from simpul.network.promises import yearly, yearly_words
from simpul.network.promises.board import SHOWN, board_partners, board_rows
from simpul.network.promises.forms import BoardFilter
from simpul.people.requests import Request

PER_PAGE = 30


@require_GET
@never_cache
def board(request: Request) -> HttpResponse:
    """For each partner what was promised by whom, what is late, what came of it."""
    access.require_reader(request.actor)
    form, today = BoardFilter(request.GET), timezone.localdate()
    wanted = form.cleaned_data if form.is_valid() else {}
    found = board_partners(
        today=today,
        words=wanted.get("q", ""),
        kind=wanted.get("kind", ""),
        show=wanted.get("show", ""),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": board_rows(list(page), today=today),
        "shown": SHOWN,
        "filtered": any(wanted.values()),
        "may_write": access.can_write(request.actor),
        "year": today.year,
    }
    return render(request, "network/board/board.html", context)


@require_GET
def this_year(request: Request) -> HttpResponse:
    """The report of the running year."""
    access.require_reader(request.actor)
    return redirect("network:year", timezone.localdate().year)


@require_GET
@never_cache
def year(request: Request, year: int) -> HttpResponse:
    """The report of a year."""
    access.require_reader(request.actor)
    found = yearly.year_of(_checked(year), today=timezone.localdate())
    context = {
        "found": found,
        "years": yearly.years(),
        **yearly_words.contents(found),
    }
    return render(request, "network/board/year.html", context)


@require_safe
@never_cache
def year_paper(request: Request, year: int) -> HttpResponse:
    """The same as PDF."""
    access.require_reader(request.actor)
    found = yearly.year_of(_checked(year), today=timezone.localdate())
    response = HttpResponse(yearly_words.pdf_of(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="jejaring-{year}.pdf"'
    return response


def _checked(year: int) -> int:
    """A year that can have a report; a day to come has none."""
    if not yearly.FIRST_YEAR <= year <= timezone.localdate().year:
        raise NotVisible(_("Not found."))
    return year
