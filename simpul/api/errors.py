"""One shape for every error, and the limits on asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict

from simpul.kit.outcomes import ActionError, InvalidInput, NotAllowed, NotVisible
from simpul.web import limits


class Strict(Schema):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class Trouble(Schema):
    """`code` for programs, `message` for people, `errors`: path of a field → what is wrong."""

    code: str
    message: str
    errors: dict[str, list[str]]


class TooMany(Exception):
    """Asked too often; try again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


@dataclass(frozen=True, slots=True)
class OutcomeProblem:
    """An action's refusal as status, code and texts."""

    status: int
    code: str
    message: str
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, error: ActionError) -> OutcomeProblem:
        if isinstance(error, InvalidInput):
            return cls(422, "invalid_input", _("Some values cannot be accepted."), error.errors)
        if isinstance(error, NotVisible):
            return cls(404, "not_found", _("There is no such thing."))
        if isinstance(error, NotAllowed):
            return cls(403, "not_allowed", str(error))
        return cls(409, "wrong_state", str(error))


def trouble(
    status: int, code: str, message: str, errors: Mapping[str, Sequence[str]] | None = None
) -> JsonResponse:
    """An error as the API answers it."""
    body = {"code": code, "message": message, "errors": dict(errors or {})}
    return JsonResponse(body, status=status)


def guarded(
    name: str, *, asks: type[Schema], limit: int, seconds: int = 60
) -> Callable[[Any], Any]:
    """At most `limit` calls per address in `seconds`, and no parameters but those of `asks`.

    Raises TooMany, InvalidInput.
    """

    def around(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not limits.hit_from(request, f"api:{name}", limit=limit, seconds=seconds):
                raise TooMany(seconds)
            unknown = sorted(set(request.GET) - set(asks.model_fields))
            if unknown:
                raise InvalidInput({one: [_("This parameter is not known.")] for one in unknown})
            return view(request, *args, **kwargs)

        # The framework would look the names up in this module instead of the view's own.
        counted.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]
        return counted

    return around


REFUSALS: dict[Any, Any] = {frozenset({400, 404, 409, 422, 429}): Trouble}
"""Answers every endpoint may give instead of the wanted one."""
