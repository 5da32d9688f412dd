"""Addresses of pages: whole ones for letters and papers; the same page with another filter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse


def whole_address(name: str, *args: Any) -> str:
    """The address of a page by its name in `urls`, with scheme and host."""
    return settings.PUBLIC_URL + reverse(name, args=args)


def address_with(request: Any, **changes: Any) -> str:
    """The page's query with some values changed; None or "" takes a value out."""
    query: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return "?" + query.urlencode()


def address_without(request: Any, key: str, value: str) -> str:
    """The page's query without one value of a key, from its first page."""
    query: QueryDict = request.GET.copy()
    query.setlist(key, [v for v in query.getlist(key) if v != value])
    query.pop("page", None)
    return "?" + query.urlencode()
