"""What axe finds on an open page, run by evaluation: the page's policy refuses script tags."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@lru_cache(maxsize=1)
def _axe() -> str:
    return AXE.read_text()


def violations(page: Any) -> list[str]:
    """One line for each violation; empty is what we want."""
    page.evaluate(_axe())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map(v =>"
        " `${v.id} (${v.impact}): ` + v.nodes.slice(0, 3).map(n => n.target[0]).join(', ')))",
        RULES,
    )
    return list(found)


def overflow(page: Any) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
