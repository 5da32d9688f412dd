"""The page about the API, for people, and the answer to addresses that do not exist."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from simpul.api.errors import trouble


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, out of the OpenAPI document itself."""
    from simpul.api.v1 import api

    document = api.get_openapi_schema()
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "summary": _spoken(operation.get("summary", "")),
            "parameters": [_parameter(one) for one in operation.get("parameters", [])],
        }
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/about.html", {"operations": operations})


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "required": one.get("required", False),
        "description": _spoken(one.get("description") or one["schema"].get("description", "")),
    }


def _spoken(text: str) -> str:
    """A text of the document in the reader's language; gettext answers "" with its own header."""
    return _(text) if text else ""


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponse:
    """Below /api/ programs ask: they get JSON."""
    return trouble(404, "not_found", _("There is no such thing."))
