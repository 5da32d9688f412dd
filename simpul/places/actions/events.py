"""Bring events and road works of a file into the calendar, again and again without doubling."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import ActionError, InvalidInput
from simpul.places import guard
from simpul.places.actions.editions import refuse_if_refused, require_importer, source_of
from simpul.places.actions.grounds import Piece, ensure_ground, of_area, of_shape, of_site
from simpul.places.actions.holds import change_uses, place_hold, release
from simpul.places.events.geo import read_geojson_events
from simpul.places.events.ics import read_ics
from simpul.places.events.rows import EVENT, KINDS, MESSAGES, EventReading, EventRow, Frame
from simpul.places.models import Booking, Hold, ImportedEvent, Site
from simpul.places.near import Use
from simpul.places.troubles import NOTED, Troubles, Unreadable


@dataclass(slots=True)
class EventsReport:
    """What an import did. `gone`: still in the calendar, but no longer in this feed's file."""

    feed: str
    troubles: Troubles
    new: int = 0
    changed: int = 0
    cancelled: int = 0
    same: int = 0
    gone: int = 0


def import_events(
    *,
    actor: Actor,
    file: Path,
    feed: str = "",
    kind: str = EVENT,
    all_or_nothing: bool = False,
) -> EventsReport:
    """Read .ics or .geojson (.gz too) and place, move or cancel its events.

    An event is known by its UID: a higher SEQUENCE, or other content under the same one, moves it;
    an older one is left out; CANCELLED takes it back. Each event is one transaction; with
    `all_or_nothing` nothing is written if any is refused. `kind`: event or road_works, for those
    that do not say. Raises like `import_roads`.
    """
    require_importer(actor)
    if kind not in KINDS:
        raise InvalidInput({"kind": [_("Events or road works.")]})
    settings = city_book().settings
    frame = Frame(settings.time_zone, settings.box, timezone.now(), kind)
    reading = _read(file, frame)
    report = EventsReport(source_of(file, feed), reading.troubles)
    with guard.whole(all_or_nothing):
        _load(actor, reading, report)
        if all_or_nothing:
            refuse_if_refused(reading.troubles)
        told = {"new": report.new, "changed": report.changed, "cancelled": report.cancelled}
        data = {"feed": report.feed, **told}
        with transaction.atomic():
            record(actor=actor, verb="events.imported", subject="calendar:events", data=data)
    return report


def _load(actor: Actor, reading: EventReading, report: EventsReport) -> None:
    """Those that take place first, then those that are cancelled."""
    places = _Places(reading.troubles)
    found = [(row, piece) for row in reading.events.values() if (piece := places.piece(row))]
    for row, piece in found:
        _one(actor, row, piece, report)
    for row in reading.events.values():
        if row.cancelled:
            _one(actor, row, None, report)
    report.gone = _gone(report.feed, reading)


def _gone(feed: str, reading: EventReading) -> int:
    """How many events of a feed stand in the calendar, but not in its file."""
    left = ImportedEvent.objects.filter(feed=feed).exclude(hold__state=Hold.State.RELEASED)
    return sum(uid not in reading.events for uid in left.values_list("uid", flat=True))


def _read(file: Path, frame: Frame) -> EventReading:
    name = file.name.casefold().removesuffix(".gz")
    if name.endswith((".ics", ".ical", ".ifb", ".icalendar")):
        return read_ics(file, frame)
    if name.endswith((".geojson", ".json")):
        return read_geojson_events(file, frame)
    raise Unreadable(Troubles(MESSAGES, file.name).made("unknown_file"))


