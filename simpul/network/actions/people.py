"""Keep people at partners: add with a post, change, consent, and find out that two are one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network import access, merging, texts
from simpul.network.actions import partners
from simpul.network.models import Consent, PartnerPerson, Post

BEYOND = ("languages", "mobile", "note")
"""What is kept only with a consent for keeping contact."""


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    partner_id: int,
    name: str,
    names: Mapping[str, str] | None = None,
    **post: Any,
) -> PartnerPerson:
    """A person and the post from their card (`checked_post`). InvalidInput names the fields."""
    user = access.require_writer(actor)
    partner = partners.held(partner_id)
    errors: texts.Errors = {}
    values = _card(errors, name, names or {})
    job = checked_post(errors, **post)
    texts.refuse(errors)
    person = PartnerPerson.objects.create(created_by_id=user, **values)
    Post.objects.create(person=person, partner=partner, **job)
    record(
        actor=actor,
        verb="person.added",
        subject=person.subject,
        data={"partner": partner.pk},
    )
    return person


def _card(errors: texts.Errors, name: str, names: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": texts.line(name),
        "names": {key: texts.line(one) for key, one in names.items() if texts.line(one)},
    }
    texts.need(errors, name=values["name"])
    texts.limit(errors, 200, name=values["name"], names=max(values["names"].values(), default=""))
    return values


def checked_post(
    errors: texts.Errors,
    *,
    title: str,
    email: str = "",
    phone: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    source: str = "",
) -> dict[str, Any]:
    """What is kept of a post, cleaned; fields that are wrong are added to `errors`."""
    values: dict[str, Any] = {
        "title": texts.line(title),
        "email": texts.email(errors, email),
        "phone": texts.line(phone),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "source": texts.line(source),
    }
    texts.need(errors, title=values["title"])
    texts.limit(errors, 200, title=values["title"])
    texts.limit(errors, 40, phone=values["phone"])
    texts.limit(errors, 254, email=values["email"])
    texts.limit(errors, 500, source=values["source"])
    if valid_from and valid_to and valid_to <= valid_from:
        errors["valid_to"] = [_("It cannot end before it begins.")]
    return values


@transaction.atomic
def change_person(
    *,
    actor: Actor,
    person_id: int,
    version: int,
    name: str,
    names: Mapping[str, str] | None = None,
    languages: Iterable[str] = (),
    mobile: str = "",
    note: str = "",
) -> PartnerPerson:
    """Say it anew. Beyond the card only with consent; without one it is refused by field."""
    access.require_writer(actor)
    person = held(person_id)
    if person.version != version:
        raise WrongState(_("Somebody changed this meanwhile. Load the page again."))
    errors: texts.Errors = {}
    values = _card(errors, name, names or {})
    values |= {
        "languages": texts.languages(errors, languages),
        "mobile": texts.line(mobile),
        "note": texts.block(note),
    }
    texts.limit(errors, 40, mobile=values["mobile"])
    texts.limit(errors, 4000, note=values["note"])
    for field in BEYOND if not person.consented else ():
        if values[field]:
            errors.setdefault(field, []).append(
                _("This is more than a business card says: it needs the person's consent.")
            )
    texts.refuse(errors)
    changed = sorted(field for field, value in values.items() if getattr(person, field) != value)
    if changed:
        for field, value in values.items():
            setattr(person, field, value)
        person.version += 1
        person.save()
        record(actor=actor, verb="person.changed", subject=person.subject, data={"fields": changed})
    return person


# --- posts -----------------------------------------------------------------------------------


@transaction.atomic
def add_post(*, actor: Actor, person_id: int, partner_id: int, **post: Any) -> Post:
    """Another post, or the same one at another time. Never one post twice on one day."""
    access.require_writer(actor)
    partner = partners.held(partner_id)
    person = held(person_id)
    errors: texts.Errors = {}
    values = checked_post(errors, **post)
    texts.refuse(errors)
    made = Post(person=person, partner=partner, **values)
    if partners.same_time(person.posts.filter(partner=partner), made):
        raise InvalidInput(
            {"title": [_("This person holds this post there already at that time.")]}
        )
    made.save()
    record(
        actor=actor,
        verb="person.post_added",
        subject=person.subject,
        data={"partner": partner.pk, "post": made.pk},
    )
    return made


@transaction.atomic
def end_post(*, actor: Actor, post_id: int, valid_to: dt.date) -> Post:
    """The person holds it up to, and not on, this day."""
    access.require_writer(actor)
    seen = Post.objects.filter(pk=post_id).values_list("person_id", flat=True).first()
    if seen is None:
        raise NotVisible(_("Not found."))
    person = held(seen)
    post = Post.objects.select_for_update().get(pk=post_id)
    if post.valid_to is not None:
        raise WrongState(_("This post has ended already."))
    if post.valid_from and valid_to <= post.valid_from:
        raise InvalidInput({"valid_to": [_("It cannot end before it begins.")]})
    post.valid_to = valid_to
    post.save(update_fields=["valid_to"])
    record(actor=actor, verb="person.post_ended", subject=person.subject, data={"post": post.pk})
    return post


# --- consent ---------------------------------------------------------------------------------


@transaction.atomic
def give_consent(
    *, actor: Actor, person_id: int, purpose: str, given_on: dt.date, how: str, note: str = ""
) -> Consent:
    """Write down what the person agreed to; the same again finds what is there."""
    user = access.require_writer(actor)
    person = held(person_id)
    errors: texts.Errors = {}
    if purpose not in Consent.Purpose:
        errors["purpose"] = [_("Choose what the person agreed to.")]
    if how not in Consent.How:
        errors["how"] = [_("Choose how the person agreed.")]
    if given_on > timezone.localdate():
        errors["given_on"] = [_("This day has not come yet.")]
    texts.limit(errors, 300, note=texts.line(note))
    texts.refuse(errors)
    found = person.consents.filter(purpose=purpose, withdrawn_on__isnull=True).first()
    if found is not None:
        return found
    made = Consent.objects.create(
        person=person,
        purpose=purpose,
        how=how,
        note=texts.line(note),
        given_on=given_on,
        recorded_by_id=user,
    )
    if purpose == Consent.Purpose.CONTACT:
        PartnerPerson.objects.filter(pk=person.pk).update(consented=True)
    record(actor=actor, verb="person.consented", subject=person.subject, data={"purpose": purpose})
    return made


@transaction.atomic
def withdraw_consent(*, actor: Actor, consent_id: int, withdrawn_on: dt.date) -> PartnerPerson:
    """The person takes it back: what rested on it is deleted at once, not only hidden.

    Without the consent for contact stays what the record of a meeting needs: name and posts.
    """
    access.require_writer(actor)
    seen = Consent.objects.filter(pk=consent_id).values_list("person_id", flat=True).first()
    if seen is None:
        raise NotVisible(_("Not found."))
    person = held(seen)
    consent = Consent.objects.select_for_update().get(pk=consent_id)
    if consent.withdrawn_on is not None:
        raise WrongState(_("This consent was taken back already."))
    if withdrawn_on < consent.given_on or withdrawn_on > timezone.localdate():
        raise InvalidInput(
            {"withdrawn_on": [_("The day lies between the day it was given and today.")]}
        )
    consent.withdrawn_on = withdrawn_on
    consent.save(update_fields=["withdrawn_on"])
    if consent.purpose == Consent.Purpose.CONTACT:
        person.consented, person.languages, person.mobile, person.note = False, [], "", ""
        person.version += 1
        person.save()
        person.posts.update(email="", phone="")
    record(
        actor=actor,
        verb="person.consent_withdrawn",
        subject=person.subject,
        data={"purpose": consent.purpose},
    )
    return person


# --- two are one -----------------------------------------------------------------------------


@transaction.atomic
def merge_people(*, actor: Actor, keep_id: int, gone_id: int) -> PartnerPerson:
    """The second was the same person: posts, meetings and visits move; its number leads on."""
    access.require_writer(actor)
    if keep_id == gone_id:
        raise InvalidInput({"other": [_("A person cannot be merged with themselves.")]})
    rows = PartnerPerson.objects.select_for_update().filter(pk__in=(keep_id, gone_id))
    found = {one.pk: one for one in rows.order_by("pk")}
    if len(found) != 2:
        raise NotVisible(_("Not found."))
    keep, gone = found[keep_id], found[gone_id]
    if keep.merged_into_id or gone.merged_into_id:
        raise WrongState(_("One of the two was merged already. Load the page again."))
    moved = merging.move_along(target=PartnerPerson, old=gone, new=keep)
    moved["network_post"] = _move_posts(gone, keep)
    _join_consents(gone, keep)
    _fill(keep, gone)
    about = {"kept": keep.pk, "gone": gone.pk, "moved": moved}
    for one in sorted((keep, gone), key=lambda person: person.subject):
        record(actor=actor, verb="person.merged", subject=one.subject, data=about)
    return keep


def _move_posts(gone: PartnerPerson, keep: PartnerPerson) -> int:
    count = 0
    for post in gone.posts.order_by("pk"):
        if partners.same_time(keep.posts.filter(partner_id=post.partner_id), post):
            post.delete()
            continue
        post.person = keep
        post.save()
        count += 1
    return count


def _join_consents(gone: PartnerPerson, keep: PartnerPerson) -> None:
    """All of them are the person's; of two in force for one purpose the earlier stays."""
    for purpose in Consent.Purpose.values:
        open_ones = Consent.objects.filter(
            person__in=(gone, keep), purpose=purpose, withdrawn_on__isnull=True
        )
        earliest = open_ones.order_by("given_on", "pk").first()
        if earliest is not None:
            open_ones.exclude(pk=earliest.pk).delete()
    gone.consents.update(person=keep)


def _fill(keep: PartnerPerson, gone: PartnerPerson) -> None:
    """What the first leaves empty comes from the second, which keeps only its name."""
    taken = {name: getattr(gone, name) for name in (*BEYOND, "card_uid")}
    names, consented = {**gone.names, **keep.names}, keep.consented or gone.consented
    gone.languages, gone.mobile, gone.note, gone.consented = [], "", "", False
    gone.merged_into, gone.merged_at = keep, timezone.now()
    gone.save()
    keep.names, keep.consented = names, consented
    for name, value in taken.items():
        setattr(keep, name, getattr(keep, name) or value)
    keep.version += 1
    keep.save()


def held(person_id: int) -> PartnerPerson:
    """The person, locked; NotVisible where there is none, WrongState where merged."""
    person = PartnerPerson.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotVisible(_("Not found."))
    if person.merged_into_id:
        raise WrongState(_("This person was merged with another. Load the page again."))
    return person
