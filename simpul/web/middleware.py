"""What is true of every answer: refusals explain themselves, private pages are kept by nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from simpul.kit.outcomes import ActionError
from simpul.web.views import bad_request, refusal, wrong_method


class OutcomeMiddleware:
    """Any ActionError a view lets through is answered by `refusal`.

    A value that no column can hold (a zero byte in a search, half a character) is the sender's
    mistake, not ours. The address of a form that is opened like a page says so. Pages of a session
    stay out of every cache: on a shared computer the back button shows nothing after signing out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            response = wrong_method(request, response.get("Allow", ""))
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header(
            "Cache-Control"
        ):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError | UnicodeEncodeError):
            return bad_request(request, error)
        return refusal(request, error) if isinstance(error, ActionError) else None
