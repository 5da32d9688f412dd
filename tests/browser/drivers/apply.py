"""The application, from the planner's button to the receipt, page by page as it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from simpul.permits.applying.asks.base import Ask, Page
from simpul.permits.applying.pages import BY_SLUG
from tests.browser.drivers.fields import going, put, swapped

MOST_STEPS = 60
GO = "main form .actions .button-go"


class Application:
    """One application being made. `seen` is called once for every page shown."""

    def __init__(
        self,
        page: Any,
        plan: Mapping[str, Any],
        details: Mapping[str, Any],
        paper: Path,
        seen: Callable[[str], None] = lambda name: None,
    ) -> None:
        self.page, self.paper, self.seen = page, paper, seen
        self.data: Mapping[str, Any] = {"plan": plan, "details": details}
        self.asked: list[str] = []
        self.uploaded = 0

    # --- from the plan to the task list ----------------------------------------------------------
    def begin(self, sign_in: Callable[[], None]) -> Application:
        """After the planner's button: sign in, keep the title, begin."""
        parts = urlsplit(self.page.url)
        assert "/akun/" in parts.path, self.page.url
        self.seen("sign-in")
        sign_in()
        self.page.goto(parse_qs(parts.query)["next"][0])
        self.seen("start")
        assert self.page.locator("#id_title").input_value() == self._title
        going(self.page, self.page.locator(GO).click)
        self.seen("tasks")
        return self

    @property
    def _title(self) -> str:
        return str(self.data["plan"]["production"]["title"])

    # --- page after page -------------------------------------------------------------------------
    def fill(self) -> Application:
        """Follow "Continue" until the declaration is on the screen."""
        going(self.page, self.page.locator("main .next-step a, main a.button-go").first.click)
        return self.fill_from_here()

    def fill_from_here(self) -> Application:
        """The same from the page that is open."""
        for _step in range(MOST_STEPS):
            one = self._here()
            if one.slug not in self.asked:
                self.asked.append(one.slug)
                self.seen(one.slug)
            if one.kind == "declaration":
                return self
            self._do(one)
        raise AssertionError(f"no way out of {self.page.url}")

    @property
    def key(self) -> str:
        """The application's, out of the address."""
        return self.page.url.split("?")[0].split("/")[4]

    def look_through(self) -> Application:
        """Somebody else has answered everything meanwhile: from the task list, which says so, to
        the page that shows all answers, and on."""
        self.page.reload()
        self.seen("tasks-done")
        going(self.page, self.page.locator('main a[href$="/periksa/"]').first.click)
        return self.fill_from_here()

    def _here(self) -> Page:
        return BY_SLUG[self.page.url.split("?")[0].split("#")[0].rstrip("/").split("/")[5]]

    def _do(self, one: Page) -> None:
        if one.rows is not None:
            self._list(one)
        elif one.kind == "documents":
            self._papers()
        elif one.kind != "check":
            self._put_all(one, {}, {})
        self._go()

    def _go(self) -> None:
        going(self.page, self.page.locator(GO).first.click)
        wrong = self.page.locator("main .error-summary")
        assert wrong.count() == 0, f"{self.page.url}: {wrong.inner_text()}"

    def _put_all(self, one: Page, row: Mapping[str, Any], extra: Mapping[str, Any]) -> None:
        form = self.page.locator("main form").first
        for ask in one.asks:
            value = self._value(ask, row, extra)
            if value is not None and ask.kind not in ("map", "site", "elsewhere"):
                put(form, ask.name, value)

    def _value(self, ask: Ask, row: Mapping[str, Any], extra: Mapping[str, Any]) -> Any:
        if ask.at == "row":
            return row.get(ask.stored)
        if ask.at == "extra":
            return extra.get(ask.stored)
        return (reach(self.data, ask.at) or {}).get(ask.stored)

    # --- lists -----------------------------------------------------------------------------------
    def _list(self, one: Page) -> None:
        assert one.rows is not None
        wanted = reach(self.data, one.rows.at) or []
        beside = (reach(self.data, one.rows.extra) or {}) if one.rows.extra else {}
        while self._cards() < len(wanted):
            row = wanted[self._cards()]
            self._new()
            self._row(one, row, beside.get(row.get("id"), {}))
        if self._question() and not wanted:
            self.page.locator('[name="any"][value="no"]').check(force=True)
        while (bad := self.page.locator("main li.card.field-bad")).count():
            going(self.page, bad.first.locator("a").first.click)
            key = self.page.url.split("#")[0].rstrip("/").split("/")[-1]
            row = next(r for n, r in enumerate(wanted, 1) if key in (r.get("id"), str(n)))
            self._row(one, row, beside.get(row.get("id"), {}))

    def _cards(self) -> int:
        return int(self.page.locator("main li.card").count())

    def _question(self) -> bool:
        return bool(self.page.locator('main [name="any"]').count())

    def _new(self) -> None:
        if self._question():
            self.page.locator('[name="any"][value="yes"]').check(force=True)
            going(self.page, self.page.locator(GO).click)
        else:
            going(self.page, self.page.locator('main a[href*="/baru/"]').first.click)

    def _row(self, one: Page, row: Mapping[str, Any], extra: Mapping[str, Any]) -> None:
        self.seen(f"{one.slug}/row")
        for _try in range(3):
            self._put_all(one, row, extra)
            self._go()
            if "/".join(self.page.url.split("?")[0].split("/")[5:]).strip("/") == one.slug:
                return
        raise AssertionError(f"the row does not close: {self.page.url}")

    # --- papers and sending ----------------------------------------------------------------------
    def _papers(self) -> None:
        """One paper now, the others later."""
        card = self.page.locator("main li.card").filter(has=self.page.locator(".tag")).first
        if card.count() == 0 or self.uploaded:
            return
        card.locator("summary").click()
        card.locator('[type="file"]').set_input_files(self.paper)
        swapped(self.page, "main", card.locator('[name="upload"]').click)
        assert self.page.locator("main").get_by_text(self.paper.name).count()
        self.uploaded += 1

    def send(self) -> str:
        """Promise, send, and read the reference on the receipt."""
        for box in self.page.locator('main form [type="checkbox"]').all():
            box.check(force=True)
        going(self.page, self.page.locator(GO).click)
        self.page.wait_for_url("**/terkirim/")
        self.seen("sent")
        return str(self.page.locator(".reference").inner_text()).split()[0]


def reach(data: Any, path: str) -> Any:
    """The part of nested data under a dotted path, or None."""
    for key in path.split("."):
        data = data.get(key) if isinstance(data, Mapping) else None
    return data
