"""Checking a permit on the street: no account, a page that works without network once opened."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from simpul.kit.references import parse_reference
from simpul.papers import checkable
from simpul.permits.issuing.public import newest_version, public_view
from simpul.permits.issuing.sheet_words import code_name
from simpul.permits.issuing.verdicts import VERDICTS, verdict_of
from simpul.permits.models import Permit, PermitCheck
from simpul.permits.queries import permit_by_code
from simpul.rulebook import choices
from simpul.web import limits
from simpul.web.views import too_many

MOST_TYPED, MOST_OPENED, WINDOW = 60, 600, 600
"""Codes typed, and pages or states opened, from one address in ten minutes (seconds)."""

STYLES = ("web/css/tokens.css", "web/css/base.css", "web/css/components.css")
SHARED = ("web/js/check-page.js", "web/js/signed-code.js")
OWN_STYLE, SCRIPT = "permits/check/check.css", "permits/check/check.js"
FONT = "vendor/@fontsource-variable/plus-jakarta-sans/plus-jakarta-sans-latin-wght-normal.woff2"


@require_safe
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Type a code, or arrive by QR with a token in the fragment (which never reaches us)."""
    typed = request.GET.get("kode", "").strip()
    if not typed:
        return _page(request, "permits/check/start.html", _start())
    if not _within(request, "typed", MOST_TYPED):
        return too_many(request)
    permit = _find(typed)
    if permit is not None:
        return HttpResponseRedirect(reverse("permits:public_permit", args=[permit.short_code]))
    if elsewhere := checkable.address_of(typed):
        return HttpResponseRedirect(elsewhere)
    found = {"typed": typed[:40], "error": _("We know no permit with this code or number.")}
    return _page(request, "permits/check/start.html", {**_start(), **found}, status=404)


@require_safe
@never_cache
def public_permit(request: HttpRequest, code: str) -> HttpResponse:
    """One permit as everybody may see it, with its state at this moment."""
    if not _within(request, "opened", MOST_OPENED):
        return too_many(request)
    permit = permit_by_code(code)
    if permit is None:
        nothing = {"view": {"state": "unknown"}, "verdict": VERDICTS["unknown"]}
        return _page(request, "permits/check/permit.html", nothing, status=404)
    view = public_view(permit, timezone.now())
    if request.method == "GET":
        PermitCheck.objects.create(permit=permit, way="code", answer=view["state"])
    context = {
        "view": view,
        "verdict": verdict_of(view["state"], today=bool(view["today"])),
        "permit": permit,
        "newest": newest_version(permit),
    }
    return _page(request, "permits/check/permit.html", context)


@require_safe
@never_cache
def state(request: HttpRequest, code: str) -> JsonResponse:
    """The live state for the page that verified a token, and for other programs."""
    if not _within(request, "opened", MOST_OPENED):
        return JsonResponse({"state": "", "wait": WINDOW}, status=429)
    permit = permit_by_code(code)
    if permit is None:
        return JsonResponse({"state": "unknown"}, status=404)
    view = public_view(permit, timezone.now())
    newest = newest_version(permit)
    view["newest"] = (
        {
            "version": newest.version,
            "address": reverse("permits:public_permit", args=[newest.short_code]),
        }
        if newest
        else None
    )
    if request.method == "GET":
        way = "qr" if request.GET.get("dari") == "qr" else "api"
        PermitCheck.objects.create(permit=permit, way=way, answer=view["state"])
    return JsonResponse(view)


@require_safe
@never_cache
def sketch(request: HttpRequest, code: str) -> HttpResponse:
    """The map of the places, as frozen in the permit."""
    if not _within(request, "drawn", MOST_OPENED):
        return too_many(request)
    permit = permit_by_code(code)
    if permit is None or not permit.contents["map"]:
        return HttpResponse(status=404)
    response = HttpResponse(permit.contents["map"], content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of /periksa/."""
    files = (OWN_STYLE, SCRIPT)
    return keeper(request, cache="simpul-check", page=reverse("permits:check"), files=files)


def keeper(request: HttpRequest, *, cache: str, page: str, files: tuple[str, ...]) -> HttpResponse:
    """A service worker that keeps a page with its styles, scripts, font and keys for later.

    `cache`: its name in the browser, of its own for each page; `files`: what the page has besides.
    """
    names = [static(name) for name in (*STYLES, *files, *SHARED, FONT, "web/mark.svg")]
    context = {
        "cache": cache,
        "page": page,
        "keys": reverse("papers:keys"),
        "files": names,
        "version": hashlib.sha256("".join(names).encode()).hexdigest()[:12],
    }
    response = render(
        request, "permits/check/sw.js", context, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    address = request.get_full_path()
    return render(
        request,
        template,
        {"complain": _complain(), "bounded_path": address, **context},
        status=status,
    )


def _complain() -> str:
    """Where an unofficial demand is reported."""
    try:
        return reverse("home:complain")
    except NoReverseMatch:
        return ""


def _start() -> dict[str, Any]:
    """Every verdict and every name that a printed code may need, in the reader's language."""
    codes = {code: code_name(code) for code in (*choices.TRAFFIC, *choices.ACTIVITIES)}
    return {"codes": codes, "verdicts": list(VERDICTS.values())}


def _find(typed: str) -> Permit | None:
    """By short code or by the number that is printed larger: people type either."""
    permit = permit_by_code(typed)
    if permit is not None or parse_reference(typed) is None:
        return permit
    number = "".join(typed.split()).upper()
    return Permit.objects.filter(~Q(state="superseded"), number=number).first()


def _within(request: HttpRequest, what: str, most: int) -> bool:
    return limits.hit_from(request, f"check:{what}", limit=most, seconds=WINDOW)
