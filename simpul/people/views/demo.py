"""Demonstration mode only: step in as one of the people of the demonstration."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from simpul.journal.actions import record
from simpul.kit.outcomes import NotVisible
from simpul.people.access import require_demo
from simpul.people.actors import DEMO_SESSION_KEY, load_actor
from simpul.people.demo import CAST, ensure_people, person


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """The cast, and the way in."""
    require_demo()
    ensure_people()
    if request.method == "POST":
        return _step_in(request)
    return render(request, "people/demo.html", {"cast": CAST})


def _step_in(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("person", "")
    if key not in {member.key for member in CAST}:
        raise NotVisible("")
    user = person(key)
    if request.user.is_authenticated:
        logout(request)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    # The demonstration has no second factors to show; this stands for one, here only.
    request.session[DEMO_SESSION_KEY] = user.pk
    language = get_language() or "id"
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
    with transaction.atomic():
        record(
            actor=load_actor(user, session=request.session),
            verb="person.stepped_in",
            subject=f"user:{user.pk}",
        )
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect("home:desk")
