"""What the pages show of this room besides their own: a form that waits to be sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from simpul.people import kept


def kept_form(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a page that shows no notices asks no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {}
    return {"kept_form": SimpleLazyObject(lambda: kept.find(request))}
