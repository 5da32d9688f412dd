"""What axe finds on an open page, run by evaluation: the page's policy refuses script tags."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@lru_cache(maxsize=1)
def _axe() -> str:
    return AXE.read_text()


def violations(page: Any, only: str = "") -> list[str]:
    """One line for each violation of `RULES`, or of the rule `only`; empty is what we want."""
    page.evaluate(_axe())
    found = page.evaluate(
        "which => axe.run(document, {runOnly: which}).then(r => r.violations.map(v =>"
        " `${v.id} (${v.impact}): ` + v.nodes.slice(0, 3).map(n => n.target[0]).join(', ')))",
        {"type": "rule", "values": [only]} if only else RULES,
    )
    return list(found)


def makeup(page: Any) -> str:
    """What the page is made of, whatever its words and however often a row comes: two pages that
    agree in this can differ for axe in their texts only."""
    return hashlib.sha256(str(page.evaluate(_MAKEUP)).encode()).hexdigest()[:24]


_MAKEUP = """() => {
    const kind = e => [e.localName, ...e.classList, e.type, e.getAttribute('role'),
        e.checkVisibility() ? '' : 'hidden'].join(' ');
    const parts = [...document.body.querySelectorAll('*')].filter(e => !e.closest('svg'));
    const heads = parts.filter(e => /^h[1-6]$/.test(e.localName)).map(e => e.localName);
    return [...new Set(parts.map(e => `${kind(e.parentElement)} > ${kind(e)}`)),
        ...heads.filter((one, n) => one !== heads[n - 1])].join('\\n');
}"""


def overflow(page: Any) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
