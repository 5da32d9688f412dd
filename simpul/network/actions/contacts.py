"""Lists of people: read and looked at first, then taken over whole, or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network import access, texts
from simpul.network.actions import partners, people
from simpul.network.contacts import plan as contact_plan
from simpul.network.contacts.rows import Contact, ContactReading, Trouble, from_plain, to_plain
from simpul.network.contacts.sheets import read_sheet
from simpul.network.contacts.vcards import read_vcards
from simpul.network.models import Partner, PartnerPerson, ReadFile, Visit
from simpul.network.visits.calendar_reading import MOST_BYTES as MOST_CALENDAR
from simpul.network.visits.calendar_reading import Window, read_calendar
from simpul.network.visits.itinerary import to_plain as plain_entry

MOST_BYTES = 4 * 1024 * 1024
KEPT = dt.timedelta(days=1)
"""So long a file that was read waits; afterwards what it said is deleted."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What came of reading a file: the row to look at, or what is wrong with the file."""

    read: ReadFile | None = None
    troubles: tuple[Trouble, ...] = ()
    left_out: tuple[Trouble, ...] = ()


def read_contacts(
    *, actor: Actor, upload: UploadedFile[Any], partner_id: int | None = None
) -> FileRead:
    """Read a file of cards (.vcf) or a list (.csv). Nothing of it is kept in the address book.

    `partner_id`: whom everybody belongs to for whom the file names no organisation.
    Raises InvalidInput({"file": …}) for what is no such file at all.
    """
    user = access.require_writer(actor)
    kind = {"vcf": "vcard", "vcard": "vcard", "csv": "csv"}.get(_ending(upload))
    if kind is None:
        raise InvalidInput({"file": [_("Choose a file that ends in .vcf or .csv.")]})
    text, digest = _text(upload, MOST_BYTES)
    home = Partner.objects.filter(pk=partner_id or 0, merged_into__isnull=True).first()
    reading = read_vcards(text) if kind == "vcard" else read_sheet(text, Partner.Kind.values)
    troubles = [*reading.troubles, *_wrong(reading, home)]
    if troubles:
        return FileRead(troubles=tuple(sorted(troubles, key=lambda one: one.line)))
    rows = [{**to_plain(one), **_at_home(one, home)} for one in reading.contacts]
    read = ReadFile.objects.create(
        format=kind,
        file_name=_name(upload),
        digest=digest,
        rows=rows,
        read_by_id=user,
    )
    return FileRead(read)


def _at_home(one: Contact, home: Partner | None) -> dict[str, str]:
    return {"organisation": home.name} if home is not None and not one.organisation else {}


def _wrong(reading: ContactReading, home: Partner | None) -> Iterator[Trouble]:
    """What only we can know: countries, languages, partners that are not there."""
    known = contact_plan.partners_by_name()
    for one in reading.contacts:
        new = bool(one.organisation) and contact_plan.key(one.organisation) not in known
        if not one.organisation and home is None:
            yield Trouble(one.line, "organisation", "no_organisation")
        if new and one.country not in texts.COUNTRIES:
            name = one.organisation[:60]
            yield Trouble(one.line, "country", "unknown_partner", {"name": name})
        if one.consent_on and one.consent_on > timezone.localdate():
            yield Trouble(one.line, "consent_on", "future")
        errors: texts.Errors = {}
        texts.email(errors, one.email)
        texts.languages(errors, one.languages)
        if "email" in errors:
            yield Trouble(one.line, "email", "email")
        if "languages" in errors:
            value = " ".join(one.languages)[:20]
            yield Trouble(one.line, "languages", "language", {"value": value})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a list: people added, posts added to known people, partners added."""

    people: int
    posts: int
    partners: int


@transaction.atomic
def load_contacts(*, actor: Actor, read_id: uuid.UUID) -> Loaded:
    """Take over what was read and looked at: all of it, once; what is there already stays."""
    access.require_writer(actor)
    read = ReadFile.objects.select_for_update().filter(pk=read_id).first()
    if read is None or read.format == "calendar":
        raise NotVisible(_("Not found."))
    if read.used_at is not None:
        raise WrongState(_("This file was taken over already."))
    _one_at_a_time()
    plan = contact_plan.plan([from_plain(one) for one in read.rows])
    made_partners: dict[contact_plan.Key, Partner] = {}
    made_people: dict[int, PartnerPerson] = {}
    posts = 0
    for step in plan:
        if step.verb == "same":
            continue
        partner = step.partner or _partner(actor, step.contact, made_partners)
        person = step.person or made_people.get(step.follows)
        if person is None:
            made_people[step.contact.line] = _person(actor, step.contact, partner)
        else:
            people.add_post(
                actor=actor, person_id=person.pk, partner_id=partner.pk, **_post(step.contact)
            )
            posts += 1
    read.rows, read.used_at = [], timezone.now()
    read.save()
    loaded = Loaded(len(made_people), posts, len(made_partners))
    record(
        actor=actor,
        verb="contacts.loaded",
        subject=f"contacts:{read.pk}",
        data={"people": loaded.people, "posts": loaded.posts, "partners": loaded.partners},
    )
    return loaded


def _one_at_a_time() -> None:
    """Two lists at once could add one person twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('network.contacts'))")


