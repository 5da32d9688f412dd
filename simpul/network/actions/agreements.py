"""Draft an agreement, write its articles, say what the press says, end it, begin its renewal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.network import access
from simpul.network.agreements import states
from simpul.network.agreements.queries import agreement_for
from simpul.network.agreements.words import LANGUAGES
from simpul.network.models import Agreement, AgreementParty, Article, Encounter, Partner, Visit
from simpul.network.partners.queries import live_partners
from simpul.network.queries import owners
from simpul.network.typed import MOST_ARTICLE, MOST_LINE, MOST_TEXT, by_language, checked

MOST_NAME = 200
MOST_LEAD = 730


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything of an agreement but its articles, as plain data.

    `titles` by language; `counterparts`: ids of partners; `ours`: our side as it stands on paper;
    `encounter_id` or `visit_id`: where it grew from; `renewal_lead` in days.
    """

    kind: str
    titles: Mapping[str, str]
    languages: Sequence[str]
    counterparts: Sequence[int]
    ours: str
    owner_id: int
    prevailing: str = ""
    number: str = ""
    encounter_id: int | None = None
    visit_id: int | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    renewal_lead: int = 90


def draft_agreement(*, actor: Actor, terms: Terms, renews_id: int | None = None) -> Agreement:
    """A new draft with its parties. InvalidInput where the terms make no agreement."""
    account = access.require_writer(actor)
    with transaction.atomic():
        values, parties = _checked(terms)
        if renews_id is not None:
            values["renews"] = agreement_for(actor, renews_id)
        made = Agreement.objects.create(created_by_id=account, **values)
        _write_parties(made, parties, terms.ours)
        _say(actor, made, "agreement.drafted", kind=made.kind)
        return made


def change_agreement(*, actor: Actor, agreement_id: int, version: int, terms: Terms) -> Agreement:
    """Other terms, while nobody has signed; WrongState where somebody changed it meanwhile."""
    with transaction.atomic():
        agreement = _open(actor, agreement_id)
        if agreement.version != version:
            raise WrongState(_("Somebody else was first. Look at the agreement again."))
        values, parties = _checked(terms)
        for name, value in values.items():
            setattr(agreement, name, value)
        agreement.version += 1
        agreement.save()
        agreement.parties.all().delete()
        _write_parties(agreement, parties, terms.ours)
        _say(actor, agreement, "agreement.changed")
        return agreement


def _checked(terms: Terms) -> tuple[dict[str, Any], list[Partner]]:
    errors: dict[str, list[str]] = {}
    for problem in (_texts, _people_and_places, _days):
        try:
            problem(terms)
        except InvalidInput as refused:
            errors.update(refused.errors)
    parties = list(live_partners().filter(pk__in=terms.counterparts))
    if not parties or len(parties) != len(set(terms.counterparts)):
        errors["counterpart"] = [_("Name the counterpart: an agreement binds two sides.")]
    if errors:
        raise InvalidInput(errors)
    titles, lines = _texts(terms)
    return {
        "kind": terms.kind,
        "titles": titles,
        "languages": [code for code in LANGUAGES if code in terms.languages],
        "prevailing": terms.prevailing,
        "number": lines["number"],
        "encounter_id": terms.encounter_id,
        "visit_id": terms.visit_id,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
        "renewal_lead": terms.renewal_lead,
        "owner_id": terms.owner_id,
    }, parties


def _texts(terms: Terms) -> tuple[dict[str, str], dict[str, str]]:
    errors: dict[str, list[str]] = {}
    if terms.kind not in Agreement.Kind.values:
        errors["kind"] = [_("Choose one of these.")]
    if not terms.languages or not set(terms.languages) <= set(LANGUAGES):
        errors["languages"] = [_("Choose at least one language.")]
    if terms.prevailing and terms.prevailing not in terms.languages:
        errors["prevailing"] = [_("The agreement is not written in this language.")]
    if errors:
        raise InvalidInput(errors)
    lines = checked(required=("ours",), ours=(terms.ours, MOST_NAME), number=(terms.number, 100))
    titles = by_language(terms.titles, terms.languages, MOST_LINE, field="title", whole=True)
    return titles, lines


