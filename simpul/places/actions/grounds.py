"""Grounds come into being when somebody first names them, and follow what they were made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import shapely
from django.db import connection, transaction
from django.utils.translation import gettext as _
from shapely.geometry import shape as as_geometry

from simpul.city.areas import AreaIndex
from simpul.city.queries import boundaries, city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.geometry import Shape, metres
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.kit.texts import Texts
from simpul.places.models import Ground, GroundPart, Site
from simpul.places.near import takes_of

_FIELDS = ("name", "geometry", "plane", "extent", "area")
_NO_NAME: Texts = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the city that is to be a ground. `wholes`: codes of grounds it is a part of."""

    code: str
    kind: str
    name: Texts = field(default_factory=lambda: _NO_NAME)
    shape: Shape | None = None
    site_id: int | None = None
    area: str = ""
    wholes: tuple[str, ...] = ()


def of_site(site: Site) -> Piece:
    """A site: its footprint where somebody has drawn it, else its point, else no shape."""
    shape = None
    if site.footprint:
        shape = Shape(as_geometry(site.footprint))
    elif site.lat is not None and site.lon is not None:
        shape = Shape(shapely.Point(site.lon, site.lat))
    area = site.kelurahan or site.kecamatan
    return Piece(
        code=site.code,
        kind=Ground.Kind.SITE,
        name=site.names,
        shape=shape,
        site_id=site.pk,
        area=area,
        wholes=(f"area:{area}",) if area else (),
    )


def of_shape(shape: Shape, *, name: Texts = _NO_NAME, areas: AreaIndex | None = None) -> Piece:
    """A drawn shape. The same drawing is the same ground (to about a centimetre). `areas`: the
    city's, where the caller has them already."""
    drawn = shapely.to_wkt(shapely.normalize(shape.geometry), rounding_precision=7)
    digest = hashlib.sha256(drawn.encode()).hexdigest()[:24]
    return _located(f"shape:{digest}", Ground.Kind.SHAPE, shape, name, areas)


def of_street(
    key: str, shape: Shape, *, name: Texts = _NO_NAME, areas: AreaIndex | None = None
) -> Piece:
    """A stretch of street. `key`: the same for the same stretch for ever."""
    return _located(f"street:{key}", Ground.Kind.STREET, shape, name, areas)


def of_area(code: str) -> Piece:
    """An official area, with its boundary where one has been imported. InvalidInput: unknown."""
    return _area(code, city_book().areas, boundaries())


def _area(code: str, areas: AreaIndex, shapes: Mapping[str, Any]) -> Piece:
    row = areas.rows.get(code)
    if row is None:
        raise InvalidInput({"area": [_("There is no area with this code.")]})
    return Piece(
        code=f"area:{code}",
        kind=Ground.Kind.AREA,
        name={"id": row.name, "en": row.name},
        shape=Shape(as_geometry(shapes[code])) if code in shapes else None,
        area=code,
        wholes=(f"area:{row.parent}",) if row.parent else (),
    )


def _located(code: str, kind: str, shape: Shape, name: Texts, areas: AreaIndex | None) -> Piece:
    hit = (areas or city_book().areas).locate(*shape.middle)
    # A guess by the nearest point is good enough for a list, not for taking the ground.
    sure = hit is not None and not hit.approximate
    return Piece(
        code=code,
        kind=kind,
        name=name,
        shape=shape,
        area=hit.kelurahan if hit else "",
        wholes=(f"area:{hit.kelurahan}",) if hit and sure else (),
    )


def ensure_ground(*, piece: Piece) -> Ground:
    """The ground of one piece; see `ensure_grounds`."""
    return ensure_grounds(pieces=[piece])[piece.code]


def ensure_grounds(*, pieces: Iterable[Piece]) -> dict[str, Ground]:
    """Code -> ground for every piece, made or brought up to date; a fixed number of statements.

    A ground whose shape has changed takes its bookings along. Areas that pieces are parts of are
    made too. InvalidInput where a piece is a part of something unknown.
    """
    wanted = {piece.code: piece for piece in pieces}
    asked = list(wanted)
    book = city_book()
    _with_areas(wanted, book.areas)
    with transaction.atomic():
        known = Ground.objects.in_bulk(sorted(wanted), field_name="code")
        plane = metres(book.settings.epsg)
        rows = [_row(wanted[code], plane) for code in sorted(wanted)]
        changed = [row for row in rows if _differs(known.get(row.code), row)]
        if changed:
            Ground.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["code"], update_fields=_FIELDS
            )
            known = Ground.objects.in_bulk(sorted(wanted), field_name="code")
            _follow_shapes([known[row.code].pk for row in changed])
        _link_wholes(wanted, known)
    return {code: known[code] for code in asked}


