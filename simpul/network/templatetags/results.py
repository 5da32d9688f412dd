"""`{% results_of encounter %}` (or a visit): what came of a talk, with the next steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone

from simpul.network import access, standing
from simpul.network.agreements.words import title_of
from simpul.network.models import Encounter, FollowUp, Partner, Visit
from simpul.network.promises.board import SHOWN, board_rows

register = template.Library()


@register.inclusion_tag("network/parts/results_of.html", takes_context=True)
def results_of(context: Mapping[str, Any], origin: Encounter | Visit) -> dict[str, Any]:
    """Follow-ups and agreements of an encounter or a visit; for who writes, the way to more."""
    today = timezone.localdate()
    agreements = list(origin.agreements.order_by("created_at", "pk"))
    return {
        "LANGUAGE_CODE": context.get("LANGUAGE_CODE", ""),
        "origin": origin,
        "query": f"{'kunjungan' if isinstance(origin, Visit) else 'temu'}={origin.pk}",
        "follow_ups": [
            (one, _stands(one, today)) for one in origin.follow_ups.select_related("owner")
        ],
        "agreements": [(one, title_of(one)) for one in agreements],
        "may": bool(access.can_write(context["request"].actor)),
    }


@register.inclusion_tag("network/parts/promises_of.html", takes_context=True)
def promises_of(context: Mapping[str, Any], partner: Partner) -> dict[str, Any]:
    """What the board says of one partner, and the notes about what it does."""
    (row,) = board_rows([partner], today=timezone.localdate())
    return {
        "LANGUAGE_CODE": context.get("LANGUAGE_CODE", ""),
        "row": row,
        "shown": SHOWN,
        "notes": partner.policy_notes.order_by("withdrawn_on", "-source_on", "-pk"),
        "may": bool(access.can_write(context["request"].actor)),
    }


def _stands(one: FollowUp, today: Any) -> str:
    return standing.standing(state=one.state, due_on=one.due_on, ended_on=one.ended_on, today=today)
