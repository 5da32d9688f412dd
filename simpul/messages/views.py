"""A person's own list, and the inbox that shows every message in demonstration mode."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from simpul.messages import actions, queries
from simpul.messages.models import Message

PER_PAGE = 25


@require_safe
@login_required
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """What was sent to the signed-in person, newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    own = queries.messages_of(actor.user_id)
    page = Paginator(own.defer("text", "html"), PER_PAGE).get_page(request.GET.get("page"))
    unread = queries.unread_count(actor.user_id)
    return render(request, "room_messages/inbox.html", {"page": page, "unread": unread})


@require_safe
@login_required
@never_cache
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the person's own messages; opening it marks it as read."""
    found = actions.mark_read(actor=request.actor, message_id=pk)  # type: ignore[attr-defined]
    return render(request, "room_messages/message.html", {"message": found})


@require_POST
@login_required
def all_read(request: HttpRequest) -> HttpResponse:
    """Mark the whole list as read."""
    actions.mark_all_read(actor=request.actor)  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("messages:inbox"))


@require_safe
@login_required
@never_cache
def failed(request: HttpRequest) -> HttpResponse:
    """What the mail server refused, for administrators."""
    found = queries.failed_messages(request.actor)  # type: ignore[attr-defined]
    page = Paginator(found.defer("text", "html"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "room_messages/failed.html", {"page": page})


@require_POST
@login_required
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one of them once more."""
    actor = request.actor  # type: ignore[attr-defined]
    queries.failed_messages(actor)
    actions.send_again(actor=actor, message_id=pk)
    notices.success(request, _("The message is on its way again."))
    return HttpResponseRedirect(reverse("messages:failed"))


def only_in_demonstration(view: Any) -> Any:
    """The page does not exist on a node with real cases."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return guarded


@only_in_demonstration
@require_safe
@never_cache
def demo_inbox(request: HttpRequest) -> HttpResponse:
    """Every message of the demonstration; `?to=` narrows it to one address."""
    sent = Message.objects.filter(forgotten_at=None).defer("text", "html")
    to = request.GET.get("to", "").strip().lower()[:254]
    if to and "\x00" not in to:
        sent = sent.filter(email=to)
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "room_messages/demo_inbox.html", {"page": page, "to": to})


@only_in_demonstration
@require_safe
@never_cache
def demo_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as its recipient got it."""
    found = get_object_or_404(Message, pk=pk, forgotten_at=None)
    return render(request, "room_messages/message.html", {"message": found, "demo_view": True})
