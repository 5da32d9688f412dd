"""A company enters a project: begin, fill in, add papers, send, withdraw."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.kit.references import case_reference
from simpul.market import access, notify, states
from simpul.market.choices import KINDS, MATERIALS, SOUGHT, STAGES
from simpul.market.deadlines import Rule, Standing, standing
from simpul.market.models import Call, Entry, Material
from simpul.market.queries import call_for, entries_in, entry_for, found_or_404
from simpul.market.search_words import searchable
from simpul.papers.actions import store_upload
from simpul.permits.counters import next_number
from simpul.productions.models import Production
from simpul.productions.queries import production_for

MOST_MATERIALS = 10
PREFIX = "PSR"
"""Of references: *pasar*, a market."""

_TEXTS = {
    "title": 200,
    "original_title": 200,
    "director": 200,
    "producer": 200,
    "logline": 500,
    "synopsis": 4000,
    "sought_note": 500,
}
NEEDED = ("title", "kind", "stage", "logline", "synopsis", "director", "budget", "sought")
"""What must be there to send; the share that is secured may be nothing, but must be said."""


def rule_of(call: Call) -> Rule:
    """The call as `deadlines.py` reads it."""
    return Rule(call.opens_at, call.closes_at, call.late_rule, call.grace_minutes, call.full_at)


def call_standing(call: Call, now: datetime | None = None, entries: int | None = None) -> Standing:
    """Where the call stands; counts the entries only where its rule does."""
    if entries is None:
        counts = call.late_rule == Call.LateRule.UNTIL_FULL
        entries = entries_in(call).count() if counts else 0
    return standing(rule_of(call), now or timezone.now(), entries)


@transaction.atomic
def start_entry(
    *,
    actor: Actor,
    call_id: uuid.UUID | str,
    company_id: int,
    title: str,
    production_id: int | None = None,
    now: datetime | None = None,
) -> Entry:
    """A draft of a company, perhaps about one of its productions."""
    call = call_for(actor, call_id)
    if actor.companies.get(company_id) not in access.EDITING_ROLES or actor.user_id is None:
        raise NotAllowed(_("Your role in this company may read but not change."))
    if call.state != Call.State.PUBLISHED or call_standing(call, now) not in ("open", "late"):
        raise WrongState(_("This call takes no projects now."))
    production = _production(actor, production_id, company_id)
    told = " ".join(title.split()) or (production.title if production else "")
    if not told or len(told) > 200:
        raise InvalidInput({"title": [_("Write the title, at most 200 characters.")]})
    entry = Entry.objects.create(
        call=call,
        company_id=company_id,
        production=production,
        title=told,
        logline=production.logline if production else "",
        synopsis=production.synopsis[:4000] if production else "",
        kind=production.kind if production and production.kind in KINDS else "",
        countries=list(production.countries) if production else [],
        created_by_id=actor.user_id,
    )
    record(
        actor=actor,
        verb="market_entry.started",
        subject=entry.subject,
        data={"call": str(call.pk)},
    )
    return entry


def _production(actor: Actor, production_id: int | None, company_id: int) -> Production | None:
    if production_id is None:
        return None
    production = production_for(actor, production_id)
    if production.company_id != company_id:
        raise InvalidInput({"production": [_("This production is another company's.")]})
    return production


def _held(actor: Actor, entry_id: uuid.UUID | str) -> Entry:
    entry = entry_for(actor, entry_id, lock=True)
    access.require_entry(actor, entry)
    return entry


@transaction.atomic
def save_entry(
    *, actor: Actor, entry_id: uuid.UUID | str, version: int, data: Mapping[str, Any]
) -> Entry:
    """Keep what `data` names, if `version` is still the newest. Raises InvalidInput by field."""
    entry = _held(actor, entry_id)
    access.require(access.can_edit_entry(actor, entry))
    if entry.version != version:
        raise WrongState(_("Somebody else changed this project. Look at it again."))
    for name, value in _checked(data).items():
        setattr(entry, name, value)
    entry.version += 1
    _set_words(entry)
    entry.save()
    return entry


def _set_words(entry: Entry) -> None:
    seen = [entry.title, entry.original_title, entry.logline, entry.director]
    entry.words_public = searchable(seen)
    entry.words_guests = searchable([*seen, entry.synopsis, entry.producer])


def _checked(data: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, most in _TEXTS.items():
        if name in data:
            values[name] = str(data[name] or "").strip()
            if len(values[name]) > most:
                wrong[name] = [_("This is too long: at most %(most)d characters.") % {"most": most}]
    if "title" in values and not values["title"]:
        wrong["title"] = [_("Write the title; a working title is enough.")]
    for name, table in (("kind", KINDS), ("stage", STAGES)):
        if name in data:
            values[name] = str(data[name] or "")
            if values[name] and values[name] not in table:
                wrong[name] = [_("Choose one of the list.")]
    if "sought" in data:
        values["sought"] = [one for one in SOUGHT if one in set(data["sought"] or ())]
    if "countries" in data:
        values["countries"], problem = _countries(str(data["countries"] or ""))
        if problem:
            wrong["countries"] = [problem]
    _money(data, values, wrong)
    if wrong:
        raise InvalidInput(wrong)
    return values


def _countries(text: str) -> tuple[list[str], str]:
    """Codes of countries, as typed: "ID, KR"."""
    codes = [one.upper() for one in text.replace(",", " ").split()]
    if any(len(one) != 2 or not one.isascii() or not one.isalpha() for one in codes):
        return [], _("Write country codes of two letters, for example ID, KR.")
    return list(dict.fromkeys(codes)), ""


def _money(data: Mapping[str, Any], values: dict[str, Any], wrong: dict[str, list[str]]) -> None:
    if "currency" in data:
        values["currency"] = str(data["currency"] or "").strip().upper()
        code = values["currency"]
        if len(code) != 3 or not code.isascii() or not code.isalpha():
            wrong["currency"] = [_("Write a currency code of three letters, for example USD.")]
    if "budget" in data:
        values["budget"] = _amount(data["budget"], wrong)
    if "secured_percent" in data:
        percent = data["secured_percent"]
        values["secured_percent"] = percent
        if percent is not None and not 0 <= percent <= 100:
            wrong["secured_percent"] = [_("A share is between 0 and 100 percent.")]


def _amount(typed: Any, wrong: dict[str, list[str]]) -> Decimal | None:
    if typed in (None, ""):
        return None
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 < amount < Decimal(10) ** 12:
        wrong["budget"] = [_("Write the whole budget as a number.")]
        return None
    return amount.quantize(Decimal("0.01"))


def missing(entry: Entry) -> list[str]:
    """The fields that must still be filled in before it can be sent."""
    empty = [name for name in NEEDED if not getattr(entry, name)]
    if entry.secured_percent is None:
        empty.append("secured_percent")
    return empty


@transaction.atomic
def submit(*, actor: Actor, entry_id: uuid.UUID | str, now: datetime | None = None) -> Entry:
    """Send a whole project; the call's own clock decides, and its late rule."""
    moment = now or timezone.now()
    entry = _held(actor, entry_id)
    access.require(access.can_send_entry(actor, entry))
    # One after the other: the rule "until full" counts what is in.
    call = Call.objects.select_for_update().get(pk=entry.call_id)
    if missing(entry):
        raise InvalidInput({"": [_("Something is still missing. See the list above.")]})
    where = call_standing(call, moment)
    if where not in ("open", "late") or call.state != Call.State.PUBLISHED:
        raise WrongState(_("The deadline has passed, and by its rule the call takes no more."))
    _set_words(entry)
    entry.save(update_fields=["words_public", "words_guests"])
    entry = states.move(
        entry,
        "submit",
        submitted_at=moment,
        late=where == "late",
        reference=entry.reference or _reference(moment),
    )
    record(
        actor=actor,
        verb="market_entry.submitted",
        subject=entry.subject,
        data={"reference": entry.reference, "late": entry.late},
    )
    notify.entry_submitted(entry)
    return entry