def _with_areas(wanted: dict[str, Piece], areas: AreaIndex) -> None:
    left = {whole for piece in wanted.values() for whole in piece.wholes}
    shapes = boundaries() if any(code.startswith("area:") for code in left) else {}
    while left:
        code = left.pop()
        if code not in wanted and code.startswith("area:"):
            wanted[code] = _area(code.removeprefix("area:"), areas, shapes)
            left.update(wanted[code].wholes)


def _row(piece: Piece, plane: Any) -> Ground:
    ground = Ground(
        code=piece.code,
        kind=piece.kind,
        name=dict(piece.name),
        site_id=piece.site_id,
        area=piece.area,
    )
    if piece.shape is not None:
        flat = plane.plane(piece.shape)
        ground.geometry = piece.shape.geojson
        ground.plane, ground.extent = flat.wkb, flat.bounds
    return ground


def _differs(known: Ground | None, row: Ground) -> bool:
    if known is None:
        return True
    stored = bytes(known.plane) if known.plane is not None else None
    return (
        stored != row.plane or known.area != row.area or (known.name != row.name and row.name != {})
    )


def _follow_shapes(ground_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE places_booking b SET extent = box("
            "point((g.extent[0])[0] + b.radius_m, (g.extent[0])[1] + b.radius_m), "
            "point((g.extent[1])[0] - b.radius_m, (g.extent[1])[1] - b.radius_m)) "
            "FROM places_ground g WHERE g.id = b.ground_id AND g.id = ANY(%s)",
            [ground_ids],
        )


def _link_wholes(wanted: Mapping[str, Piece], known: dict[str, Ground]) -> None:
    """Set the parts that the pieces name; areas a piece no longer lies in are let go."""
    missing = {whole for piece in wanted.values() for whole in piece.wholes} - set(known)
    if missing:
        known |= Ground.objects.in_bulk(sorted(missing), field_name="code")
        if lost := missing - set(known):
            told = _("There is no ground with the code %(code)s.") % {"code": min(lost)}
            raise InvalidInput({"wholes": [told]})
    links = {
        (known[whole].pk, known[code].pk)
        for code, piece in wanted.items()
        for whole in piece.wholes
    }
    parts = [known[code].pk for code in wanted]
    stored = GroundPart.objects.filter(part__in=parts)
    have = {(link.whole_id, link.part_id): link for link in stored.select_related("whole")}
    gone = [
        link.pk
        for pair, link in have.items()
        if pair not in links and link.whole.kind == Ground.Kind.AREA
    ]
    if gone:
        GroundPart.objects.filter(pk__in=gone).delete()
    GroundPart.objects.bulk_create(
        [GroundPart(whole_id=whole, part_id=part) for whole, part in sorted(links - set(have))],
        ignore_conflicts=True,
    )


def link_parts(*, actor: Actor, whole: Ground, parts: Iterable[Ground]) -> None:
    """Say that grounds are parts of another (the squares of a heritage zone).

    NotAllowed unless the commission's own people do it; WrongState when the whole would become a
    part of itself.
    """
    if actor.kind != "system" and not actor.has_role("case_officer", "head_of_service"):
        raise NotAllowed(_("Only the commission says what is a part of a place."))
    new = sorted(parts, key=lambda ground: ground.pk)
    with transaction.atomic():
        # One at a time: two that link crosswise would each see no circle.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE places_groundpart IN SHARE ROW EXCLUSIVE MODE")
        if any(whole.pk in below for below in takes_of(part.pk for part in new).values()):
            raise WrongState(_("A place cannot be a part of itself."))
        GroundPart.objects.bulk_create(
            [GroundPart(whole=whole, part=part) for part in new], ignore_conflicts=True
        )
        data = {"parts": [part.code for part in new]}
        record(actor=actor, verb="ground.parts_linked", subject=f"ground:{whole.pk}", data=data)
