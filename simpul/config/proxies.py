"""The reader's address behind a proxy, for rate limits and the journal of links."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ProxyMiddleware:
    """Take the address that the outermost of our own proxies saw.

    `settings.PROXIES` says how many stand in front. Each appends the address it saw to
    X-Forwarded-For; what stands further left was written by the reader and is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if settings.PROXIES and len(seen) >= settings.PROXIES and seen[-settings.PROXIES]:
            request.META["REMOTE_ADDR"] = seen[-settings.PROXIES]
        return self.get_response(request)
