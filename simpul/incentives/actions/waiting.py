"""The waiting list moves up when money is free: in the written order, nobody overtakes.

The order is that in which the requests came in whole. The first of the list waits until its whole
amount is free, even where a later one would fit: a list that can be overtaken is no list.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from simpul.incentives import ledger, notify, states
from simpul.incentives.actions.issuing import issue_provisional
from simpul.incentives.models import Award, Case, Fund
from simpul.incentives.queries import approved_award, waiting_cases
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState


def move_up(*, actor: Actor, fund: Fund, now: dt.datetime) -> int:
    """Give the first of the list what two people awarded it, as far as the money goes; how many.

    The caller's transaction holds the fund. A paper that cannot be made stops the list here; it is
    tried again every morning.
    """
    moved = 0
    for case in list(waiting_cases(fund).select_for_update(of=("self",))):
        award = approved_award(case, Award.Kind.PROVISIONAL)
        assert award is not None  # no case waits without an approved award
        needed = ledger.case_money(case.pk).still(award.amount)
        if ledger.balance_of(fund).available < needed:
            break
        case.fund = fund
        try:
            issue_provisional(
                actor=actor, fund=fund, case=case, award=award, verb="move_up", now=now
            )
        except WrongState:
            break
        record(
            actor=actor,
            verb="incentive.moved_up",
            subject=case.subject,
            data={"award": award.pk, "amount": str(award.amount)},
        )
        notify.moved_up(case, award)
        moved += 1
    return moved


def end_queue(*, actor: Actor, fund: Fund, heir: Fund | None, now: dt.datetime) -> None:
    """The fund has ended: who waits goes into the fund that continues it, with the same place in
    the order, or lapses. The caller holds both funds."""
    for case in list(waiting_cases(fund).select_for_update(of=("self",))):
        if heir is not None and _enter(case, heir):
            record(
                actor=actor,
                verb="incentive.handed_on",
                subject=case.subject,
                data={"from": fund.code, "to": heir.code},
            )
            continue
        reason = _("The fund has ended without money for this request.")
        states.move(case, "lapse", ended_at=now, end_reason=reason)
        case.fund = fund
        record(actor=actor, verb="incentive.lapsed", subject=case.subject, data={})
        notify.lapsed(case)


def _enter(case: Case, heir: Fund) -> bool:
    """False when the production asks the next fund by itself already."""
    asking = Case.objects.filter(fund=heir, production_id=case.production_id)
    if asking.exclude(state__in=states.ENDED).exists():
        return False
    Case.objects.filter(pk=case.pk).update(fund=heir)
    return True


def place_in_queue(case: Case) -> int:
    """1 for the first of the list; 0 when the case does not wait."""
    if case.state != Case.State.WAITING:
        return 0
    keys = list(waiting_cases(case.fund).values_list("pk", flat=True))
    return keys.index(case.pk) + 1 if case.pk in keys else 0
