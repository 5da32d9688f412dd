"""The pages of the frame: refusals, errors, language, theme, health, robots, manifest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from simpul.kit.outcomes import ActionError, InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.web.context import THEME_COOKIE

YEAR = 365 * 86_400


def refusal(request: HttpRequest, error: ActionError) -> HttpResponse:
    """The page for an action that did not happen; JSON where JSON was asked for."""
    if isinstance(error, NotVisible):
        return _refused(request, 404, "")
    if isinstance(error, NotAllowed):
        return _refused(request, 403, str(error))
    if isinstance(error, WrongState):
        return _refused(request, 409, str(error))
    if isinstance(error, InvalidInput):
        return _refused(request, 400, str(error), errors=error.errors)
    return _refused(request, 400, str(error))


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for somebody who tries too often (`limits.hit` said False)."""
    response = _refused(request, 429, "")
    response["Retry-After"] = "60"
    return response


def _refused(request: HttpRequest, status: int, reason: str, errors: Any = None) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        body = {"error": status, "reason": reason or heading(status), "fields": errors or {}}
        return JsonResponse(body, status=status)
    return error_page(request, status, reason, errors)


def heading(status: int) -> str:
    """What an error page says first."""
    return {
        400: _("This could not be read"),
        403: _("You may not do this"),
        404: _("There is no such page"),
        405: _("This address only takes a form"),
        409: _("Something changed in the meantime"),
        413: _("This is too large"),
        429: _("Too many tries"),
        500: _("Something went wrong on our side"),
    }[status]


def advice(status: int) -> str:
    """What a person can do about it."""
    return {
        400: _("Go back: what you typed is still there. Check it and send it again."),
        403: _("If you think you should be allowed to, ask whoever manages your team or desk."),
        404: _(
            "The address may be mistyped, the page may have moved, or it is not meant for your"
            " account. If you are signed out, sign in and try again."
        ),
        405: _("Go back to the page with the form and send it from there. Nothing was changed."),
        409: _("Go back and load the page again to see how it stands now. Nothing was lost."),
        413: _("Send smaller files, or fewer at a time. What was already saved is still there."),
        429: _("Wait a minute and try again."),
        500: _("It has been noted. Try again in a minute; what you had saved is still there."),
    }[status]


def error_page(
    request: HttpRequest,
    status: int,
    reason: str = "",
    errors: Any = None,
    *,
    said: str = "",
    help_text: str = "",
) -> HttpResponse:
    """An error in the house style. Also works when the database or the session does not.

    `said`, `help_text`: in place of the usual heading and advice of the status.
    """
    context = {
        "status": status,
        "heading": said or heading(status),
        "advice": help_text or advice(status),
        "reason": reason,
        # The fields are on another page: a link to one would lead nowhere.
        "errors": [text for texts in (errors or {}).values() for text in _texts(texts)],
    }
    return render(request, "web/error.html", context, status=status)


def _texts(texts: Any) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """The page for somebody who opens the address of a form, say by loading its answer anew."""
    response = _refused(request, 405, "")
    response["Allow"] = allowed
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return _refused(request, 413 if large else 400, "")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refused(request, 403, str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refused(request, 404, "")


def server_error(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "web/error_plain.html",
        {"status": 500, "heading": heading(500), "advice": advice(500)},
        status=500,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request,
        403,
        said=_("This form could not be accepted"),
        help_text=_(
            "Its page was open too long, or cookies are switched off. Go back: what you typed is"
            " still there. Copy it, load the page anew and send it again. Nothing was changed."
        ),
    )


def _back_to(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SECURE, httponly=False
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language; an account remembers it for its letters too."""
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(_back_to(request))
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, code)
        if request.user.is_authenticated and request.user.language != code:
            request.user.language = code
            request.user.save(update_fields=["language"])
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says."""
    response = HttpResponseRedirect(_back_to(request))
    wanted = request.POST.get("theme", "")
    if wanted in {"light", "dark"}:
        _remember(response, THEME_COOKIE, wanted)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For a load balancer: is the program up and does its database answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "down"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@require_safe
@cache_control(max_age=86_400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be found; desks, accounts and permit checks are nobody's search result."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in ("/akun/", "/meja/", "/api/", "/pesan/", "/demo/")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=86_400, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for it without being told."""
    return HttpResponseRedirect(static("web/mark.svg"))


@require_safe
@cache_control(max_age=86_400, public=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """So that a phone can keep Simpul on its first screen."""
    body = {
        "name": "Simpul",
        "short_name": "Simpul",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#fbfaf7",
        "theme_color": "#17132e",
        "icons": [{"src": static("web/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(body, content_type="application/manifest+json")
