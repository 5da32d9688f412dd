"""The actor of a request, loaded when first asked for; how one stays signed in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from simpul.kit.actors import PUBLIC, Actor
from simpul.kit.outcomes import NotAllowed
from simpul.people import enrolment, kept, sessions
from simpul.people.access import require_second_factor
from simpul.people.actors import load_actor
from simpul.people.requests import Request, account_of
from simpul.web.views import refusal


class ActorMiddleware:
    """`request.actor`; and the reader's own language where the browser has not chosen one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(Request, request).actor = cast(Actor, SimpleLazyObject(lambda: actor_of(request)))
        if (
            settings.LANGUAGE_COOKIE_NAME not in request.COOKIES
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.user.is_authenticated
            and translation.check_for_language(request.user.language)
        ):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request, in the language the page is read in."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    if not request.user.is_authenticated:
        return dataclasses.replace(PUBLIC, language=language)
    actor = load_actor(request.user, session=request.session)
    return dataclasses.replace(actor, language=language)


class StaffSessionMiddleware:
    """Whoever handles cases signs in anew after a working day, or an hour without a click.

    A form that comes too late is not lost (`kept`). It is read in `process_view` only: there the
    check against forged forms has passed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        late = getattr(request, "late_form", None)
        if late is not None and _turned_away(response) and not request.user.is_authenticated:
            return _to_sign_in(request, late)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated:
            # Another window of the same browser has noticed the end before.
            if (owner := request.session.get(kept.OVER)) is not None:
                vars(request)["late_form"] = kept.read(request, owner)
            return None
        # The grants are looked up only where the answer can depend on them.
        if sessions.is_over(request.session) and _handles_cases(request):
            if request.headers.get("X-Autosave"):
                return refusal(request, NotAllowed(_("Sign in first.")))
            return _sign_in_anew(request)
        sessions.note(request.session)
        if request.method == "POST":
            kept.forget(request.session, action=request.path)
        return None


def _handles_cases(request: HttpRequest) -> bool:
    actor = cast(Request, request).actor
    return actor.is_staff or bool(actor.desks)


def _sign_in_anew(request: HttpRequest) -> HttpResponse:
    user_id = account_of(request).pk
    late = kept.read(request, user_id)
    waiting = request.session.get(kept.KEY)
    logout(request)
    request.session[kept.OVER] = user_id
    if waiting:
        request.session[kept.KEY] = waiting
    return _to_sign_in(request, late)


def _to_sign_in(request: HttpRequest, late: dict[str, Any] | None) -> HttpResponse:
    """`late`: a form that came after the end, to be brought back."""
    if late is not None:
        request.session[kept.KEY] = late
        back = late["page"]
        said = _("For safety you were signed out after a pause. Sign in: what you typed is kept.")
    else:
        reads = request.method in ("GET", "HEAD")
        back = request.get_full_path() if reads else reverse("home:desk")
        said = _("For safety you were signed out after a pause. Sign in to continue.")
    messages.info(request, said)
    answer = redirect_to_login(back)
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(answer["Location"])
    return answer


def _turned_away(response: HttpResponse) -> bool:
    to_sign_in = response.status_code == 302 and response["Location"].startswith(
        reverse(settings.LOGIN_URL)
    )
    return to_sign_in or response.status_code in (403, 404)


class EnrolmentMiddleware:
    """A password alone neither sets up the first second factor nor moves the mailbox of staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        page = request.resolver_match.url_name if request.resolver_match else ""
        if page in enrolment.PAGES and request.user.is_authenticated:
            if enrolment.needs_code(account_of(request), request.session):
                return redirect("people:enrol", page=str(page).removeprefix("mfa_"))
        elif page == "account_email" and request.method == "POST" and _handles_cases(request):
            # Else the code for the first second factor could be sent anywhere.
            try:
                require_second_factor(cast(Request, request).actor)
            except NotAllowed as error:
                return refusal(request, error)
        return None
