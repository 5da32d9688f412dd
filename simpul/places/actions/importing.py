"""Load bookings from spreadsheets into the calendar, again and again without doubling."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.geometry import Box, Shape
from simpul.kit.outcomes import ActionError, InvalidInput, NotAllowed
from simpul.kit.periods import Period
from simpul.kit.texts import Texts, pick
from simpul.places import guard
from simpul.places.access import may_hold
from simpul.places.actions.grounds import Piece, ensure_grounds, of_shape, of_site
from simpul.places.actions.holds import change_uses, place_hold, release
from simpul.places.actions.many import Change, Claim, checked, move_many, place_many
from simpul.places.models import Booking, Ground, Hold, Site
from simpul.places.near import Use
from simpul.places.queueing import used_by
from simpul.places.sheets.bookings import Booking as Row
from simpul.places.sheets.problems import Problem, Problems, shown
from simpul.places.sheets.reading import Reading
from simpul.places.states import touch

LONGEST_SOURCE = 60
PIECES_AT_ONCE = 500
ROWS_AT_ONCE, USES_AT_ONCE = 200, 1000
"""So many bookings are placed in one transaction, with so many uses at most."""

GONE: Texts = {
    "id": "Tidak ada lagi di berkas sumbernya.",
    "en": "No longer in the file of its source.",
}
"""The reason of a hold that `prune` took back: when its row returns, so does the booking. What
somebody here cancelled stays cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the rows are to stand in the calendar.

    `source`: whose file it is; the same name brings the same bookings up to date. `kind`: of
    `Booking.Kind`, where a row does not say. `exclusive`: each booking has its places to itself.
    `show_titles`: titles may be read by everybody. `prune`: cancel what the file no longer holds.
    """

    source: str
    kind: str = Booking.Kind.SHOOT
    exclusive: bool = True
    show_titles: bool = False
    prune: bool = False
    all_or_nothing: bool = False


_Wanted = tuple[Row, list[Use]]


@dataclass(slots=True)
class ImportReport:
    """What an import did. `let_go`: rows whose booking somebody here has cancelled."""

    source: str
    problems: Problems
    new: int = 0
    changed: int = 0
    same: int = 0
    cancelled: int = 0
    let_go: int = 0


def import_bookings(*, actor: Actor, reading: Reading, manner: Manner) -> ImportReport:
    """Place, move or leave each booking of the sheets; each row whole or not at all.

    A booking is known by source and id. One whose place is unknown is left out whole. Without
    `all_or_nothing` up to 200 rows are one transaction and bad rows are told in the report; with it
    one transaction holds all, and InvalidInput names the bad rows. NotAllowed for anybody but the
    commission; InvalidInput for an unusable manner; WrongState before a pack is in force.
    """
    answer = may_hold(actor, f"import:{manner.source}", "hold")
    if not answer:
        raise NotAllowed(answer.reason)
    _check(manner)
    report = ImportReport(manner.source, reading.problems)
    with guard.whole(manner.all_or_nothing):
        _Loader(actor, reading, manner, report).load()
        if manner.all_or_nothing and report.problems.faults:
            raise InvalidInput({"": _told(report.problems)})
        data = {"new": report.new, "changed": report.changed, "cancelled": report.cancelled}
        subject = f"calendar:{manner.source}"
        with transaction.atomic():
            record(actor=actor, verb="bookings.imported", subject=subject, data=data)
    return report


def _check(manner: Manner) -> None:
    errors: dict[str, list[str]] = {}
    source = manner.source
    if not source or len(source) > LONGEST_SOURCE or ":" in source or source != source.strip():
        told = _("Name the source in at most %(most)d characters, without a colon.")
        errors["source"] = [told % {"most": LONGEST_SOURCE}]
    if manner.kind not in Booking.Kind.values:
        errors["kind"] = [_("This kind of use is not known.")]
    if errors:
        raise InvalidInput(errors)


def _told(problems: Problems) -> list[str]:
    language = get_language() or "id"
    faults = [one.sentence(language) for one in problems.found if one.effect != "once"]
    return [*faults, _("Nothing was loaded, as wished.")]


class _Loader:
    """One import. `_grounds`: what each place and each drawn shape is in this city."""

    def __init__(
        self, actor: Actor, reading: Reading, manner: Manner, report: ImportReport
    ) -> None:
        self.actor, self.reading, self.manner, self.report = actor, reading, manner, report
        self._box = city_book().settings.box
        self._places: dict[str, Ground] = {}
        self._drawn: dict[str, Ground] = {}
        self._outside: set[str] = set()

    def load(self) -> None:
        """Everything, in the order of the file."""
        self._find_grounds()
        for rows in self._batches():
            for row, uses in self._in_one_go(rows):
                self._one(row, uses)
        if self.manner.prune:
            self._prune()

    def _batches(self) -> Iterator[list[_Wanted]]:
        """Rows with their uses, some hundred at a time."""
        waiting: list[_Wanted] = []
        taken = 0
        for row in self.reading.bookings:
            uses = self._uses(row)
            if not uses:
                continue
            if waiting and (len(waiting) >= ROWS_AT_ONCE or taken + len(uses) > USES_AT_ONCE):
                yield waiting
                waiting, taken = [], 0
            waiting.append((row, uses))
            taken += len(uses)
        if waiting:
            yield waiting

    def _in_one_go(self, rows: Sequence[_Wanted]) -> list[_Wanted]:
        """Place those that are new, move those that changed, leave those that stand; the rest, to
        be brought one by one: who waits for their ground must be told.

        One transaction, so that nobody sees half a batch; it holds whole rows.
        """
        left: list[_Wanted] = []
        new: list[tuple[_Wanted, Claim]] = []
        moved: list[tuple[_Wanted, Change]] = []
        with transaction.atomic():
            self._lock_source()
            known = self._known(row for row, _ in rows)
            for row, uses in rows:
                hold = known.get(holder_of(self.manner.source, row.id))
                if hold is not None and self._as_it_was(hold, row, uses):
                    self.report.same += 1
                elif hold is not None and hold.state != Hold.State.CONFIRMED:
                    left.append((row, uses))
                elif claim := self._claim(row, uses):
                    if hold is None:
                        new.append(((row, uses), claim))
                    else:
                        moved.append(((row, uses), _change(hold, claim)))
            waited_for = place_many(actor=self.actor, claims=[claim for _, claim in new])
            not_moved = move_many(actor=self.actor, changes=[change for _, change in moved])
        self.report.new += len(new) - len(waited_for)
        self.report.changed += len(moved) - len(not_moved)
        return [*left, *(new[n][0] for n in waited_for), *(moved[n][0] for n in not_moved)]

    def _known(self, rows: Iterable[Row]) -> dict[str, Hold]:
        """The newest hold of each holder, with its bookings. Three statements."""
        holders = [holder_of(self.manner.source, row.id) for row in rows]
        found = Hold.objects.filter(holder__in=holders).order_by("pk")
        return {hold.holder: hold for hold in found.prefetch_related("bookings__ground")}

    def _claim(self, row: Row, uses: Sequence[Use]) -> Claim | None:
        claim = Claim(
            holder=holder_of(self.manner.source, row.id),
            source=Hold.Source.IMPORT,
            title=row.title or row.id,
            uses=tuple(uses),
            confidential=not self.manner.show_titles,
        )
        try:
            return checked(self.actor, claim)
        except ActionError as error:
            self._bad(row, "refused", why=str(error))
            return None

    def _as_it_was(self, hold: Hold, row: Row, uses: Sequence[Use]) -> bool:
        return (
            hold.state == Hold.State.CONFIRMED
            and hold.title == (row.title or row.id)
            and hold.confidential != self.manner.show_titles
            and _stands(hold, uses)
        )

    def _lock_source(self) -> None:
        """Two imports of one source would each place the same booking."""
        with connection.cursor() as cursor:
            key = f"import:{self.manner.source}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])

    def _one(self, row: Row, uses: Sequence[Use]) -> None:
        try:
            with transaction.atomic():
                self._bring(row, uses)
        except ActionError as error:
            self._bad(row, "refused", why=str(error))

    def _bring(self, row: Row, uses: Sequence[Use]) -> None:
        self._lock_source()
        holder = holder_of(self.manner.source, row.id)
        hold = Hold.objects.filter(holder=holder).order_by("-pk").first()
        title, hidden = row.title or row.id, not self.manner.show_titles
        if hold is None or (hold.state == Hold.State.RELEASED and hold.reason in GONE.values()):
            place_hold(
                actor=self.actor,
                holder=holder,
                source=Hold.Source.IMPORT,
                state=Hold.State.CONFIRMED,
                title=title,
                uses=uses,
                confidential=hidden,
            )
            self.report.new += 1
            return
        if hold.state == Hold.State.RELEASED:
            self.report.let_go += 1
            return
        moved = hold.title != title or not _stands(hold, uses)
        if moved:
            change_uses(actor=self.actor, hold_id=hold.pk, uses=uses, title=title)
        if hold.confidential != hidden:
            hold.refresh_from_db()
            touch(hold, confidential=hidden)
            data = {"confidential": hidden}
            record(actor=self.actor, verb="hold.changed", subject=hold.subject, data=data)
            moved = True
        self.report.changed += moved
        self.report.same += not moved

    def _prune(self) -> None:
        """Rows that are there but bad are not gone."""
        kept = {holder_of(self.manner.source, name) for name in self.reading.ids}
        standing = Hold.objects.filter(
            holder__startswith=f"import:{self.manner.source}:", source=Hold.Source.IMPORT
        ).exclude(state=Hold.State.RELEASED)
        why = pick(GONE, get_language() or "id")
        for key, holder in standing.order_by("pk").values_list("pk", "holder"):
            if holder in kept:
                continue
            try:
                release(actor=self.actor, hold_id=key, reason=why)
                self.report.cancelled += 1
            except ActionError as error:
                item = holder.removeprefix(f"import:{self.manner.source}:")
                params = {"why": str(error)}
                problem = Problem(self.reading.file, 0, "refused", params, item)
                self.report.problems.add(problem)

    def _uses(self, row: Row) -> list[Use]:
        """The uses of a row, or none and a problem."""
        kind = row.kind.casefold().replace(" ", "_") or self.manner.kind
        if kind not in Booking.Kind.values:
            known = ", ".join(Booking.Kind.values)
            self._bad(row, "unknown_kind", kind=shown(row.kind), known=known)
            return []
        grounds: dict[int, Ground] = {}
        for name, ground in self._named(row):
            if ground is None:
                code = "outside_city" if name in self._outside else "place_not_there"
                self._bad(row, code, place=shown(name))
                return []
            grounds[ground.pk] = ground
        if not grounds:
            self._bad(row, "no_place")
            return []
        period = Period(row.start, row.end)
        return [
            Use(ground=ground, kind=kind, period=period, exclusive=self.manner.exclusive)
            for ground in grounds.values()
        ]

    def _named(self, row: Row) -> Iterator[tuple[str, Ground | None]]:
        for place in row.places:
            yield place, self._places.get(place)
        if row.shape is not None:
            yield row.id, self._drawn.get(row.id)

    def _bad(self, row: Row, code: str, **params: object) -> None:
        self.report.problems.add(Problem(self.reading.file, row.line, code, params, row.id))

    def _find_grounds(self) -> None:
        """A place is what the file draws, else a site of the catalogue, else a ground."""
        booked = {place for row in self.reading.bookings for place in row.places}
        pieces: dict[tuple[str, str], Piece] = {}
        for name in booked & self.reading.places.keys():
            title = self.reading.names.get(name, name)
            self._draw(pieces, ("place", name), self.reading.places[name], title)
        for row in self.reading.bookings:
            if row.shape is not None:
                # The title of a booking may be confidential: it is no name for a ground.
                self._draw(pieces, ("drawn", row.id), row.shape, "")
        rest = booked - self.reading.places.keys() - (self.reading.known or set())
        for site in Site.objects.filter(code__in=rest, in_force=True):
            pieces["place", site.code] = of_site(site)
        self._places |= Ground.objects.in_bulk(sorted(rest), field_name="code")
        keys = list(pieces)
        for begin in range(0, len(keys), PIECES_AT_ONCE):
            part = keys[begin : begin + PIECES_AT_ONCE]
            found = ensure_grounds(pieces=[pieces[key] for key in part])
            for which, name in part:
                known = self._places if which == "place" else self._drawn
                known[name] = found[pieces[which, name].code]

    def _draw(
        self, pieces: dict[tuple[str, str], Piece], key: tuple[str, str], shape: Shape, title: str
    ) -> None:
        if not _inside(shape.box, self._box):
            self._outside.add(key[1])
            return
        pieces[key] = of_shape(shape, name={"id": title, "en": title} if title else {})


def holder_of(source: str, name: str) -> str:
    """The holder of an imported booking; a long id is shortened to its digest."""
    if len(name) > 120:
        name = hashlib.sha256(name.encode()).hexdigest()
    return f"import:{source}:{name}"


def _inside(box: Box, city: Box) -> bool:
    west, south, east, north = box
    return city[0] <= west and city[1] <= south and east <= city[2] and north <= city[3]


def _change(hold: Hold, claim: Claim) -> Change:
    bookings = tuple(sorted(hold.bookings.all(), key=lambda one: one.pk))
    return Change(hold=hold, bookings=bookings, before=tuple(used_by(bookings)), claim=claim)


def _stands(hold: Hold, uses: Sequence[Use]) -> bool:
    """Are these the uses that are stored?"""
    stored = {
        (row.ground_id, row.kind, row.during.lower, row.during.upper, row.exclusive)
        for row in hold.bookings.all()
    }
    wanted = {
        (use.ground.pk, str(use.kind), use.period.start, use.period.end, use.exclusive)
        for use in uses
    }
    return stored == wanted
