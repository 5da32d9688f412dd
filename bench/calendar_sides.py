"""The two sides of the comparison: the calendar as Simpul stores it, and the same in PostGIS.

Both hold the same rows of the same made-up city, are loaded with COPY with every constraint and
index in place, and answer the same question with the same answer: which bookings stand at the same
time on the same ground, or within `WITHIN_M` of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
import shapely

from bench.calendar_city import FIRST_DAY, KINDS, Calendar, Question

WITHIN_M = 100.0
Found = set[tuple[int, int, bool]]
"""Number of the ground in the question, id of the booking, shares the ground."""


def ranges(calendar: Calendar) -> Iterator[str]:
    """The periods as PostgreSQL reads them."""
    for number in range(len(calendar)):
        start, end = calendar.period(number)
        yield f"[{start.isoformat()},{end.isoformat()})"


def hold_rows(calendar: Calendar) -> Iterator[tuple[Any, ...]]:
    """id, uid, sequence, holder, source, state, title, confidential, expires, confirmed, released,
    cancelled, reason, created, changed."""
    for number in range(0, len(calendar), 3):
        key, state = number // 3 + 1, str(calendar.state[number])
        kept = FIRST_DAY if state not in ("confirmed", "released") else None
        sure = FIRST_DAY if state == "confirmed" else None
        gone = FIRST_DAY if state == "released" else None
        yield (
            key,
            UUID(int=key),
            0,
            f"application:{key}",
            "permit",
            state,
            f"Film {key}",
            False,
            kept,
            sure,
            gone,
            False,
            "given back" if gone else "",
            FIRST_DAY,
            FIRST_DAY,
        )


HOLD_COLUMNS = (
    "id, uid, sequence, holder, source, state, title, confidential, expires_at, confirmed_at, "
    "released_at, cancelled, reason, created_at, changed_at"
)


def copy(connection: psycopg.Connection[Any], into: str, rows: Iterator[tuple[Any, ...]]) -> float:
    """COPY the rows; seconds it took."""
    begun = perf_counter()
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as out:
        for row in rows:
            out.write_row(row)
    connection.commit()
    return perf_counter() - begun


class Simpul:
    """Through Django and `clashing_bookings`, as the program asks."""

    name = "Simpul"

    def __init__(self, address: str) -> None:
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", "places", verbosity=0, skip_checks=True)
        connection.ensure_connection()
        self.connection: psycopg.Connection[Any] = connection.connection
        self.connection.commit()
        self.address = address

    def load(self, calendar: Calendar) -> float:
        """Seconds for the bookings alone."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE places_booking, places_taken, places_hold, places_groundpart, "
                "places_ground CASCADE"
            )
        self.connection.commit()
        copy(
            self.connection,
            "places_ground (id, code, kind, name, area, geometry, plane, extent)",
            (
                (
                    n + 1,
                    f"shape:{n}",
                    "shape",
                    json.dumps({"id": f"Tempat {n}"}),
                    "",
                    "{}",
                    shape.wkb,
                    _box(shape),
                )
                for n, shape in enumerate(calendar.shapes)
            ),
        )
        copy(self.connection, f"places_hold ({HOLD_COLUMNS})", hold_rows(calendar))
        boxes = [_box(shape) for shape in calendar.shapes]
        seconds = copy(
            self.connection,
            "places_booking (id, hold_id, ground_id, kind, during, exclusive, vehicles, "
            "radius_m, extent, state, details, counted_at, cuts)",
            (
                (
                    n + 1,
                    n // 3 + 1,
                    int(calendar.ground[n]) + 1,
                    KINDS[calendar.kind[n]],
                    during,
                    bool(calendar.exclusive[n]),
                    0,
                    0,
                    boxes[calendar.ground[n]],
                    str(calendar.state[n]),
                    "{}",
                    "{}",
                    "{}",
                )
                for n, during in enumerate(ranges(calendar))
            ),
        )
        vacuum(self.address)
        return seconds

    def asker(self, question: Question) -> Callable[[], Any]:
        """The question as the program would put it, its grounds read before."""
        from simpul.kit.periods import Period
        from simpul.places.models import Ground
        from simpul.places.near import Use, clashing_bookings

        grounds = Ground.objects.in_bulk([n + 1 for n in question.grounds])
        uses = [
            Use(ground=grounds[n + 1], kind="shoot", period=Period(*period), exclusive=True)
            for n in question.grounds
            for period in question.periods
        ]
        return lambda: clashing_bookings(uses, within_m=WITHIN_M)

    def answer(self, question: Question) -> Found:
        """What it finds, without the days."""
        days = len(question.periods)
        return {(one.use // days, one.booking_id, one.shares) for one in self.asker(question)()}

    def sizes(self) -> dict[str, int]:
        """Bytes of the table, of the index that answers, of all indexes."""
        return _sizes(self.connection, "places_booking", "booking_squares")


_POSTGIS_TABLES = """
CREATE EXTENSION IF NOT EXISTS postgis;
DROP TABLE IF EXISTS booking, hold, ground;
CREATE TABLE ground (id bigint PRIMARY KEY, code text NOT NULL UNIQUE, name jsonb NOT NULL);
CREATE TABLE hold (id bigint PRIMARY KEY, uid uuid NOT NULL UNIQUE, sequence int NOT NULL,
  holder text NOT NULL, source text NOT NULL, state text NOT NULL, title text NOT NULL,
  confidential bool NOT NULL, expires_at timestamptz, confirmed_at timestamptz,
  released_at timestamptz, cancelled bool NOT NULL, reason text NOT NULL,
  created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL, UNIQUE (id, state));
CREATE TABLE booking (id bigint PRIMARY KEY,
  hold_id bigint NOT NULL REFERENCES hold, ground_id bigint NOT NULL REFERENCES ground,
  kind text NOT NULL, during tstzrange NOT NULL, exclusive bool NOT NULL, vehicles int NOT NULL,
  radius_m int NOT NULL, geom geometry(Geometry, 32748) NOT NULL, state text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  FOREIGN KEY (hold_id, state) REFERENCES hold (id, state),
  CHECK (NOT isempty(during)), CHECK (radius_m <= 5000));
CREATE INDEX booking_hold ON booking (hold_id);
CREATE INDEX booking_of_ground ON booking (ground_id, upper(during));
CREATE INDEX booking_near ON booking USING gist (geom, during) WHERE NOT state = 'released';
"""

_MOMENTS = "(date_part('epoch', {}) * 1000000)::bigint"
_POSTGIS_NEAR = f"""
CREATE OR REPLACE FUNCTION near(
  wanted bigint[], shapes geometry[], periods tstzmultirange[], within float8, but_not text)
RETURNS TABLE (n bigint, booking_id bigint, begins bigint, ends bigint, kind text, exclusive bool,
  vehicles int, radius_m int, details text, hold_id bigint, uid uuid, holder text, source text,
  state text, title text, confidential bool, recorded_at bigint, complete_at bigint,
  ground_id bigint, ground_code text, ground_name text, shares bool, metres float8)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT w.n, b.id, {_MOMENTS.format("lower(b.during)")}, {_MOMENTS.format("upper(b.during)")},
    b.kind, b.exclusive, b.vehicles, b.radius_m,
    CASE WHEN b.details <> '{{}}' THEN b.details::text END, h.id, h.uid, h.holder, h.source,
    h.state, h.title, h.confidential, {_MOMENTS.format("h.created_at")},
    {_MOMENTS.format("h.expires_at")}, g.id, g.code, g.name::text,
    b.ground_id = w.ground_id OR (ST_Intersects(b.geom, w.geom) AND NOT ST_Touches(b.geom, w.geom)),
    ST_Distance(b.geom, w.geom)
  FROM unnest(wanted, shapes, periods) WITH ORDINALITY AS w (ground_id, geom, during, n)
  JOIN booking b ON ST_DWithin(b.geom, w.geom, within) AND b.during && w.during
    AND NOT b.state = 'released'
  JOIN hold h ON h.id = b.hold_id JOIN ground g ON g.id = b.ground_id
  WHERE h.holder <> but_not
  ORDER BY w.n, lower(b.during), b.id;
END $$;
"""


class PostGIS:
    """Its own tables with a geometry in each booking, its own index, its own functions; planned
    once for each connection, as Simpul's question is."""

    name = "PostGIS"

    def __init__(self, address: str) -> None:
        self.address = address
        self.connection: psycopg.Connection[Any] = psycopg.connect(address)
        self.connection.prepare_threshold = None
        self.connection.execute(_POSTGIS_TABLES)
        self.connection.execute(_POSTGIS_NEAR)
        self.connection.commit()
        self.shapes: Sequence[Any] = ()

    def load(self, calendar: Calendar) -> float:
        """Seconds for the bookings alone."""
        self.connection.execute("TRUNCATE booking, hold, ground")
        self.connection.commit()
        self.shapes = calendar.shapes
        copy(
            self.connection,
            "ground",
            (
                (n + 1, f"shape:{n}", json.dumps({"id": f"Tempat {n}"}))
                for n in range(len(calendar.shapes))
            ),
        )
        copy(self.connection, f"hold ({HOLD_COLUMNS})", hold_rows(calendar))
        placed = [_ewkb(shape) for shape in calendar.shapes]
        seconds = copy(
            self.connection,
            "booking (id, hold_id, ground_id, kind, during, exclusive, vehicles, radius_m, geom, "
            "state)",
            (
                (
                    n + 1,
                    n // 3 + 1,
                    int(calendar.ground[n]) + 1,
                    KINDS[calendar.kind[n]],
                    during,
                    bool(calendar.exclusive[n]),
                    0,
                    0,
                    placed[calendar.ground[n]],
                    str(calendar.state[n]),
                )
                for n, during in enumerate(ranges(calendar))
            ),
        )
        vacuum(self.address)
        return seconds

    def asker(self, question: Question) -> Callable[[], list[tuple[Any, ...]]]:
        """The question, its shapes at hand; their shapes and each day's own row, which Simpul's
        answer has, are not asked of PostGIS."""
        spans = ",".join(f"[{a.isoformat()},{b.isoformat()})" for a, b in question.periods)
        values: list[Any] = [
            [n + 1 for n in question.grounds],
            ":".join(_ewkb(self.shapes[n]) for n in question.grounds).join("{}"),
            ",".join([f'"{{{spans}}}"'] * len(question.grounds)).join("{}"),
            WITHIN_M,
        ]
        query = "SELECT * FROM near(%s, %s, %s, %s, '')"

        def ask() -> list[tuple[Any, ...]]:
            with self.connection.transaction(), self.connection.cursor() as cursor:
                cursor.execute(query, values)
                return cursor.fetchall()

        return ask

    def answer(self, question: Question) -> Found:
        """What it finds."""
        return {(row[0] - 1, row[1], row[21]) for row in self.asker(question)()}

    def sizes(self) -> dict[str, int]:
        """Bytes of the table, of the index that answers, of all indexes."""
        return _sizes(self.connection, "booking", "booking_near")


def vacuum(address: str) -> None:
    """Statistics and visibility, as autovacuum would leave them."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _sizes(connection: psycopg.Connection[Any], table: str, index: str) -> dict[str, int]:
    row = connection.execute(
        "SELECT pg_table_size(%s::regclass), pg_relation_size(%s::regclass), "
        "pg_indexes_size(%s::regclass)",
        [table, index, table],
    ).fetchone()
    connection.commit()
    assert row is not None
    return {"table": row[0], "near index": row[1], "all indexes": row[2]}


def _box(shape: Any) -> str:
    west, south, east, north = shape.bounds
    return f"({east!r},{north!r}),({west!r},{south!r})"


def _ewkb(shape: Any) -> str:
    return str(shapely.to_wkb(shapely.set_srid(shape, 32748), hex=True, include_srid=True))
