"""What axe finds on an open page; the page loads it from its own server, as its policy demands."""

from __future__ import annotations

import hashlib
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = "/static/vendor/axe-core/axe.min.js"

_RUN = """async which => window.axe && (await axe.run(document, which)).violations.map(v =>
    `${v.id} (${v.impact}): ` + v.nodes.slice(0, 3).map(n => n.target[0]).join(', '))"""


_LOAD = """address => new Promise((done, failed) => {
    const axe = document.createElement('script');
    Object.assign(axe, {src: address, onload: () => done(), onerror: failed});
    document.head.append(axe);
})"""


_SETTLE = """() => new Promise(done => requestAnimationFrame(() => {
    const end = one => one.effect.getComputedTiming().endTime !== Infinity && one.finish();
    document.getAnimations().forEach(end); requestAnimationFrame(done); }))"""


def violations(page: Any, only: str = "") -> list[str]:
    """One line for each violation of `RULES`, or of the rule `only`; empty is what we want."""
    which = {
        "runOnly": {"type": "rule", "values": [only]} if only else RULES,
        "resultTypes": ["violations"],
        # Of style sheets, for a rule that is not among these, and of sounds, which we have not.
        "preload": False,
    }
    page.evaluate(_SETTLE)  # colours glide from one theme to the other
    found = page.evaluate(_RUN, which)
    if found is None:
        # The browser keeps the compiled script from page to page; half a megabyte sent to each
        # page by evaluation costs a third of the look itself.
        page.evaluate(_LOAD, AXE)
        found = page.evaluate(_RUN, which)
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
