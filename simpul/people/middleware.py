"""Puts the actor on the request, loaded when first asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from simpul.kit.actors import PUBLIC, Actor
from simpul.people.actors import load_actor
from simpul.people.requests import Request


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