def _people_and_places(terms: Terms) -> None:
    errors: dict[str, list[str]] = {}
    if not owners().filter(pk=terms.owner_id).exists():
        errors["owner"] = [_("Choose somebody who works on partnerships.")]
    known = (
        terms.encounter_id is None or Encounter.objects.filter(pk=terms.encounter_id).exists()
    ) and (terms.visit_id is None or Visit.objects.filter(pk=terms.visit_id).exists())
    if not known or (terms.encounter_id and terms.visit_id):
        errors["origin"] = [_("Choose one encounter or one visit.")]
    if errors:
        raise InvalidInput(errors)


def _days(terms: Terms) -> None:
    errors: dict[str, list[str]] = {}
    if terms.valid_to and not terms.valid_from:
        errors["valid_from"] = [_("An agreement that ends also begins: give its first day.")]
    if terms.valid_from and terms.valid_to and terms.valid_to < terms.valid_from:
        errors["valid_to"] = [_("It would end before it begins.")]
    if not 0 <= terms.renewal_lead <= MOST_LEAD:
        errors["renewal_lead"] = [
            _("Give a number of days from 0 to %(most)d.") % {"most": MOST_LEAD}
        ]
    if errors:
        raise InvalidInput(errors)


def _write_parties(agreement: Agreement, found: Sequence[Partner], ours: str) -> None:
    side = AgreementParty.Side
    rows = [AgreementParty(agreement=agreement, side=side.OURS, name=ours.strip())]
    rows += [
        AgreementParty(agreement=agreement, side=side.THEIRS, partner=one, name=one.name)
        for one in found
    ]
    names = [row.name for row in rows]
    if len(set(names)) < len(names):
        raise InvalidInput({"counterpart": [_("Two parties have one name.")]})
    AgreementParty.objects.bulk_create(rows)


# --- articles ------------------------------------------------------------------------------
def write_article(
    *,
    actor: Actor,
    agreement_id: int,
    headings: Mapping[str, str],
    texts: Mapping[str, str],
    number: int | None = None,
) -> Article:
    """Add an article at the end, or write article `number` anew. Languages may be left for later;
    nobody signs before all are there."""
    with transaction.atomic():
        agreement = _open(actor, agreement_id)
        codes = agreement.languages
        values = {
            "headings": by_language(headings, codes, MOST_LINE, field="heading", whole=False),
            "texts": by_language(texts, codes, MOST_ARTICLE, field="text", whole=False),
        }
        if not values["texts"]:
            raise InvalidInput({f"text_{codes[0]}": [_("This cannot be empty.")]})
        if number is None:
            number = agreement.articles.count() + 1
        elif not agreement.articles.filter(number=number).exists():
            raise WrongState(_("This article is no longer there."))
        article, _new = Article.objects.update_or_create(
            agreement=agreement, number=number, defaults=values
        )
        _touched(actor, agreement, "agreement.article_written", article=number)
        return article


def remove_article(*, actor: Actor, agreement_id: int, number: int) -> None:
    """Take an article out; those after it move up."""
    with transaction.atomic():
        agreement = _open(actor, agreement_id)
        gone, _rows = agreement.articles.filter(number=number).delete()
        if not gone:
            raise WrongState(_("This article is no longer there."))
        agreement.articles.filter(number__gt=number).update(number=F("number") - 1)
        _touched(actor, agreement, "agreement.article_removed", article=number)


# --- its way -------------------------------------------------------------------------------
def negotiate(*, actor: Actor, agreement_id: int) -> Agreement:
    """The draft is with the other side now."""
    with transaction.atomic():
        agreement = _open(actor, agreement_id)
        states.require_move(agreement, "negotiate")
        if not agreement.articles.exists():
            raise WrongState(_("There is nothing to negotiate: write at least one article."))
        states.move(agreement, "negotiate")
        _say(actor, agreement, "agreement.negotiated")
        return agreement


def record_claim(
    *,
    actor: Actor,
    agreement_id: int,
    state: str,
    text: str = "",
    source: str = "",
    on: dt.date | None = None,
) -> Agreement:
    """What somebody says of it in public, with source and day; an empty `state` takes it back.

    It proves nothing and changes nothing but itself.
    """
    access.require_writer(actor)
    with transaction.atomic():
        agreement = agreement_for(actor, agreement_id, lock=True)
        values = _claim(state, text, source, on)
        Agreement.objects.filter(pk=agreement.pk).update(version=agreement.version + 1, **values)
        agreement.refresh_from_db()
        _say(actor, agreement, "agreement.claim_recorded", claimed=state, source=source.strip())
        return agreement