def _partner(actor: Actor, one: Contact, made: dict[contact_plan.Key, Partner]) -> Partner:
    name = contact_plan.key(one.organisation)
    if name not in made:
        made[name] = partners.create_partner(
            actor=actor,
            kind=one.kind or Partner.Kind.OTHER,
            name=one.organisation,
            country=one.country,
        )
    return made[name]


def _person(actor: Actor, one: Contact, partner: Partner) -> PartnerPerson:
    person = people.add_person(
        actor=actor, partner_id=partner.pk, name=one.name, names=one.names, **_post(one)
    )
    if one.uid:
        PartnerPerson.objects.filter(pk=person.pk).update(card_uid=one.uid)
    if one.consent and one.consent_on:
        people.give_consent(
            actor=actor,
            person_id=person.pk,
            purpose=one.consent,
            given_on=one.consent_on,
            how=one.consent_how,
            note=one.consent_note,
        )
    if one.consent == "contact" and one.beyond_card:
        people.change_person(
            actor=actor,
            person_id=person.pk,
            version=person.version,
            name=one.name,
            names=one.names,
            languages=one.languages,
            mobile=one.mobile,
        )
    return person


def _post(one: Contact) -> dict[str, Any]:
    return {
        "title": one.title or contact_plan.NO_TITLE,
        "email": one.email,
        "phone": one.phone,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


# --- a partner's calendar ----------------------------------------------------------------------


def read_calendar_file(*, actor: Actor, visit_id: int, upload: UploadedFile[Any]) -> FileRead:
    """Read a partner's calendar (.ics) for a visit. Nothing of it is in the itinerary yet."""
    user = access.require_writer(actor)
    visit = Visit.objects.filter(pk=visit_id).first()
    if visit is None:
        raise NotVisible(_("Not found."))
    if _ending(upload) != "ics":
        raise InvalidInput({"file": [_("Choose a file that ends in .ics.")]})
    text, digest = _text(upload, MOST_CALENDAR)
    window = Window(visit.starts_on, visit.ends_on, visit.time_zone)
    reading = read_calendar(text, window)
    if reading.troubles or not reading.entries:
        return FileRead(troubles=tuple(reading.troubles), left_out=tuple(reading.left_out))
    read = ReadFile.objects.create(
        format="calendar",
        file_name=_name(upload),
        digest=digest,
        rows=[plain_entry(one) for one in reading.entries],
        visit=visit,
        read_by_id=user,
    )
    return FileRead(read, left_out=tuple(reading.left_out))


# --- files ---------------------------------------------------------------------------------------


def drop_read(*, actor: Actor, read_id: uuid.UUID) -> ReadFile:
    """Throw away what was read."""
    access.require_writer(actor)
    read = ReadFile.objects.filter(pk=read_id, used_at__isnull=True).first()
    if read is None:
        raise NotVisible(_("Not found."))
    ReadFile.objects.filter(pk=read_id).delete()
    return read


def forget_old(*, now: dt.datetime) -> int:
    """Delete what nobody took over within a day; how many."""
    gone, _rows = ReadFile.objects.filter(used_at__isnull=True, read_at__lt=now - KEPT).delete()
    return gone


def _ending(upload: UploadedFile[Any]) -> str:
    return (upload.name or "").rpartition(".")[2].lower()


def _name(upload: UploadedFile[Any]) -> str:
    return texts.line(upload.name)[-200:] or "–"


def _text(upload: UploadedFile[Any], most: int) -> tuple[str, str]:
    """The text and its digest; InvalidInput for what is too large or no text."""
    data = upload.read(most + 1)
    if len(data) > most:
        text = _("The file is larger than %(most)d MB.")
        raise InvalidInput({"file": [text % {"most": most // 2**20}]})
    try:
        said = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput({"file": [_("The text in the file is not UTF-8.")]}) from error
    if not said.strip():
        raise InvalidInput({"file": [_("The file is empty.")]})
    if texts.has_control(said):
        raise InvalidInput({"file": [_("The file is damaged, or it is not text.")]})
    return said, hashlib.sha256(data).hexdigest()
