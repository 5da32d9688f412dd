"""What somebody had typed when a session was over before it was sent.

It waits in the session of that browser, for the account that typed it and for nobody else. It is
never sent by itself: after signing in it is put back into its form, to be read and sent anew with
a fresh token. Files are not kept; nor is anything of the pages that handle passwords and codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from simpul.web import limits

KEY, OVER = "kept_form", "session_over_for"
"""In the session: what is kept; and, of a session that ended by itself, whose it was."""

LARGEST = 60_000
"""Signs. A longer text is not kept: no form of a desk asks for so much."""

LONG = 20
"""A value of more signs, or with a space in it, is somebody's own words and is shown."""

_NOT_KEPT = ("/akun/", "/demo/", "/bahasa/", "/tampilan/")
_SECRET = ("password", "csrfmiddlewaretoken", "code", "token")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """`action`: where it was sent to; `page`: where its form stands. `here`: is this that page?
    `files`: how many must be chosen again."""

    action: str
    page: str
    fields: tuple[tuple[str, str], ...]
    files: int
    here: bool

    @property
    def own_words(self) -> list[tuple[str, str, bool]]:
        """Name, value, and whether it is worth reading."""
        return [(name, value, len(value) > LONG or " " in value) for name, value in self.fields]

    @property
    def discard(self) -> str:
        """Where it is thrown away."""
        return reverse("people:kept-discard")


def read(request: HttpRequest, user_id: int) -> dict[str, Any] | None:
    """What is to be kept of a form that came too late; None when there is nothing to keep."""
    if request.method != "POST" or request.path.startswith(("//", *_NOT_KEPT)):
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not name.casefold().endswith(_SECRET)
        for value in values
        if isinstance(value, str)
    ]
    words = any(value.strip() for _, value in fields)
    if not words or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    return {
        "user": user_id,
        "action": request.path,
        "page": _page(request),
        "fields": fields,
        "files": sum(bool(one) for one in request.FILES.values()),
        "at": limits.seconds_now(),
    }


def _page(request: HttpRequest) -> str:
    """The page the form was on, which is not always where it was sent to."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    parts = urlsplit(came_from)
    # Two slashes would be another host where the page is only a path.
    if not ours or parts.path.startswith(("//", *_NOT_KEPT)) or not parts.path.startswith("/"):
        return request.path
    return parts.path + (f"?{parts.query}" if parts.query else "")


def find(request: HttpRequest) -> KeptForm | None:
    """What waits for the account that is signed in."""
    kept = request.session.get(KEY)
    if not kept or not request.user.is_authenticated or kept["user"] != request.user.pk:
        return None
    if limits.seconds_now() - kept["at"] > settings.STAFF_SESSION_SECONDS:
        del request.session[KEY]
        return None
    return KeptForm(
        action=kept["action"],
        page=kept["page"],
        fields=tuple((name, value) for name, value in kept["fields"]),
        files=kept["files"],
        here=urlsplit(kept["page"]).path == request.path,
    )


def forget(session: Any, *, action: str = "", unless: int | None = None) -> None:
    """Throw it away: because it is sent now (`action`), or because somebody else has signed in
    (`unless` is the one who may have it)."""
    kept = session.get(KEY)
    if kept and (not action or kept["action"] == action) and kept["user"] != unless:
        del session[KEY]
