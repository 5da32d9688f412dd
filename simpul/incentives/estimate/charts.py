"""Small charts as SVG: bars beside words, and lines over a year. Pure; colours by class.

Every chart stands beside a table with the same figures and has a sentence for those who do not see
it. Presentation attributes serve paper, which has no style sheet; a page's classes win over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape

INK, AMBER, SOFT = "#17132e", "#e08a00", "#79738f"
LOOKS = {
    "paid": ("chart-sure", AMBER, "none"),
    "ceiling": ("chart-open", "none", AMBER),
    "proposal": ("chart-open", "none", SOFT),
}
"""State of a figure -> class, fill, outline. Only what can be counted on is filled."""

WIDTH = 300


def bar(amount: Decimal, most: Decimal, state: str) -> str:
    """One bar, as long as the amount is of the most; its words stand beside it."""
    name, fill, line = LOOKS.get(state, LOOKS["proposal"])
    length = _length(amount, most, WIDTH - 2)
    dashes = ' stroke-dasharray="5 4"' if fill == "none" else ""
    return (
        f'<svg class="chart-bar" viewBox="0 0 {WIDTH} 16" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">'
        f'<rect class="{name}" x="1" y="2" width="{length}" height="12" rx="2" fill="{fill}"'
        f' stroke="{line}"{dashes}/></svg>'
    )


def _length(amount: Decimal, most: Decimal, width: int) -> str:
    """At least one unit, so that little is not nothing; nothing is nothing."""
    if most <= 0 or amount <= 0:
        return "0"
    length = max(Decimal(1), width * min(amount, most) / most)
    return str(length.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Line:
    """A line over the days of a year: points of (day number, amount). `look`: a | b | limit."""

    name: str
    look: str
    points: Sequence[tuple[int, Decimal]]


LINES = {"a": (SOFT, "6 4"), "b": (AMBER, ""), "limit": ("#a81c2b", "2 3")}
BOX = (520, 240)
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 10, 24


def curves(
    lines: Sequence[Line], *, title: str, days: int, marks: Sequence[tuple[int, str]]
) -> str:
    """Lines that rise by steps. `marks`: words under the axis at a day."""
    most = max((amount for line in lines for _day, amount in line.points), default=Decimal(0))
    width, height = BOX
    parts = [
        f'<svg class="chart-curves" viewBox="0 0 {width} {height}" role="img"'
        f' aria-label="{escape(title, quote=True)}">'
    ]
    base = height - BOTTOM
    parts.append(f'<path class="chart-axis" d="M{LEFT} {base}H{width - RIGHT}" stroke="{SOFT}"/>')
    for day, words in marks:
        x = _x(day, days)
        anchor = "start" if day < days * 0.1 else "end" if day > days * 0.9 else "middle"
        parts.append(
            f'<text class="chart-words" x="{x}" y="{height - 7}" text-anchor="{anchor}"'
            f' font-size="13" fill="{INK}">{escape(words)}</text>'
        )
    for line in lines:
        colour, dashes = LINES[line.look]
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(
            f'<path class="chart-line chart-line-{line.look}" d="{_path(line, days, most)}"'
            f' fill="none" stroke="{colour}" stroke-width="2.5"{dash}/>'
        )
    return "".join([*parts, "</svg>"])


def _path(line: Line, days: int, most: Decimal) -> str:
    made: list[str] = []
    for day, amount in line.points:
        x, y = _x(day, days), _y(amount, most)
        made.append(f"H{x}V{y}" if made else f"M{x} {y}")
    return "".join(made)


def _x(day: int, days: int) -> str:
    return str(LEFT + (BOX[0] - LEFT - RIGHT) * day // max(1, days))


def _y(amount: Decimal, most: Decimal) -> str:
    room = BOX[1] - TOP - BOTTOM
    height = room * amount / most if most > 0 else Decimal(0)
    return str((BOX[1] - BOTTOM - height).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
