"""Checking a certificate without an account, and downloading one's own."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from simpul.incentives import access
from simpul.incentives.certificates.public import genuine, public_view, verdict
from simpul.incentives.certificates.verdicts import VERDICTS
from simpul.incentives.models import Certificate
from simpul.incentives.queries import certificate_address, certificate_by_code
from simpul.kit.outcomes import NotVisible
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.permits.views.check import keeper
from simpul.web import limits
from simpul.web.views import too_many

FILES = ("permits/check/check.css", "incentives/certificate.js")
MOST, WINDOW = 60, 600
"""Codes tried from one address in ten minutes (seconds)."""


@require_safe
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Type a code, or arrive by QR with a token in the fragment (which never reaches us)."""
    typed = request.GET.get("kode", "").strip()
    shown: dict[str, Any] = {"verdicts": list(VERDICTS.values()), "zone": settings.TIME_ZONE}
    if not typed:
        return render(request, "incentives/certificates/check.html", shown)
    if not limits.hit_from(request, "certificate", limit=MOST, seconds=WINDOW):
        return too_many(request)
    address = certificate_address(typed)
    if not address:
        shown |= {"typed": typed[:40], "error": _("We know no certificate with this code.")}
        return render(request, "incentives/certificates/check.html", shown, status=404)
    return redirect(address)


@require_safe
@never_cache
def state(request: HttpRequest, code: str) -> JsonResponse:
    """The live state for the page that verified a token, and for other programs."""
    if not limits.hit_from(request, "certificate", limit=MOST, seconds=WINDOW):
        return JsonResponse({"verdict": "", "wait": WINDOW}, status=429)
    found = certificate_by_code(code)
    if found is None:
        return JsonResponse({"verdict": "unknown", "state": "unknown"}, status=404)
    return JsonResponse({"verdict": verdict(found).code, **public_view(found)})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker that keeps the check page for use without network."""
    page = reverse("incentives:certificate_check")
    return keeper(request, cache="simpul-certificates", page=page, files=FILES)


@require_safe
@never_cache
def public(request: HttpRequest, code: str) -> HttpResponse:
    """One certificate as everybody with its code may see it, with its state at this moment."""
    if not limits.hit_from(request, "certificate", limit=MOST, seconds=WINDOW):
        return too_many(request)
    found = certificate_by_code(code)
    if found is None:
        context = {"verdict": VERDICTS["unknown"], "view": None}
        return render(request, "incentives/certificates/public.html", context, status=404)
    shown: dict[str, Any] = {
        "view": public_view(found),
        "verdict": verdict(found),
        "genuine": genuine(found, request.GET.get("t", "")),
    }
    return render(request, "incentives/certificates/public.html", shown)


@require_safe
def document(request: Request, certificate_id: uuid.UUID) -> FileResponse:
    """The signed PDF, byte for byte, for the company and the desk."""
    found = Certificate.objects.select_related("case", "document").filter(pk=certificate_id).first()
    if found is None or not access.can_see(request.actor, found.case):
        raise NotVisible(_("Not found."))
    return serve(found.document)
