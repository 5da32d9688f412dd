"""What every change of a queue has in common: lock the ground, look again, tell those behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.kit.texts import Texts, pick
from simpul.places import guard, jobs
from simpul.places.access import require_hold
from simpul.places.models import Hold
from simpul.places.near import Neighbour, Use, takes_of
from simpul.places.queueing import ANOTHER, Rival, position_of, rivals_of, uses_of
from simpul.places.states import S, move

OPTIONS = (S.OPTION_1, S.OPTION_2)


class Clashing(WrongState):
    """The ground is not free. `others`: the bookings in the way; `because`: the sentence of the
    rule where the other is not confirmed but goes first, else empty."""

    def __init__(self, others: Sequence[Neighbour], because: Texts | None = None) -> None:
        self.others = tuple(others)
        self.because = because or {}
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        language = translation.get_language() or settings.LANGUAGE_CODE
        if not self.others:
            return _("The place has been taken meanwhile.")
        first = self.others[0]
        values = {
            "place": pick(first.ground_name, language) or first.ground_code,
            "other": pick(ANOTHER, language) if first.confidential else first.title,
            "start": _moment(first.period.start),
            "end": _moment(first.period.end),
        }
        if self.because:
            told = _("“%(other)s” stands before you at %(place)s, %(start)s to %(end)s.") % values
            return f"{told} {pick(self.because, language)}"
        return _("%(place)s is taken by “%(other)s” from %(start)s to %(end)s.") % values


def _moment(moment: object) -> str:
    return date_format(timezone.localtime(moment), "j F Y H:i")  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Opened:
    """A hold whose ground is locked: as it is now, its uses, the keys its grounds take, and the
    rivals it meets."""

    hold: Hold
    uses: list[Use]
    takes: Mapping[int, frozenset[int]]
    rivals: dict[int, Rival]


def lock_grounds(uses: Sequence[Use]) -> Mapping[int, frozenset[int]]:
    """Lock the grounds of these uses until the transaction ends; what each of them takes."""
    grounds = {use.ground.pk: use.ground for use in uses}
    takes = takes_of(grounds)
    guard.lock(grounds.values(), takes)
    return takes


def open_hold(actor: Actor, hold_id: int, verb: str, *, more: Sequence[Use] = ()) -> Opened:
    """Lock the ground of a hold (and of `more` uses), then the hold. In a transaction.

    NotVisible for whoever may not; WrongState when its uses changed while we waited.
    """
    seen = Hold.objects.filter(pk=hold_id).first()
    if seen is None:
        raise NotVisible(_("There is no such page."))
    require_hold(actor, seen.holder, verb)
    uses = uses_of(seen)
    takes = lock_grounds([*uses, *more])
    rivals = rivals_of(seen, uses) if seen.state != S.RELEASED else {}
    # Ground first, then rows in one order: nobody waits in a circle.
    rows = Hold.objects.select_for_update().filter(pk__in=[hold_id, *rivals]).order_by("pk")
    hold = next(row for row in rows if row.pk == hold_id)
    if uses_of(hold) != uses:
        raise WrongState(_("Somebody else was first. Look at the calendar again."))
    return Opened(hold, uses, takes, rivals)


def settle(actor: Actor, hold: Hold) -> dict[int, Rival]:
    """Make an option the first or the second one, as the queue is now; its rivals."""
    rivals = rivals_of(hold)
    if hold.state in OPTIONS:
        follows = any(rival.ahead and rival.state in OPTIONS for rival in rivals.values())
        if follows != (hold.state == S.OPTION_2):
            move(hold, "follow" if follows else "lead")
            verb = "hold.follows" if follows else "hold.leads"
            record(actor=actor, verb=verb, subject=hold.subject, data={"state": hold.state})
    return rivals


_UP: Texts = {
    "id": "Antrean Anda maju: yang di depan Anda tidak lagi memakai tempat itu.",
    "en": "You have moved up: who stood before you no longer wants the place.",
}
_TAKEN: Texts = {
    "id": "Tempat yang Anda inginkan kini sudah pasti dipakai pihak lain pada waktu yang sama.",
    "en": "The place you want is now confirmed for somebody else at the same time.",
}


def after_change(
    actor: Actor, cause: Hold, before: Mapping[int, Rival], after: Mapping[int, Rival]
) -> None:
    """Put the queues behind `cause` in order and let their holders know.

    `before`, `after`: its rivals before and after the change (empty: it is gone).
    """
    behind_before, behind = _behind(before), _behind(after)
    confirmed = cause.state == S.CONFIRMED
    told = behind if confirmed else behind - behind_before
    rows = Hold.objects.select_for_update().filter(pk__in=behind_before | behind).order_by("pk")
    for hold in rows:
        rivals = settle(actor, hold)
        if hold.pk in told:
            event = "ahead_confirmed" if confirmed else "moved_back"
            text = _TAKEN if confirmed else rivals[cause.pk].decision.text
        elif hold.pk in behind_before - behind:
            event, text = "moved_up", _UP
        else:
            continue
        tell(hold, event, position_of(rivals), text, cause)


def _behind(rivals: Mapping[int, Rival]) -> set[int]:
    return {key for key, one in rivals.items() if not one.ahead and one.state != S.CONFIRMED}


def tell(hold: Hold, event: str, position: int, text: Texts, cause: Hold) -> None:
    """Queue the news for the holder, in this transaction."""
    jobs.tell_holder.defer(
        event=event,
        holder=hold.holder,
        hold_id=hold.pk,
        uid=str(hold.uid),
        position=position,
        text=dict(text),
        key=f"{event}:{hold.uid}:{cause.uid}:{cause.sequence}",
    )