class _Places:
    """Where events are: drawn, or a site or area of the city by its code or name."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles
        self._sites: dict[str, Site] = {}
        for site in Site.objects.filter(in_force=True):
            for name in (site.code, *site.names.values()):
                self._sites.setdefault(name.casefold(), site)
        self._areas = city_book().areas.rows

    def piece(self, row: EventRow) -> Piece | None:
        """The piece of the city an event takes; None and a trouble when it says none we know."""
        if row.cancelled:
            return None
        site = self._site(row.place)
        if row.shape is not None:
            # A point beside the name of a place is only where its pin was put.
            if site is not None and row.shape.kind == "Point":
                return of_site(site)
            name = row.place or row.title
            return of_shape(row.shape, name={"id": name, "en": name})
        if site is not None:
            return of_site(site)
        if row.place.removeprefix("area:") in self._areas:
            return of_area(row.place.removeprefix("area:"))
        if row.place:
            self._troubles.add("unknown_place", value=row.place[:80], **row.where)
        else:
            self._troubles.add("no_place", **row.where)
        return None

    def _site(self, place: str) -> Site | None:
        text = place.casefold()
        return self._sites.get(text) or self._sites.get(text.partition(" ")[0].rstrip(",:;"))


def _one(actor: Actor, row: EventRow, piece: Piece | None, report: EventsReport) -> None:
    try:
        with transaction.atomic():
            _bring(actor, row, piece, report)
    except ActionError as error:
        report.troubles.add("refused", why=str(error), **row.where)


def _bring(actor: Actor, row: EventRow, piece: Piece | None, report: EventsReport) -> None:
    with connection.cursor() as cursor:
        # Two imports of one event would each place it.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"event:{row.uid}"])
    known = ImportedEvent.objects.select_related("hold").filter(uid=row.uid).first()
    if known is not None and row.sequence < known.sequence:
        found, stored = row.sequence, known.sequence
        report.troubles.add("older", done=NOTED, found=found, known=stored, **row.where)
        return
    if piece is None:
        _cancel(actor, row, known, report)
        return
    uses = _uses(row, piece)
    released = known is not None and known.hold.state == Hold.State.RELEASED
    if known is not None and released and known.digest == row.digest:
        # Somebody here gave it back; only another edition brings it up again.
        report.same += 1
        return
    if known is None or released:
        _place(actor, row, known, uses, report)
        return
    if known.digest == row.digest and _stands(known.hold, uses):
        report.same += 1
        _seen(known, row, report)
        return
    change_uses(actor=actor, hold_id=known.hold_id, uses=uses, title=row.title)
    report.changed += 1
    _seen(known, row, report)


def _place(
    actor: Actor,
    row: EventRow,
    known: ImportedEvent | None,
    uses: Sequence[Use],
    report: EventsReport,
) -> None:
    placed = place_hold(
        actor=actor,
        holder=holder_of(row.uid),
        source=row.kind,
        state=Hold.State.CONFIRMED,
        title=row.title,
        uses=uses,
    )
    report.new += 1
    if known is not None:
        known.hold = placed.hold
        _seen(known, row, report)
        return
    ImportedEvent.objects.create(
        uid=row.uid,
        feed=report.feed,
        sequence=row.sequence,
        digest=row.digest,
        hold=placed.hold,
    )


def _cancel(actor: Actor, row: EventRow, known: ImportedEvent | None, report: EventsReport) -> None:
    if known is None:
        report.troubles.add("cancelled_unknown", done=NOTED, **row.where)
        return
    if known.hold.state == Hold.State.RELEASED:
        report.same += 1
        return
    release(actor=actor, hold_id=known.hold_id, reason=_("Cancelled by its source."))
    report.cancelled += 1
    _seen(known, row, report)


def _seen(known: ImportedEvent, row: EventRow, report: EventsReport) -> None:
    known.sequence, known.digest, known.feed = row.sequence, row.digest, report.feed
    known.seen_at = timezone.now()
    known.save()


def holder_of(uid: str) -> str:
    """The holder of an event; a long uid is shortened to its digest."""
    return (
        f"event:{uid}" if len(uid) <= 150 else f"event:{hashlib.sha256(uid.encode()).hexdigest()}"
    )


def _uses(row: EventRow, piece: Piece) -> list[Use]:
    ground = ensure_ground(piece=piece)
    booked = Booking.Kind.CLOSURE if row.cuts_road else Booking.Kind(row.kind)
    return [
        Use(
            ground=ground,
            kind=booked,
            period=period,
            exclusive=row.exclusive,
            radius_m=row.radius_m,
        )
        for period in dict.fromkeys(row.periods)
    ]


def _stands(hold: Hold, uses: Sequence[Use]) -> bool:
    """Are these the uses that are stored?"""
    stored = {
        (row.ground_id, row.kind, row.during.lower, row.during.upper, row.exclusive, row.radius_m)
        for row in hold.bookings.all()
    }
    wanted = {
        (use.ground.pk, str(use.kind), use.period.start, use.period.end, use.exclusive,
         use.radius_m)
        for use in uses
    }  # fmt: skip
    return stored == wanted
