"""What permits and wrap reports of a production say of days, hires and trainees.

Nobody types these twice: the case shows them, and the audit holds what was declared against them.
What no permit or wrap report says is None and stays a declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from simpul.permits.models import Permit, WrapReport

FIGURES = ("shoot_days", "local_hires", "trainee_days")
"""Figures that permits and wrap reports can know; the same words as in a scheme's `from`."""

_STRENGTH = {"declared": 0, "ledger": 1, "audited": 2}


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` None: not recorded. `evidence`: permit, or the weakest of the wrap reports behind it
    (wrap: the company's own word in it; ledger; audited). `sources`: kind, reference, value."""

    key: str
    value: Decimal | None
    evidence: str
    sources: tuple[dict[str, Any], ...] = ()


def recorded(production_id: int) -> dict[str, Figure]:
    """All figures of one production (two queries)."""
    permits = list(
        Permit.objects.filter(
            application__production_id=production_id, state=Permit.State.VALID
        ).order_by("number")
    )
    wraps = list(
        WrapReport.objects.filter(
            application__production_id=production_id, submitted_at__isnull=False
        )
        .select_related("application")
        .order_by("application__reference")
    )
    found = {"shoot_days": _days(permits, wraps)}
    for key in ("local_hires", "trainee_days"):
        found[key] = _from_wraps(key, key, wraps)
    return found


def shooting_dates(permit: Permit) -> set[str]:
    """Dates (ISO) on which this permit allows to shoot, those in reserve not counted."""
    return {
        day["date"]
        for day in permit.contents["days"]
        if day["kind"] == "shoot" and not day["contingency"]
    }


def _days(permits: list[Permit], wraps: list[WrapReport]) -> Figure:
    """Days allowed by permits, each date once; where wrap reports say fewer were used, those."""
    if not permits:
        return Figure("shoot_days", None, "declared")
    allowed = set().union(*(shooting_dates(permit) for permit in permits))
    sources: list[dict[str, Any]] = [
        {"kind": "permit", "reference": p.number, "value": str(len(shooting_dates(p)))}
        for p in permits
    ]
    used = _from_wraps("shoot_days", "actual_days", wraps)
    if used.value is None:
        return Figure("shoot_days", Decimal(len(allowed)), "permit", tuple(sources))
    fewer = min(Decimal(len(allowed)), used.value)
    return Figure("shoot_days", fewer, used.evidence, (*sources, *used.sources))


def _from_wraps(key: str, field: str, wraps: list[WrapReport]) -> Figure:
    if not wraps:
        return Figure(key, None, "declared")
    total = sum((Decimal(getattr(wrap, field) or 0) for wrap in wraps), Decimal(0))
    weakest = min((wrap.evidence_level for wrap in wraps), key=lambda level: _STRENGTH[level])
    sources = tuple(
        {
            "kind": "wrap",
            "reference": wrap.application.reference or "",
            "value": str(getattr(wrap, field) or 0),
        }
        for wrap in wraps
    )
    return Figure(key, total, "wrap" if weakest == "declared" else weakest, sources)
