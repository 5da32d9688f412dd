"""Materials behind permission: ask, give, refuse, end; hand out a copy that names its reader."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.market import access, notify
from simpul.market.models import Badge, Entry, Market, Material, MaterialAccess, Reading
from simpul.market.queries import badge_of, catalogue, entry_for, found_or_404, may_read_material
from simpul.market.watermark import CannotMark, marked
from simpul.papers.typesetting import render
from simpul.web.formats import day_words

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
MARK_LENGTH = 10


@transaction.atomic
def ask_access(
    *, actor: Actor, market: Market, entry_id: uuid.UUID | str, message: str
) -> MaterialAccess:
    """An accredited guest asks a selected project's company for its materials."""
    badge = access.require_guest(badge_of(actor, market))
    entry: Entry = found_or_404(catalogue(market).filter(pk=entry_id).first())
    if entry.company_id == badge.company_id:
        raise WrongState(_("This is your own company's project."))
    # Two clicks: the constraint lets one in, the second finds it here.
    Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.accesses.filter(badge=badge, state__in=["asked", "given"]).exists():
        raise WrongState(_("You have asked already."))
    asked = MaterialAccess.objects.create(
        entry=entry, badge=badge, message=message.strip()[:500], asked_at=timezone.now()
    )
    record(
        actor=actor,
        verb="market_entry.access_asked",
        subject=entry.subject,
        data={"badge": badge.pk},
    )
    notify.access_asked(asked)
    return asked


@transaction.atomic
def decide_access(*, actor: Actor, access_id: int, verdict: str) -> MaterialAccess:
    """`verdict`: given or refused what was asked for; ended: what was given."""
    asked: MaterialAccess = found_or_404(
        MaterialAccess.objects.select_for_update().filter(pk=access_id).first()
    )
    entry = entry_for(actor, asked.entry_id)
    if not access.in_company(actor, entry):
        raise NotVisible(_("Not found."))
    access.require(access.can_send_entry(actor, entry))
    possible = {"asked": ("given", "refused"), "given": ("ended",)}
    if verdict not in possible.get(asked.state, ()):
        raise WrongState(_("This is no longer possible. Look at it again."))
    asked.state, asked.decided_at = verdict, timezone.now()
    asked.decided_by_id = actor.user_id
    asked.save(update_fields=["state", "decided_at", "decided_by"])
    record(
        actor=actor,
        verb=f"market_entry.access_{verdict}",
        subject=entry.subject,
        data={"badge": asked.badge_id},
    )
    notify.access_decided(asked)
    return asked


@dataclass(frozen=True, slots=True)
class Copy:
    """What is handed out."""

    content: bytes
    name: str


def hand_out(*, actor: Actor, material_id: uuid.UUID | str) -> Material | Copy:
    """The paper itself for its company and who selects; for a guest a copy with the guest's name.

    NotVisible without permission, also when it has ended. Every copy is noted with its mark.
    """
    material: Material = found_or_404(
        Material.objects.select_related("entry__call__market", "file")
        .filter(pk=material_id, removed_at__isnull=True, file__erased_at__isnull=True)
        .first()
    )
    badge = badge_of(actor, material.entry.call.market)
    if not may_read_material(actor, material, badge):
        raise NotVisible(_("Not found."))
    if access.can_see_entry(actor, material.entry) or badge is None:
        return material
    with transaction.atomic():
        mark = "".join(secrets.choice(LETTERS) for _n in range(MARK_LENGTH))
        Reading.objects.create(material=material, badge=badge, mark=mark, read_at=timezone.now())
        record(
            actor=actor,
            verb="market_entry.material_read",
            subject=material.entry.subject,
            data={"material": str(material.pk), "badge": badge.pk, "mark": mark},
        )
        return Copy(_copy(material, badge, mark), material.file.name)


def _copy(material: Material, badge: Badge, mark: str) -> bytes:
    language = get_language() or "id"
    name = f"{badge.person.get_full_name()} · {badge.company.name}"
    line = _("Copy for %(name)s (%(email)s), %(day)s, %(mark)s. Not to be passed on.") % {
        "name": name,
        "email": badge.person.email,
        "day": day_words(timezone.now(), "long"),
        "mark": mark,
    }
    sheet = render("market/watermark", {"name": name, "line": line, "language": language})
    with material.file.content.open("rb") as stream:
        whole = stream.read()
    try:
        return marked(whole, sheet)
    except CannotMark:
        told = _("This paper cannot be copied with your name, so it cannot be handed out.")
        raise WrongState(told) from None
