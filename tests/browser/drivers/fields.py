"""Filling one field of a form, whatever its shape, and waiting for what a click brings.

What asks many elements at once (`evaluate_all`, `all_text_contents`) or runs a script on one makes
Playwright set itself up a second time in the page, among the page's own scripts: some 25 ms for
each page. `texts` does not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def put(form: Any, name: str, value: Any) -> bool:
    """Type or choose `value` in the visible field `name` of `form`; False when it is not asked."""
    found = form.locator(f'[name="{name}"]:not([type="hidden"])')
    first = found.first
    if not first.is_visible():
        return False
    kind = first.get_attribute("type")
    if kind == "radio":
        choose(found, said(value))
    elif kind == "checkbox":
        tick(found, value)
    elif kind == "file":
        first.set_input_files(value)
    elif kind is None and found.and_(form.page.locator("select")).count():
        pick(first, said(value))
    else:
        first.fill(said(value))
    return True


def texts(page: Any, selector: str) -> list[str]:
    """The words of every element that this CSS selector finds, in the order of the page."""
    found: list[str] = page.evaluate(
        "s => [...document.querySelectorAll(s)].map(e => e.textContent.trim())", selector
    )
    return found


def unfold(form: Any) -> None:
    """Open what the form is folded away in, as one who looks for it would."""
    folded = form.locator("xpath=ancestor::details[not(@open)][last()]")
    while folded.count():
        folded.locator("> summary").click()


def said(value: Any) -> str:
    """A value of the plan as the form spells it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    return str(value)


def choose(radios: Any, value: str) -> None:
    """Check the radio button with this value."""
    radios.and_(radios.page.locator(f'[value="{value}"]')).check(force=True)


def tick(boxes: Any, value: Any) -> None:
    """Tick the one box, or those of a list of values."""
    if isinstance(value, (list, tuple)):
        for one in value:
            boxes.and_(boxes.page.locator(f'[value="{one}"]')).check(force=True)
    else:
        boxes.first.set_checked(bool(value), force=True)


def pick(select: Any, value: str) -> None:
    """Choose an option: the value itself, the wider area of an area code, or the usual (empty)."""
    parts = value.split(".")
    wider = (".".join(parts[:many]) for many in range(len(parts), 0, -1))
    known = (one for one in wider if select.locator(f'option[value="{one}"]').count())
    select.select_option(next(known, ""))


def swapped(page: Any, selector: str, act: Callable[[], Any]) -> None:
    """Do something that replaces the element `selector` without a new page, and wait for that."""
    page.evaluate("s => { document.querySelector(s).dataset.before = 'yes' }", selector)
    act()
    page.wait_for_selector(
        f"{selector}:not([data-before]):not(.htmx-settling):not(.htmx-request)", state="attached"
    )


def going(page: Any, act: Callable[[], Any]) -> None:
    """Do something that opens another page, and wait for it. (A changed address alone, as htmx
    makes it, is no other page.)"""
    with page.expect_event("domcontentloaded"):
        act()
