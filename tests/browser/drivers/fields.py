"""Filling one field of a form, whatever its shape, and waiting for what a click brings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_KIND = """all => all.length && all[0].checkVisibility()
    ? (all[0].tagName === 'INPUT' ? all[0].type : all[0].tagName.toLowerCase()) : ''"""


def put(form: Any, name: str, value: Any) -> bool:
    """Type or choose `value` in the visible field `name` of `form`; False when it is not asked."""
    found = form.locator(f'[name="{name}"]:not([type="hidden"])')
    kind = found.evaluate_all(_KIND)
    if not kind:
        return False
    first = found.first
    if kind == "radio":
        choose(found, said(value))
    elif kind == "checkbox":
        tick(found, value)
    elif kind == "select":
        pick(first, said(value))
    elif kind == "file":
        first.set_input_files(value)
    else:
        first.fill(said(value))
    return True


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
    known = select.locator("option").evaluate_all("all => all.map(o => o.value)")
    wider = [one for one in known if one and value.startswith(f"{one}.")]
    select.select_option(value if value in known else max(wider, key=len, default=""))


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