def _claim(state: str, text: str, source: str, on: dt.date | None) -> dict[str, Any]:
    if not state:
        blank = {"claimed_state": "", "claimed_text": "", "claimed_source": ""}
        return {**blank, "claimed_on": None}
    errors: dict[str, list[str]] = {}
    if state not in Agreement.Claimed.values:
        errors["state"] = [_("Choose one of these.")]
    if on is None:
        errors["on"] = [_("A claim has a day: when was it published?")]
    elif on > timezone.localdate():
        errors["on"] = [_("This day is still to come.")]
    lines: dict[str, str] = {}
    try:
        lines = checked(required=("source",), source=(source, 500), text=(text, MOST_TEXT))
    except InvalidInput as refused:
        errors.update(refused.errors)
    if errors:
        raise InvalidInput(errors)
    return {
        "claimed_state": state,
        "claimed_text": lines["text"],
        "claimed_source": lines["source"],
        "claimed_on": on,
    }


def end_agreement(
    *, actor: Actor, agreement_id: int, reason: str, now: dt.datetime | None = None
) -> Agreement:
    """Break talks off, or end what was signed: the second binds us and needs a signer."""
    moment = now or timezone.now()
    access.require_reader(actor)
    with transaction.atomic():
        agreement = agreement_for(actor, agreement_id, lock=True)
        if agreement.state in states.OPEN_WORDS:
            account = access.require_writer(actor)
        else:
            account = access.require_signer(actor)
        tidy = checked(required=("reason",), reason=(reason, MOST_TEXT))
        states.move(
            agreement,
            "end",
            ended_by=account,
            ended_on=timezone.localdate(moment),
            end_reason=tidy["reason"],
        )
        _say(actor, agreement, "agreement.ended", reason=tidy["reason"])
        return agreement


def renew_agreement(*, actor: Actor, agreement_id: int) -> Agreement:
    """A draft that follows this one: its parties and words, the days left open."""
    access.require_writer(actor)
    with transaction.atomic():
        old = agreement_for(actor, agreement_id, lock=True)
        if old.state in states.OPEN_WORDS:
            raise WrongState(_("This one is not signed yet: change it instead."))
        if old.renewals.exclude(state=Agreement.State.ENDED).exists():
            raise WrongState(_("There is already an agreement that follows this one."))
        made = draft_agreement(actor=actor, terms=_terms_of(old), renews_id=old.pk)
        Article.objects.bulk_create(
            Article(agreement=made, number=one.number, headings=one.headings, texts=one.texts)
            for one in old.articles.all()
        )
        _say(actor, old, "agreement.renewal_begun", follows=made.pk)
        return made


def _terms_of(old: Agreement) -> Terms:
    parties = list(old.parties.all())
    return Terms(
        kind=old.kind,
        titles=old.titles,
        languages=old.languages,
        counterparts=sorted({one.partner_id for one in parties if one.partner_id}),
        ours=next(one.name for one in parties if one.side == AgreementParty.Side.OURS),
        owner_id=old.owner_id,
        prevailing=old.prevailing,
        renewal_lead=old.renewal_lead,
    )


def _open(actor: Actor, agreement_id: int) -> Agreement:
    """Held, and its words may still change: nobody has signed."""
    access.require_writer(actor)
    agreement = agreement_for(actor, agreement_id, lock=True)
    if agreement.state not in states.OPEN_WORDS:
        raise WrongState(_("This agreement is signed or over: its words stay as they are."))
    if agreement.parties.filter(paper__isnull=False).exists():
        raise WrongState(_("Somebody has signed these words: they stay as they are."))
    return agreement


def _touched(actor: Actor, agreement: Agreement, verb: str, **data: Any) -> None:
    agreement.version += 1
    agreement.save(update_fields=["version", "changed_at"])
    _say(actor, agreement, verb, **data)


def _say(actor: Actor, agreement: Agreement, verb: str, **data: Any) -> None:
    record(actor=actor, verb=verb, subject=agreement.subject, data=data)
