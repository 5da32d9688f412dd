"""Verbs of a draft: begin it, keep what was typed, attach papers. Sending: `submission.py`."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.papers.actions import store_upload
from simpul.people.models import User
from simpul.permits import access, queries, states
from simpul.permits.applying.draft import with_row_names
from simpul.permits.models import Application, Attachment
from simpul.productions.access import require_change
from simpul.productions.actions import create_production
from simpul.productions.models import Production
from simpul.productions.queries import production_for

MOST_BYTES = 2 * 1024 * 1024
"""A plan larger than this is no plan of a shoot; many drawings of 2,000 points fit."""
MOST_PAPERS = 150
_MOST_DEPTH = 30


def start_application(
    *,
    actor: Actor,
    company_id: int,
    production_id: int | None = None,
    production: Mapping[str, Any] | None = None,
    plan: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> Application:
    """A new draft of a company, for a title it has (`production_id`) or a new one (`production`).

    `plan` is kept as it is, also where it is not right yet; title and kind of the production fill
    what it leaves open. Raises NotVisible, NotAllowed, InvalidInput.
    """
    require_change(actor, company_id)
    book = city_book()
    with transaction.atomic():
        title = _title_of(actor, company_id, production_id, production)
        kept = dict(plan or {})
        said = kept.get("production")
        said = dict(said) if isinstance(said, Mapping) else {}
        said["title"] = said.get("title") or title.title
        said["type"] = said.get("type") or title.kind
        kept["production"] = said
        application = Application.objects.create(
            city_code=book.settings.code,
            production=title,
            company_id=company_id,
            language=actor.language,
            plan=with_row_names(_keepable(kept, "plan")),
            details=_keepable(dict(details or {}), "details"),
            created_by_id=_person(actor),
            changed_by_id=actor.user_id,
        )
        record(
            actor=actor,
            verb="application.started",
            subject=application.subject,
            data={"production": title.pk, "from_plan": bool(plan)},
        )
    return application


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotVisible(_("Not found."))
    return actor.user_id


def _title_of(
    actor: Actor,
    company_id: int,
    production_id: int | None,
    production: Mapping[str, Any] | None,
) -> Production:
    if production_id is None:
        return create_production(actor=actor, company_id=company_id, data=production or {})
    title = production_for(actor, production_id)
    if title.company_id != company_id:
        raise NotVisible(_("Not found."))
    return title


def save_draft(
    *,
    actor: Actor,
    application_id: uuid.UUID,
    version: int,
    plan: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> Application:
    """Keep what was typed, right or not, if nobody saved since `version` was read.

    Raises WrongState naming who saved when; then nothing is changed and nothing is lost: the
    caller still has what was typed.
    """
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_edit(actor, application))
        if application.version != version:
            raise WrongState(_saved_by_another(application))
        if plan is not None:
            application.plan = with_row_names(_keepable(plan, "plan"))
        if details is not None:
            application.details = _keepable(details, "details")
        application.version += 1
        application.changed_by_id = actor.user_id
        application.save(update_fields=["plan", "details", "version", "changed_by", "changed_at"])
    return application


def _saved_by_another(application: Application) -> str:
    saver = application.changed_by_id
    who = User.objects.filter(pk=saver).first() if saver is not None else None
    when = timezone.localtime(application.changed_at)
    return _("%(who)s saved this at %(time)s, after you had opened it. Compare, then save.") % {
        "who": who.get_full_name() if who else _("Somebody else"),
        "time": when.strftime("%H:%M"),
    }


def _keepable(data: Mapping[str, Any], part: str) -> dict[str, Any]:
    """JSON that PostgreSQL can hold (no NUL, surrogate or NaN); InvalidInput if too large."""
    if not isinstance(data, Mapping):
        raise InvalidInput({part: [_("This must be a group of named fields.")]})
    tidy = _clean(data, 0)
    try:
        size = len(json.dumps(tidy, allow_nan=False))
    except (TypeError, ValueError):
        raise InvalidInput({part: [_("This contains something that cannot be kept.")]}) from None
    if size > MOST_BYTES:
        raise InvalidInput({part: [_("This is too much for one application.")]})
    return dict(tidy)


def _clean(value: Any, depth: int) -> Any:
    if depth > _MOST_DEPTH:
        raise InvalidInput({"plan": [_("This contains something that cannot be kept.")]})
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {_clean(str(key), depth): _clean(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, depth + 1) for item in value]
    return value


def attach(
    *, actor: Actor, application_id: uuid.UUID, document_code: str, upload: UploadedFile[Any]
) -> Attachment:
    """Keep a paper the moment it arrives: in a draft, or added later while the case is open.

    Raises InvalidInput with the reason for a file that cannot be accepted.
    """
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        _require_papers_open(actor, application)
        book = city_book(application.rule_version_id)
        if document_code not in book.documents and document_code != "other":
            raise InvalidInput({"document": [_("This kind of document is not known.")]})
        if application.attachments.filter(removed_at=None).count() >= MOST_PAPERS:
            raise InvalidInput({"file": [_("There are too many documents; remove some first.")]})
        stored = store_upload(
            actor=actor,
            upload=upload,
            kind=document_code,
            personal_class=_personal_class(book, document_code),
            subject=application.subject,
        )
        attachment = Attachment.objects.create(
            application=application,
            document_code=document_code,
            file=stored,
            uploaded_by_label=actor.label,
        )
        record(
            actor=actor,
            verb="application.paper_added",
            subject=application.subject,
            data={"document": document_code, "attachment": attachment.pk, "sha256": stored.sha256},
        )
    return attachment


def _require_papers_open(actor: Actor, application: Application) -> None:
    is_open = application.state == Application.State.DRAFT or application.state in states.OPEN
    if is_open and actor.companies.get(application.company_id) in access.EDITING_ROLES:
        return
    access.require(access.can_edit(actor, application))


def _personal_class(book: Any, document_code: str) -> str:
    row = book.documents.get(document_code)
    return str(getattr(row, "personal_class", "") or "case")


def detach(
    *, actor: Actor, application_id: uuid.UUID, attachment_id: int, now: dt.datetime | None = None
) -> Attachment:
    """Take a paper out before sending; after sending it stays, only further ones can be added."""
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_edit(actor, application))
        attachment = application.attachments.filter(pk=attachment_id).first()
        if attachment is None:
            raise NotVisible(_("Not found."))
        if attachment.removed_at is None:
            attachment.removed_at = now or timezone.now()
            attachment.save(update_fields=["removed_at"])
            record(
                actor=actor,
                verb="application.paper_removed",
                subject=application.subject,
                data={"document": attachment.document_code, "attachment": attachment.pk},
            )
    return attachment
