"""Take the README's pictures anew from a running demonstration: tools/pictures.py http://127.0.0.1:8000

Needs Chromium and poppler-utils from Debian. The pictures show the demonstration's own cases, so
they stay true as long as they are taken again after a change of the look.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from simpul.config.loading import load

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
OUT = ROOT / "docs" / "pictures"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def small(path: Path, width: int) -> None:
    """Fewer colours and pixels: a README loads on a phone too."""
    picture = Image.open(path).convert("RGB")
    if picture.width > width:
        picture = picture.resize((width, picture.height * width // picture.width))
    picture.quantize(128).save(path, optimize=True)


def shot(page: Any, name: str, width: int, *, whole: bool = False) -> None:
    page.wait_for_timeout(700)
    path = OUT / f"{name}.png"
    page.screenshot(path=str(path), full_page=whole)
    small(path, width)


def step_in(page: Any, part: str) -> None:
    page.goto("/demo/")
    page.locator(f"form:has([value='{part}']) button, button[value='{part}']").first.click()
    page.wait_for_load_state()


def paper(page: Any) -> None:
    """The first page of the newest permit of the foreign feature."""
    page.goto("/kasus/")
    page.get_by_role("link", name="Northern Star", exact=True).click()
    with page.expect_download() as started:
        page.locator("a[href$='/berkas/']").first.click()
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "permit.pdf"
        started.value.save_as(str(pdf))
        subprocess.run(
            ["pdftoppm", "-r", "90", "-f", "1", "-l", "1", "-png", str(pdf), f"{folder}/p"],
            check=True,
        )
        (OUT / "permit.png").write_bytes(next(Path(folder).glob("p*.png")).read_bytes())
    small(OUT / "permit.png", 640)


def main(address: str) -> int:
    load()
    from simpul.permits.demo.flows import flow
    from tests.browser.drivers.planner import Planner

    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )

        def fresh(view: dict[str, int], scheme: str = "light") -> Any:
            context = chromium.new_context(
                base_url=address,
                locale="id",
                viewport=view,  # type: ignore[arg-type]
                color_scheme=scheme,  # type: ignore[arg-type]
                accept_downloads=True,
            )
            return context.new_page()

        page = fresh(WIDE)
        page.goto("/")
        shot(page, "front", 1000)
        later = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=75)
        Planner(page).open().fill(flow("d", not_before=later))
        page.evaluate("scrollTo(0, 0)")
        shot(page, "planner", 1000)
        page = fresh(WIDE, "dark")
        step_in(page, "case_officer")
        page.goto("/meja/kasus/?state=in_review")
        page.locator("tbody a").first.click()
        shot(page, "case", 1000)
        page = fresh(PHONE)
        step_in(page, "producer")
        paper(page)
        page.goto("/kasus/")
        page.get_by_role("link", name="Northern Star", exact=True).click()
        page.locator("a[href*='/perizinan/']").first.click()
        check = page.locator("a[href*='/izin/']").first.get_attribute("href")
        page.goto(check)
        shot(page, "check", 390)
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