def _reference(moment: datetime) -> str:
    year = timezone.localdate(moment).year
    return case_reference(PREFIX, year, next_number(PREFIX, year))


@transaction.atomic
def withdraw(*, actor: Actor, entry_id: uuid.UUID | str) -> Entry:
    """Take it back; its permissions end, its page in the catalogue is gone."""
    entry = _held(actor, entry_id)
    access.require(access.can_send_entry(actor, entry))
    entry = states.move(entry, "withdraw")
    entry.accesses.filter(state__in=["asked", "given"]).update(
        state="ended", decided_by_id=actor.user_id, decided_at=timezone.now()
    )
    record(actor=actor, verb="market_entry.withdrawn", subject=entry.subject)
    return entry


@transaction.atomic
def add_material(
    *, actor: Actor, entry_id: uuid.UUID | str, kind: str, upload: UploadedFile[Any]
) -> Material:
    """A PDF for guests with permission. Only PDF: every copy handed out names its reader."""
    entry = _held(actor, entry_id)
    may_edit = access.can_edit_entry(actor, entry)
    if entry.state == Entry.State.SELECTED:
        may_edit = access.can_send_entry(actor, entry)
    access.require(may_edit)
    if kind not in MATERIALS:
        raise InvalidInput({"kind": [_("Choose one of the list.")]})
    if entry.materials.filter(removed_at__isnull=True).count() >= MOST_MATERIALS:
        raise InvalidInput({"file": [_("At most %(most)d papers.") % {"most": MOST_MATERIALS}]})
    file = store_upload(
        actor=actor,
        upload=upload,
        kind=f"market_{kind}",
        personal_class="case",
        subject=entry.subject,
        accept={"pdf"},
    )
    material = Material.objects.create(entry=entry, kind=kind, file=file, added_at=timezone.now())
    record(
        actor=actor,
        verb="market_entry.material_added",
        subject=entry.subject,
        data={"material": str(material.pk), "kind": kind},
    )
    return material


@transaction.atomic
def remove_material(*, actor: Actor, material_id: uuid.UUID | str) -> Material:
    """Nobody reads it any more; that it was there, and who read it, stays known."""
    found: Material = found_or_404(
        Material.objects.filter(pk=material_id, removed_at__isnull=True).first()
    )
    entry = _held(actor, found.entry_id)
    access.require(access.can_send_entry(actor, entry))
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])
    record(
        actor=actor,
        verb="market_entry.material_removed",
        subject=entry.subject,
        data={"material": str(found.pk)},
    )
    return found
