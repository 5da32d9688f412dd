"""Somebody else takes over."""

from __future__ import annotations

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network import access
from simpul.network.actions.handing_over import hand_over
from simpul.network.promises.forms import HandOverForm
from simpul.people.requests import Request

KINDS = {
    "perjanjian": ("agreement", "network:agreement"),
    "komitmen": ("commitment", "network:commitment"),
    "tindak-lanjut": ("follow_up", "network:follow_up"),
}
"""The word in the address, what the action calls it, its page."""


@require_POST
def give(request: Request, word: str, key: int) -> HttpResponse:
    """Put it into other hands."""
    access.require_reader(request.actor)
    if word not in KINDS:
        raise NotVisible(_("Not found."))
    kind, page = KINDS[word]
    form = HandOverForm(request.POST)
    try:
        owner = form.cleaned_data["owner"] if form.is_valid() else 0
        hand_over(actor=request.actor, kind=kind, key=key, owner_id=owner)
    except (InvalidInput, WrongState) as refused:
        flash.error(request, str(refused))
    else:
        flash.success(request, _("It is in other hands now."))
    return redirect(page, key)
