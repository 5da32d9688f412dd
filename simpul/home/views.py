"""The front page, the work desk and the pages that say what this service is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from simpul.home.actions import report_complaint
from simpul.home.addresses import addresses
from simpul.home.city_words import nothing_else_payable
from simpul.home.desk import desk_for
from simpul.home.forms import ComplaintForm
from simpul.home.queries import complaints as complaints_of
from simpul.people.requests import Request
from simpul.web.forms import attempt
from simpul.web.limits import hit_from
from simpul.web.views import too_many


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What Simpul is and where to start."""
    return render(request, "home/front.html", {"addresses": addresses()})


@login_required
@require_safe
def desk(request: Request) -> HttpResponse:
    """What waits for the person who signed in, by what the person may do."""
    return render(request, "home/desk.html", {"desk": desk_for(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Report a demand for money or bad service, without an account and without a name."""
    form = ComplaintForm(request.POST or None)
    reference = ""
    if request.method == "POST":
        if not hit_from(request, "complain", limit=10, seconds=3600):
            return too_many(request)
        reference = attempt(form, lambda: report_complaint(**form.cleaned_data)) or ""
    context = {"form": form, "reference": reference, "nothing_else": nothing_else_payable()}
    return render(request, "home/complain.html", context)


@login_required
@require_safe
def complaints(request: Request) -> HttpResponse:
    """What people reported, for the head of service and the auditor."""
    found = Paginator(complaints_of(request.actor), 20)
    return render(
        request, "home/complaints.html", {"page": found.get_page(request.GET.get("page"))}
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "home/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.html")
