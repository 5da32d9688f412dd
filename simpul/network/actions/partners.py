"""Keep partners: add, change, find out that two are one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network import access, merging, texts
from simpul.network.models import FactStatus, Partner, Post


@transaction.atomic
def create_partner(*, actor: Actor, **said: Any) -> Partner:
    """Add a partner; `said`: see `checked`. InvalidInput names the fields."""
    user = access.require_writer(actor)
    partner = Partner.objects.create(created_by_id=user, **checked(**said))
    record(actor=actor, verb="partner.created", subject=partner.subject)
    return partner


@transaction.atomic
def change_partner(*, actor: Actor, partner_id: int, version: int, **said: Any) -> Partner:
    """Say it anew, whole. WrongState when somebody changed it since `version` was read."""
    access.require_writer(actor)
    partner = held(partner_id)
    if partner.version != version:
        raise WrongState(_("Somebody changed this meanwhile. Load the page again."))
    new = checked(**said)
    changed = sorted(name for name, value in new.items() if getattr(partner, name) != value)
    if not changed:
        return partner
    for name, value in new.items():
        setattr(partner, name, value)
    partner.version += 1
    partner.save()
    record(actor=actor, verb="partner.changed", subject=partner.subject, data={"fields": changed})
    return partner


def checked(
    *,
    kind: str,
    name: str,
    country: str,
    names: Mapping[str, str] | None = None,
    city: str = "",
    time_zone: str = "",
    languages: Iterable[str] = (),
    links: Iterable[str] = (),
    known_by: str = "",
    note: str = "",
    source: str = "",
    status: str = FactStatus.REPORTED,
) -> dict[str, Any]:
    """What is kept of a partner, cleaned; InvalidInput names every field that is wrong."""
    errors: texts.Errors = {}
    values: dict[str, Any] = {
        "kind": kind,
        "name": texts.line(name),
        "names": {key: texts.line(one) for key, one in (names or {}).items() if texts.line(one)},
        "country": texts.country(errors, country),
        "city": texts.line(city),
        "time_zone": texts.zone(errors, time_zone, needed=False),
        "languages": texts.languages(errors, languages),
        "links": texts.links(errors, links),
        "known_by": texts.block(known_by),
        "note": texts.block(note),
        "source": texts.line(source),
        "status": status,
    }
    texts.need(errors, name=values["name"])
    texts.limit(errors, 200, name=values["name"], names=max(values["names"].values(), default=""))
    texts.limit(errors, 100, city=values["city"])
    texts.limit(errors, 500, source=values["source"])
    texts.limit(errors, 4000, known_by=values["known_by"], note=values["note"])
    if kind not in Partner.Kind:
        errors["kind"] = [_("Choose what kind of organisation it is.")]
    if status not in FactStatus:
        errors["status"] = [_("Choose how sure this is.")]
    texts.refuse(errors)
    return values


@transaction.atomic
def merge_partners(*, actor: Actor, keep_id: int, gone_id: int) -> Partner:
    """The second was the same as the first: what hangs on it moves; its number leads on.

    What the first leaves empty is taken from the second. The second stays as a signpost.
    """
    access.require_writer(actor)
    if keep_id == gone_id:
        raise InvalidInput({"other": [_("A partner cannot be merged with itself.")]})
    found = {one.pk: one for one in Partner.objects.select_for_update().order_by("pk").filter(
        pk__in=(keep_id, gone_id))}  # fmt: skip
    if len(found) != 2:
        raise NotVisible(_("Not found."))
    keep, gone = found[keep_id], found[gone_id]
    _require_whole(keep, gone)
    moved = merging.move_along(target=Partner, old=gone, new=keep)
    moved["network_post"] = _move_posts(gone, keep)
    _fill(keep, gone)
    gone.merged_into, gone.merged_at = keep, timezone.now()
    gone.save()
    about = {"kept": keep.pk, "gone": gone.pk, "moved": moved}
    for one in sorted((keep, gone), key=lambda partner: partner.subject):
        record(actor=actor, verb="partner.merged", subject=one.subject, data=about)
    return keep


def _require_whole(*partners: Partner) -> None:
    if any(one.merged_into_id for one in partners):
        raise WrongState(_("One of the two was merged already. Load the page again."))


def _move_posts(gone: Partner, keep: Partner) -> int:
    """Posts move; one that the person holds at the other already at that time goes."""
    count = 0
    for post in Post.objects.filter(partner=gone).order_by("pk"):
        if same_time(Post.objects.filter(partner=keep, person=post.person_id), post):
            post.delete()
            continue
        post.partner = keep
        post.save()
        count += 1
    return count


def same_time(others: Iterable[Post], post: Post) -> bool:
    """Is one of these the same post on a day that `post` has too?"""
    return any(
        other.pk != post.pk
        and other.title.lower() == post.title.lower()
        and (other.valid_to is None or post.valid_from is None or post.valid_from < other.valid_to)
        and (post.valid_to is None or other.valid_from is None or other.valid_from < post.valid_to)
        for other in others
    )


def _fill(keep: Partner, gone: Partner) -> None:
    names = {**gone.names, **keep.names}
    if gone.name not in (keep.name, *names.values()):
        names.setdefault("alias", gone.name)
    keep.names = names
    for name in ("city", "time_zone", "known_by", "note", "source"):
        setattr(keep, name, getattr(keep, name) or getattr(gone, name))
    keep.languages = list(dict.fromkeys([*keep.languages, *gone.languages]))
    keep.links = list(dict.fromkeys([*keep.links, *gone.links]))
    keep.version += 1
    keep.save()


def held(partner_id: int) -> Partner:
    """The partner, locked; NotVisible where there is none, WrongState where it was merged."""
    partner = Partner.objects.select_for_update().filter(pk=partner_id).first()
    if partner is None:
        raise NotVisible(_("Not found."))
    if partner.merged_into_id:
        raise WrongState(_("This partner was merged with another. Load the page again."))
    return partner
