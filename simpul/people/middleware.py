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

from simpul.kit.actors import PUBLIC, Actor
from simpul.kit.outcomes import NotAllowed
from simpul.people import enrolment, sessions
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
    """Whoever handles cases signs in anew after a working day, or an hour without a click."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            # The grants are looked up only where the answer can depend on them.
            if sessions.is_over(request.session) and _handles_cases(request):
                return _sign_in_anew(request)
            sessions.note(request.session)
        return self.get_response(request)


def _handles_cases(request: HttpRequest) -> bool:
    actor = cast(Request, request).actor
    return actor.is_staff or bool(actor.desks)


def _sign_in_anew(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, _("For safety you were signed out after a pause. Sign in to continue."))
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("home:desk")
    return redirect_to_login(back)


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
