"""Load and publish. Two different people, one version in force per city, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.rulebook.access import may_load, may_publish
from simpul.rulebook.book import Book, digest
from simpul.rulebook.models import DRAFT, PUBLISHED, SUPERSEDED, Version
from simpul.rulebook.tables import BrokenBook


def make_version(
    *, actor: Actor, city_code: str, contents: Mapping[str, Any], note: str = ""
) -> Version:
    """Keep contents as the next draft of a city.

    NotAllowed for who may not load; InvalidInput when the tables do not read. Nothing that is in
    force changes.
    """
    if not (answer := may_load(actor)):
        raise NotAllowed(answer.reason)
    try:
        Book(contents)
    except (BrokenBook, KeyError, TypeError) as error:
        raise InvalidInput({"rules": [str(error)]}) from error
    with transaction.atomic():
        _lock(city_code)
        last = Version.objects.filter(city_code=city_code).aggregate(last=Max("number"))["last"]
        version = Version.objects.create(
            city_code=city_code,
            number=(last or 0) + 1,
            digest=digest(contents),
            contents=dict(contents),
            note=note.strip(),
            loaded_by_id=actor.user_id,
            loaded_as=actor.id,
        )
        record(
            actor=actor,
            verb="rules.loaded",
            subject=version.subject,
            data={"city": city_code, "number": version.number, "digest": version.digest},
        )
    return version


def publish_version(*, actor: Actor, version_id: int) -> Version:
    """Put a draft in force; the version in force until now is superseded.

    NotVisible when there is none, WrongState when it is no draft or older than the one in force,
    NotAllowed for the person who loaded it, for another role, or without a second factor.
    """
    with transaction.atomic():
        city = Version.objects.filter(pk=version_id).values_list("city_code", flat=True).first()
        if city is None:
            raise NotVisible(_("There is no such version."))
        _lock(city)
        version = Version.objects.select_for_update().get(pk=version_id)
        if version.state != DRAFT:
            raise WrongState(_("This version is not a draft any more."))
        others = Version.objects.filter(city_code=city).exclude(state=DRAFT)
        if not (answer := may_publish(actor, version, first=not others.exists())):
            raise NotAllowed(answer.reason)
        if others.filter(number__gt=version.number).exists():
            raise WrongState(_("A newer version is in force. Load the rules again."))
        now = timezone.now()
        before = others.select_for_update().filter(state=PUBLISHED).first()
        if before is not None:
            before.state, before.superseded_at = SUPERSEDED, now
            before.save(update_fields=["state", "superseded_at"])
            data = {"by": version.pk}
            record(actor=actor, verb="rules.superseded", subject=before.subject, data=data)
        version.state, version.published_at = PUBLISHED, now
        version.published_by_id, version.published_as = actor.user_id, actor.id
        version.save(update_fields=["state", "published_at", "published_by", "published_as"])
        record(
            actor=actor,
            verb="rules.published",
            subject=version.subject,
            data={"city": city, "number": version.number, "digest": version.digest},
        )
    return version


def discard_version(*, actor: Actor, version_id: int) -> None:
    """Throw a draft away. NotAllowed for who may not load; WrongState for what was published."""
    if not (answer := may_load(actor)):
        raise NotAllowed(answer.reason)
    with transaction.atomic():
        version = Version.objects.select_for_update().filter(pk=version_id).first()
        if version is None:
            raise NotVisible(_("There is no such version."))
        if version.state != DRAFT:
            raise WrongState(_("This version is not a draft any more."))
        data = {"city": version.city_code, "number": version.number, "digest": version.digest}
        record(actor=actor, verb="rules.discarded", subject=version.subject, data=data)
        version.delete()


def _lock(city_code: str) -> None:
    """One load or publication of a city at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [city_code])
