"""The desks: the case officer, the authorities' three ways to answer, and the money."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser.drivers.fields import going, put, swapped

BUTTON = "main form .button-go"


class Desk:
    """What officers and authorities click for one case, named by its reference."""

    def __init__(
        self,
        page: Any,
        reference: str,
        paper: Path,
        step_in: Callable[[Any], None],
        seen: Callable[[str], None] = lambda name: None,
    ) -> None:
        self.page, self.reference, self.paper = page, reference, paper
        self.step_in, self.seen = step_in, seen

    # --- the officer -----------------------------------------------------------------------------
    def case(self, officer: Any) -> None:
        """Out of the queue into the case."""
        self.step_in(officer)
        self.page.goto("/meja/kasus/")
        self.seen("queue")
        going(self.page, self.page.get_by_role("link", name=self.reference, exact=True).click)
        self.seen("desk-case")

    def take_and_accept(self, officer: Any) -> None:
        """ "I handle this case", then "Complete: ask the authorities"."""
        self.case(officer)
        going(self.page, self.page.locator('form[action$="/ambil/"] button').click)
        without = self.page.locator('form[action$="/lengkap/"] label')
        if without.count():
            without.click()
        going(self.page, self.page.locator('form[action$="/lengkap/"] button').click)
        self.no_error()
        self.seen("desk-case-accepted")

    def no_error(self) -> None:
        """Nothing was refused."""
        wrong = self.page.locator("main .error-summary, .flash-bad, .notice-bad")
        assert wrong.count() == 0, f"{self.page.url}: {wrong.first.inner_text()}"

    # --- the ways to answer ----------------------------------------------------------------------
    def answer_at_desk(self, person: Any, clearance_id: int, verdict: str = "approve") -> None:
        """With an account: from the inbox."""
        self.step_in(person)
        self.page.goto("/meja/permintaan/")
        self.seen("inbox")
        going(self.page, self.page.locator(f'a[href="/meja/permintaan/{clearance_id}/"]').click)
        self.seen("request")
        self._say(verdict)
        self.seen("request-answered")

    def _say(self, verdict: str) -> None:
        form = self.page.locator("main form:has([name='verdict'])")
        put(form, "verdict", verdict)
        if verdict == "approve_with_conditions":
            put(form, "own_condition", "Petugas jaga di setiap ujung.")
        going(self.page, form.locator(".button-go").click)
        self.no_error()

    def send_link(self, officer: Any, clearance_id: int, address: str) -> None:
        """The officer lets an authority answer by e-mail."""
        self._open_answer(officer, clearance_id, "tautan")
        put(self.page.locator("main form").first, "email", address)
        going(self.page, self.page.locator(BUTTON).click)
        self.no_error()

    def answer_by_link(self, mail: str, verdict: str = "approve_with_conditions") -> str:
        """Without an account: open the address in the mail. Returns the address."""
        address = re.search(r"https?://\S+/jawab/\S+", mail)
        assert address, mail
        self.page.context.clear_cookies()
        self.page.goto(address[0])
        self.seen("by-link")
        self._say(verdict)
        self.seen("by-link-answered")
        return address[0]

    def record_letter(self, officer: Any, clearance_id: int) -> None:
        """The officer records what an authority wrote, with the paper."""
        self._open_answer(officer, clearance_id, "catat")
        self.seen("record")
        form = self.page.locator("main form:has([name='evidence'])")
        put(form, "heard_from", "Kepala Seksi, surat 12")
        put(form, "verdict", "approve")
        form.locator("[name='evidence']").set_input_files(self.paper)
        swapped(self.page, "main", form.locator(".button-go").click)
        self.page.wait_for_url("**/meja/kasus/**")
        self.no_error()

    def _open_answer(self, officer: Any, clearance_id: int, way: str) -> None:
        self.case(officer)
        self.page.locator(f"#jawaban-{clearance_id} > summary").click()
        link = self.page.locator(f'a[href="/meja/jawaban/{clearance_id}/{way}/"]')
        going(self.page, link.click)

    # --- money -----------------------------------------------------------------------------------
    def record_payment(self, officer: Any, amount: str) -> None:
        """The officer records what the treasury received, with its proof."""
        self.case(officer)
        form = self.page.locator('form[action$="/bayar/"]')
        form.locator("xpath=ancestor::details").locator("summary").click()
        put(form, "amount", amount)
        put(form, "bank_reference", "BANK-0042")
        form.locator("[name='proof']").set_input_files(self.paper)
        swapped(self.page, "main", form.locator("button").click)
        self.no_error()
        self.seen("desk-case-paid")

    def pay_on_trial(self, producer: Any, case_address: str) -> None:
        """In the demonstration the producer pays at the trial provider, which calls back."""
        self.step_in(producer)
        self.page.goto(case_address)
        going(self.page, self.page.locator('a[href$="/coba/"]').click)
        self.seen("trial-payment")
        going(self.page, self.page.locator("main form button").click)
        self.no_error()

    # --- the signature ---------------------------------------------------------------------------
    def sign(self, head: Any) -> None:
        """ "Sign and issue the permit"."""
        self.case(head)
        going(self.page, self.page.locator('form[action$="/terbit/"] button').click)
        self.page.wait_for_url("**/perizinan/**")
        self.no_error()
        self.seen("permit")

    def release(self, head: Any, permit_address: str) -> None:
        """What has been cleared since is issued with the next version."""
        self.step_in(head)
        self.page.goto(permit_address)
        going(self.page, self.page.locator('form[action$="/lepas/"] button').click)
        self.no_error()
        self.seen("permit-next")
