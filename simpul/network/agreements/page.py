"""What the page of an agreement shows: where it stands, what comes next, who may do it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from simpul.journal import verbs
from simpul.journal.queries import entries_for
from simpul.kit.actors import Actor
from simpul.network import access, standing
from simpul.network.agreements import states
from simpul.network.agreements.queries import proof_of
from simpul.network.agreements.words import LANGUAGES, OWN_NAMES, title_of
from simpul.network.models import Agreement, AgreementParty
from simpul.network.promises.board import claim_of, promised

S = Agreement.State


def context_of(found: Agreement, actor: Actor, *, today: dt.date) -> dict[str, Any]:
    """Everything but the forms."""
    parties = list(found.parties.select_related("partner", "paper", "recorded_by"))
    articles = list(found.articles.all())
    holes = standing.untranslated(
        found.languages, [(one.number, one.headings, one.texts) for one in articles]
    )
    proof = proof_of(found)
    claim = next(iter(claim_of(found)), None)
    open_words = found.state in states.OPEN_WORDS and not any(one.has_signed for one in parties)
    return {
        "agreement": found,
        "title": title_of(found),
        "parties": [_party(one, found, actor) for one in parties],
        "articles": [_article(one, found.languages) for one in articles],
        "columns": [{"code": code, "name": OWN_NAMES[code]} for code in found.languages],
        "prevailing": LANGUAGES.get(found.prevailing, ""),
        "holes": [{"number": number, "language": LANGUAGES[code]} for number, code in holes],
        "proof": proof,
        "claim": claim,
        "overstated": claim is not None and standing.overstated(claim.state, proof.level),
        "commitments": [
            promised(one, today)
            for one in found.commitments.select_related("partner", "met_by", "owner")
        ],
        "renewal_day": standing.renewal_day(found.valid_to, found.renewal_lead),
        "renewals": list(found.renewals.all()),
        "next": next_step(found, parties, articles, holes, today),
        "steps": steps(found, parties),
        "history": history_of(found.subject),
        "actor": actor,
        "may": _may(found, actor, parties, open_words=open_words),
    }


def _may(
    found: Agreement, actor: Actor, parties: list[AgreementParty], *, open_words: bool
) -> dict[str, Any]:
    write, sign = access.can_write(actor), access.can_sign(actor)
    theirs = [one for one in parties if one.side == AgreementParty.Side.THEIRS]
    looked = any(one.recorded_by_id == actor.user_id for one in theirs)
    waits = found.state == S.SIGNED and found.confirmed_at is None
    drafting = found.state in states.OPEN_WORDS
    return {
        "write": write,
        "words": write and open_words,
        "negotiate": write and found.state == S.DRAFT,
        "promise": write and found.state not in states.OVER,
        "confirm": sign and waits and not looked,
        "confirm_other": sign and waits and looked,
        "end": found.state not in states.OVER and (write if drafting else sign),
        "renew": write and not drafting,
    }


def _party(one: AgreementParty, found: Agreement, actor: Actor) -> dict[str, Any]:
    ours = one.side == AgreementParty.Side.OURS
    may = access.can_sign(actor) if ours else access.can_write(actor) or access.can_sign(actor)
    signing = states.may_move(found.state, "sign")
    back = found.confirmed_at is None and found.state in (S.NEGOTIATING, S.SIGNED)
    return {
        "row": one,
        "key": str(one.pk),
        "may_sign": bool(may) and signing and not one.has_signed,
        "may_take_back": bool(may) and back and one.has_signed,
        "waits_for_signer": ours and signing and not one.has_signed and not may,
    }


def _article(one: Any, languages: list[str]) -> dict[str, Any]:
    cells = [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "heading": one.headings.get(code, ""),
            "text": one.texts.get(code, ""),
        }
        for code in languages
    ]
    return {"row": one, "cells": cells}


def next_step(
    found: Agreement,
    parties: list[AgreementParty],
    articles: list[Any],
    holes: list[tuple[int, str]],
    today: dt.date,
) -> dict[str, Any]:
    """One sentence on what comes next, with whom and until when."""
    owner = found.owner.get_full_name()
    if found.state == S.DRAFT:
        text = _("Write its articles in every language, then give it to the other side.")
        return {"title": _("A draft"), "text": text, "who": owner}
    if found.state == S.NEGOTIATING and (holes or not articles):
        text = _("Nobody signs before every article stands in every language.")
        return {"title": _("Texts are missing"), "text": text, "who": owner}
    if found.state == S.NEGOTIATING:
        unsigned = ", ".join(one.name for one in parties if not one.has_signed)
        text = _("Record each signature with its paper.")
        return {"title": _("Signatures are missing"), "text": text, "who": unsigned}
    return _next_of_signed(found, owner, today)


def _next_of_signed(found: Agreement, owner: str, today: dt.date) -> dict[str, Any]:
    if found.state == S.SIGNED and found.confirmed_at is None:
        return {
            "title": _("Every party has signed"),
            "text": _("A second person looks at the papers and confirms: then it is in force."),
            "who": _("Head of service"),
        }
    if found.state == S.SIGNED:
        return {
            "title": _("It begins on its first day"),
            "text": _("Confirmed. Nothing is left to do."),
            "until": found.valid_from,
        }
    if found.state == S.IN_FORCE:
        renewal = standing.renewal_day(found.valid_to, found.renewal_lead)
        near = renewal is not None and today >= renewal
        return {
            "title": _("It ends soon") if near else _("In force"),
            "text": _("Talk about what comes after.") if near else _("Keep what was promised."),
            "who": owner,
            "until": found.valid_to,
        }
    return {"title": str(states.LABELS[S(found.state)]), "text": found.end_reason}


def steps(found: Agreement, parties: list[AgreementParty]) -> list[dict[str, Any]]:
    """The way of the agreement as a timeline."""
    order = (S.DRAFT, S.NEGOTIATING, S.SIGNED, S.IN_FORCE)
    at = order.index(S(found.state)) if found.state in order else None
    last = max((one.signed_on for one in parties if one.signed_on), default=None)
    when = {S.DRAFT: found.created_at, S.SIGNED: last, S.IN_FORCE: found.valid_from}
    shown = []
    for number, state in enumerate(order):
        how = "next"
        if at is None:
            reached = state == S.DRAFT or (state == S.IN_FORCE and found.confirmed_at is not None)
            signed = state in (S.NEGOTIATING, S.SIGNED) and bool(last)
            how = "done" if reached or signed else "stopped"
        elif number < at:
            how = "done"
        elif number == at:
            how = "done" if state == S.IN_FORCE else "now"
        day = when.get(state) if how in ("done", "now") else None
        shown.append({"title": states.LABELS[state], "state": how, "when": day})
    if found.state in states.OVER:
        day = found.ended_on or found.valid_to
        shown.append({"title": states.LABELS[S(found.state)], "state": "done", "when": day})
    return shown


def history_of(subject: str) -> list[dict[str, Any]]:
    """A stream of the journal in words."""
    return [{"entry": entry, "label": verbs.label(entry.verb)} for entry in entries_for(subject)]
