"""What is read of an event, from whatever file, and what can be wrong with it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from simpul.kit.geometry import Shape
from simpul.kit.periods import Period
from simpul.kit.texts import Texts
from simpul.places.geofile import MESSAGES as FILE_MESSAGES
from simpul.places.troubles import Troubles

EVENT, ROAD_WORKS = "event", "road_works"
KINDS = (EVENT, ROAD_WORKS)
HORIZON_DAYS, PAST_DAYS = 548, 31
"""Recurring events are laid out for 18 months ahead; what ended a month ago is left out."""
MOST_YEARS, MOST_TIMES = 10, 1000
LONGEST = timedelta(days=5 * 366)
POINT_RADIUS_M = 50
"""An event known only by a point takes so many metres around it, unless it says otherwise."""

MESSAGES: Mapping[str, Texts] = {
    **FILE_MESSAGES,
    "not_ics": {
        "id": "bukan berkas iCalendar (BEGIN:VCALENDAR tidak ada)",
        "en": "not an iCalendar file (no BEGIN:VCALENDAR)",
    },
    "too_many_events": {
        "id": "lebih dari {most} acara dalam satu berkas",
        "en": "more than {most} events in one file",
    },
    "unknown_file": {
        "id": "hanya .ics, .geojson, .json, dan .gz-nya yang dibaca",
        "en": "only .ics, .geojson, .json and their .gz are read",
    },
    "bad_event": {"id": "acara tidak terbaca: {why}", "en": "the event cannot be read: {why}"},
    "no_uid": {"id": "tidak punya UID atau id", "en": "has no UID or id"},
    "no_title": {
        "id": "tidak punya judul; disebut \"{title}\"",
        "en": "has no title; called \"{title}\"",
    },
    "no_start": {"id": "waktu mulai tidak ada", "en": "has no start"},
    "no_end": {
        "id": "waktu selesai atau lamanya tidak ada",
        "en": "has neither an end nor a duration",
    },
    "end_before_start": {
        "id": "selesai ({end}) tidak sesudah mulai ({start})",
        "en": "ends ({end}) not after it starts ({start})",
    },
    "too_long": {"id": "lebih dari lima tahun", "en": "lasts more than five years"},
    "year": {"id": "tahun {year} tidak masuk akal", "en": "the year {year} cannot be right"},
    "unknown_zone": {
        "id": "zona waktu {zone} tidak dikenal",
        "en": "the time zone {zone} is unknown",
    },
    "not_a_time": {
        "id": "{column} bukan waktu ISO 8601: {value}",
        "en": "{column} is not a time of ISO 8601: {value}",
    },
    "bad_rule": {
        "id": "aturan ulangan tidak terbaca: {why}",
        "en": "the rule of recurrence cannot be read: {why}",
    },
    "too_often": {
        "id": "berulang lebih dari {most} kali dalam 18 bulan",
        "en": "happens more than {most} times in 18 months",
    },
    "past": {"id": "sudah lewat; dilewati", "en": "is over; left out"},
    "later": {
        "id": "tidak terjadi dalam 18 bulan ke depan; dilewati",
        "en": "does not happen within 18 months; left out",
    },
    "following": {
        "id": "perubahan \"ini dan seterusnya\" tidak didukung; hanya kali ini yang diubah",
        "en": "a change of \"this and following\" is not supported; only this time is changed",
    },
    "older": {
        "id": "SEQUENCE {found} lebih tua daripada yang tersimpan ({known}); dilewati",
        "en": "SEQUENCE {found} is older than what is stored ({known}); left out",
    },
    "different": {
        "id": "id ini sudah ada di atas dengan isi lain; yang pertama dipakai",
        "en": "this id stands above with other contents; the first one is kept",
    },
    "twice": {"id": "sama dengan yang di atas", "en": "the same as the one above"},
    "unknown_kind": {
        "id": "jenis {value} tidak dikenal; pilihannya event, road_works, closure",
        "en": "the kind {value} is unknown; it is one of event, road_works, closure",
    },
    "bad_number": {
        "id": "{column} harus bilangan dari 0 sampai {most}, bukan {value}; dipakai {other}",
        "en": "{column} is a number from 0 to {most}, not {value}; {other} is taken",
    },
    "not_yes_no": {
        "id": "{column} harus true atau false, bukan {value}",
        "en": "{column} is true or false, not {value}",
    },
    "no_place": {
        "id": "tanpa tempat: isi GEO, kode tempat, atau gambar di peta",
        "en": "has no place: give GEO, the code of a place, or a geometry",
    },
    "unknown_place": {
        "id": "tempat \"{value}\" tidak ada di katalog",
        "en": "the place \"{value}\" is not in the catalogue",
    },
    "outside_city": {
        "id": "terletak di luar kota ({lat}, {lon})",
        "en": "lies outside the city ({lat}, {lon})",
    },
    "swapped": {
        "id": "lintang dan bujur tertukar",
        "en": "latitude and longitude are swapped",
    },
    "cancelled_unknown": {
        "id": "dibatalkan dan memang belum pernah ada di sini",
        "en": "is cancelled and was never here",
    },
    "refused": {"id": "{why}", "en": "{why}"},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event. Its place is `shape`, or `place`: the code or name of one in the catalogue.

    `cuts_road`: nobody passes. `radius_m`: taken around the place. `content`: what makes it
    another edition when it differs, without what moves with today's date.
    """

    uid: str
    sequence: int
    title: str
    kind: str
    cancelled: bool
    exclusive: bool
    cuts_road: bool
    periods: tuple[Period, ...]
    place: str
    shape: Shape | None
    radius_m: int
    line: int
    feature: int
    times: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Of the content; the same for the same edition."""
        shape = self.shape.geojson if self.shape else None
        told = [self.title, self.kind, self.cancelled, self.exclusive, self.cuts_road]
        whole = [*told, self.place, shape, self.radius_m, *self.times]
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()

    @property
    def where(self) -> dict[str, Any]:
        """Its place in the file, for troubles."""
        return {"line": self.line, "feature": self.feature, "name": self.uid}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a reading needs to know: the city's zone and bounds, now, and the kind by default."""

    zone: str
    bounds: tuple[float, float, float, float]
    now: datetime
    kind: str = EVENT

    @property
    def first(self) -> datetime:
        """Events that ended before are left out."""
        return self.now - timedelta(days=PAST_DAYS)

    @property
    def last(self) -> datetime:
        """Recurring events are laid out until then."""
        return self.now + timedelta(days=HORIZON_DAYS)


@dataclass(slots=True)
class EventReading:
    """Events of one file, each uid once."""

    troubles: Troubles
    events: dict[str, EventRow] = field(default_factory=dict)

    def keep(self, row: EventRow) -> None:
        """One more; the same uid again is kept once: the highest sequence, then the first."""
        known = self.events.get(row.uid)
        if known is None or row.sequence > known.sequence:
            self.events[row.uid] = row
        elif known.digest == row.digest:
            self.troubles.add("twice", done="noted", **row.where)
        elif row.sequence == known.sequence:
            self.troubles.add("different", **row.where)
        else:
            self.troubles.add(
                "older", done="noted", found=row.sequence, known=known.sequence, **row.where
            )


def near_city(lat: float, lon: float, bounds: tuple[float, float, float, float]) -> bool:
    """Within the bounds of the city; NaN is nowhere."""
    return bounds[0] <= lon <= bounds[2] and bounds[1] <= lat <= bounds[3]


def inside(shape: Shape, bounds: tuple[float, float, float, float]) -> bool:
    """Does the shape lie within the bounds?"""
    west, south, east, north = shape.box
    return near_city(south, west, bounds) and near_city(north, east, bounds)
