"""The request as views get it: with the actor the middleware put on it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotAllowed
from simpul.people.models import User


class Request(HttpRequest):
    """What `ActorMiddleware` makes of a request; named in the signatures of views."""

    actor: Actor


def account_of(request: HttpRequest) -> User:
    """The account that is signed in; NotAllowed for nobody, whom `login_required` sends away."""
    if not request.user.is_authenticated:
        raise NotAllowed(_("Sign in first."))
    return request.user
