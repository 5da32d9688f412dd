"""The front page, the work desk and the pages that say what this service is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from simpul.home.addresses import addresses
from simpul.home.desk import desk_for


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What Simpul is and where to start."""
    return render(request, "home/front.html", {"addresses": addresses()})


@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the person who signed in, by what the person may do."""
    return render(request, "home/desk.html", {"desk": desk_for(request.actor)})


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "home/about.html")


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.html")
