"""What the walks share: one language for everybody, a paper, the mail, and a look at every page."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typst
from django.utils import timezone

from simpul.permits.demo.flows import plan_and_details
from tests.accessibility import makeup, violations
from tests.browser.walk import Walk
from tests.conftest import FURTHER
from tests.messages.conftest import empty_queue, run_jobs

__all__ = ["empty_queue", "run_jobs"]

LEAD = dt.timedelta(days=75)
"""The shoots begin at least this long from today: the longest chain is lawful then."""

FOREIGN_WORDS = {
    "id": "Save|Continue|Answer|Answers|Back|Fees|Change|Remove|Upload|Yes|Not known yet|optional"
    "|Who must|Authority|Permit|Send|Next|Where|When|Case|Request|Requests|Reason|Add|Missing"
    "|Cases|Sign|Issue|Valid|Version|Download",
    "en": "Simpan|Lanjut|Lanjutkan|Jawab|Jawaban|Kembali|Biaya|Ubah|Hapus|Unggah|Ya|Tidak|opsional"
    "|Siapa|Kirim|Berikutnya|Di mana|Kapan|Kasus|Permintaan|Alasan|Tambah|Belum ada|Berlaku|Versi"
    "|Unduh|Belum diizinkan|Dasar hukum",
}
"""Words of buttons and headings that give a page in the other language away."""


@pytest.fixture(scope="session")
def new_here(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bool]:
    """True for what no walk of this run, in any of its processes, has asked about before."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / "seen-by-axe"
    folder.mkdir(exist_ok=True)

    def is_new(what: str) -> bool:
        try:
            (folder / hashlib.sha256(what.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return is_new


class Watch:
    """Looks at every page of a walk: its language, with axe, and its colours in the dark.

    Axe sees every page once, in the language of whichever walk comes there first: one template
    serves both. Where there is time (`FURTHER`) it looks in each language, again whenever a page is
    made otherwise than any seen under its name, and in the dark, which changes colours alone: one
    language and one rule tell.
    """

    def __init__(self, page: Any, locale: str, new_here: Callable[[str], bool]) -> None:
        self.page, self.locale, self.new_here = page, locale, new_here
        self.troubles: list[str] = []

    def __call__(self, name: str) -> None:
        self._language(name)
        if not FURTHER:
            if self.new_here(name):
                self._axe(name, "light")
            return
        # The same templates serve both languages: what they are made of is told apart in one.
        made = makeup(self.page) if self.locale == "id" else ""
        if self.new_here(f"{name} {self.locale} {made}"):
            self._axe(name, "light")
        if self.new_here(f"{name} dark"):
            self._axe(name, "dark", only="color-contrast")

    def _language(self, name: str) -> None:
        lang, text = self.page.evaluate(_OWN_WORDS)
        if lang != self.locale:
            self.troubles.append(f"{name}: the page says it is in {lang}")
        found = re.findall(rf"(?<![\w-])({FOREIGN_WORDS[self.locale]})(?![\w-])", text)
        if found:
            self.troubles.append(f"{name} ({self.locale}): {sorted(set(found))}")

    def _axe(self, name: str, scheme: str, only: str = "") -> None:
        if scheme == "dark":
            self.page.emulate_media(color_scheme="dark")
        found = violations(self.page, only)
        self.troubles += [f"{name} ({self.locale}, {scheme}): {one}" for one in found]
        if scheme == "dark":
            self.page.emulate_media(color_scheme="light")


_OWN_WORDS = """() => [document.documentElement.lang, [...document.querySelectorAll(
    'h2, h3, h4, legend, label, button, summary, th, dt, .hint, .tag, a.button, .notice')]
    .filter(e => e.checkVisibility() && !e.closest('[lang]:not(html)'))
    .map(e => e.innerText).join('\\n')]"""
"""The page's language, and words of the program: headings, labels, buttons, notices; not what
people wrote."""


@pytest.fixture
def watch(page: Any, locale: str, new_here: Callable[[str], bool]) -> Iterator[Watch]:
    """Fails the test at its end with everything seen on the way."""
    watching = Watch(page, locale, new_here)
    yield watching
    assert not watching.troubles, "\n".join(watching.troubles)


@pytest.fixture
def context(context: Any) -> Any:
    """Two cores may be busy with other tests."""
    context.set_default_timeout(30_000)
    return context


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A small real PDF."""
    source, made = tmp_path / "surat.typ", tmp_path / "surat-contoh.pdf"
    source.write_text("= Surat persetujuan\nContoh untuk pengujian.")
    typst.compile(str(source), output=str(made))
    return made


@pytest.fixture
def everyone(jakarta: Any, make_person: Any, locale: str) -> Callable[[], Any]:
    """All people read in the language of the run; a desk with every authority's inbox is added."""
    from simpul.people.models import User

    def make() -> Any:
        desk = make_person(
            "Meja", desks=dict.fromkeys(jakarta.authorities, "answer"), second_factor=True
        )
        User.objects.update(language=locale)
        return desk

    return make


@pytest.fixture
def walk(
    page: Any,
    step_in: Any,
    watch: Watch,
    paper: Path,
    smtp: Any,
    run_jobs: Any,
    shoot: Any,
    everyone: Any,
    ani: Any,
    budi: Any,
    dewi: Any,
    eko: Any,
    request: pytest.FixtureRequest,
) -> Callable[[str], Walk]:
    """A run of one shoot: `walk("a")`."""

    def begin(letter: str) -> Walk:
        people = {"ani": ani, "budi": budi, "dewi": dewi, "eko": eko, "desk": everyone()}
        # In the second language there is time for that in a run of everything only.
        typed = FURTHER or not request.node.get_closest_marker("again")
        return Walk(page, step_in, watch, paper, people, smtp, run_jobs, *shoot(letter), typed)

    return begin


@pytest.fixture
def shoot(jakarta: Any) -> Callable[[str], tuple[dict[str, Any], dict[str, Any]]]:
    """One of the five shoots, in a week in which its weekdays are working days."""

    def make(letter: str) -> tuple[dict[str, Any], dict[str, Any]]:
        first = timezone.localdate() + LEAD
        while True:
            plan, details = plan_and_details(letter, not_before=first)
            days = {dt.date.fromisoformat(day["date"]) for day in plan["days"]}
            week = [day for day in days if day.weekday() < 5]
            if all(jakarta.calendar.is_working(day) for day in week):
                return plan, details
            first += dt.timedelta(weeks=1)

    return make
