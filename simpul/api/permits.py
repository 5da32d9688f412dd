"""GET /permits/{code}: the state of a permit at this moment, as everybody may see it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from simpul.api.errors import REFUSALS, guarded
from simpul.kit.outcomes import NotVisible
from simpul.permits.issuing.public import newest_version, public_view
from simpul.permits.models import PermitCheck
from simpul.permits.queries import permit_by_code

router = Router()


class PlaceOut(Schema):
    label: str
    name: str
    area: str


class PartOut(Schema):
    """A traffic measure or special activity by its code, with its name in the reader's language."""

    code: str
    name: str
    road: str
    dates: str
    hours: str


class PermitOut(Schema):
    """`state`: valid, amended, suspended, revoked, cancelled, not_yet or expired.

    Title and company are empty while the production asks for confidentiality. `newest`: the code of
    the version that replaced this one, or empty.
    """

    state: str
    number: str
    version: int
    code: str
    title: str
    company: str
    valid: str
    places: list[PlaceOut]
    allowed: list[PartOut]
    held: list[PartOut]
    forbidden: list[PartOut]
    newest: str
    demonstration: bool


@router.get(
    "/permits/{code}",
    response={200: PermitOut, **REFUSALS},
    summary=gettext_noop("Check a permit by its code"),
    operation_id="permit",
)
@guarded("permits", asks=Schema, limit=60)
def permit(request: HttpRequest, code: str) -> Any:
    """404 for a code that no permit has."""
    found = permit_by_code(code)
    if found is None:
        raise NotVisible(_("We know no permit with this code."))
    view = public_view(found, timezone.now())
    PermitCheck.objects.create(permit=found, way="api", answer=view["state"])
    newest = newest_version(found)
    return 200, {**view, "newest": newest.short_code if newest else ""}
