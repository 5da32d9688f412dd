"""The permit in hand and on the street: its paper, its code, its QR."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

VERDICT = "#check:not([hidden])[data-done] [data-verdict]:not([hidden])"


def download(page: Any, to: Path) -> str:
    """Download the permit from its page; what `pdftotext` reads in it."""
    with page.expect_download() as coming:
        page.locator('main a[href$="/berkas/"]').first.click()
    coming.value.save_as(to)
    done = subprocess.run(
        ["pdftotext", "-layout", str(to), "-"], capture_output=True, check=True, text=True
    )
    return done.stdout


def type_code(page: Any, code: str) -> str:
    """Somebody on the street types the short code; the words of the answer."""
    page.goto("/periksa/")
    page.locator("#kode").fill(code)
    with page.expect_navigation():
        page.locator(".code-form button").click()
    page.wait_for_url("**/izin/*/")
    return words(page)


def words(page: Any) -> str:
    """The words of the page, with single spaces."""
    return " ".join(str(page.locator("main").inner_text()).split())


def keep(page: Any) -> None:
    """Visit the check page once, until it is kept for use without network."""
    page.goto("/periksa/")
    page.wait_for_selector("html[data-kept]", state="attached")


def scan(page: Any, token: str) -> str:
    """Arrive by QR: the token is in the fragment. The verdict that stands."""
    page.goto("about:blank")
    page.goto(f"/periksa/#{token}")
    return str(page.wait_for_selector(VERDICT).get_attribute("data-verdict"))


def at(page: Any, day: str, clock: str = "10:00") -> None:
    """The telephone's clock stands at this moment in Jakarta."""
    page.clock.set_fixed_time(dt.datetime.fromisoformat(f"{day}T{clock}:00+07:00"))
