"""The HTTP API, version 1: what a program may ask without an account.

Every error has one shape, `Trouble`. Unknown fields and codes are refused, never ignored. The
document that describes it all is /api/v1/openapi.json; /api/ is the page for people.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from simpul.api import areas, funds, network, permits, plans, rules, schemes, sites
from simpul.api.errors import OutcomeProblem, TooMany, trouble
from simpul.kit.outcomes import ActionError

log = logging.getLogger(__name__)
api = NinjaAPI(
    title="Simpul",
    version="1",
    description=(
        "Plan a shoot, read the rules in force, find sites and areas. No account is needed. "
        "Texts come in the language of Accept-Language (id or en)."
    ),
    docs_url=None,
    urls_namespace="api-v1",
)
api.add_router("", plans.router, tags=["plan"])
api.add_router("", rules.router, tags=["rules"])
api.add_router("", sites.router, tags=["sites"])
api.add_router("", areas.router, tags=["areas"])
api.add_router("", permits.router, tags=["permits"])
api.add_router("", schemes.router, tags=["schemes"])
api.add_router("", funds.router, tags=["funds"])
api.add_router("", network.router, tags=["network"])


@api.exception_handler(ActionError)
def _refused(request: HttpRequest, error: ActionError) -> HttpResponse:
    problem = OutcomeProblem.of(error)
    return trouble(problem.status, problem.code, problem.message, problem.errors)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found: dict[str, list[str]] = {}
    for one in error.errors:
        where = ".".join(str(part) for part in _place(one["loc"]))
        found.setdefault(where, []).append(str(one["msg"]))
    return trouble(422, "invalid_input", _("Some values cannot be accepted."), found)


def _place(location: tuple[Any, ...]) -> tuple[Any, ...]:
    """The path as the caller wrote it, without the framework's names for it."""
    return tuple(part for part in location[1:] if part not in {"filters", "plan", "where", "facts"})


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = "unreadable" if error.status_code == 400 else "refused"
    return trouble(error.status_code, code, str(error))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return trouble(404, "not_found", _("There is no such thing."))


@api.exception_handler(RequestDataTooBig)
def _large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return trouble(413, "too_large", _("This is too large"))


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("the API failed on %s", request.path, exc_info=error)
    return trouble(500, "fault", _("Something went wrong on our side. It has been noted."))


@api.exception_handler(TooMany)
def _too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    answer = trouble(429, "too_many", _("Too many requests. Wait a minute."))
    answer["Retry-After"] = str(error.seconds)
    return answer
