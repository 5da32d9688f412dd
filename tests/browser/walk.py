"""One shoot on its whole way. The tests say which steps are clicked and what must come of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simpul.permits.actions import clearances, drafts, intake, submission
from simpul.permits.applying.details import CODE_OF_CONDUCT
from simpul.permits.models import Application, Permit
from tests.browser.drivers import apply, street
from tests.browser.drivers.desk import Desk
from tests.browser.drivers.planner import Planner

LINK_BOX = "sekretariat@instansi.contoh.id"


@dataclass
class Walk:
    """Pages and people of one run."""

    page: Any
    step_in: Callable[[Any], None]
    watch: Callable[[str], None]
    paper: Path
    people: dict[str, Any]
    smtp: Any
    run_jobs: Callable[[], None]
    plan: dict[str, Any]
    details: dict[str, Any]
    typed: bool
    """The plan is typed from the empty form; else a colleague's link is opened and asked anew. A
    walk may then let the colleague answer the application too (`apply_with_a_colleague`)."""
    planner: Planner = field(init=False)
    application: Application = field(init=False)
    asked: list[str] = field(default_factory=list)
    """Pages of the application form that were shown."""

    # --- plan ------------------------------------------------------------------------------------
    def in_the_planner(self) -> Planner:
        self.planner = Planner(self.page)
        if self.typed:
            self.planner.open().fill(self.plan)
        else:
            self.planner.open_link(self.plan)
        assert self.planner.errors() == []
        self.watch("planner")
        return self.planner

    # --- apply -----------------------------------------------------------------------------------
    def apply_by_hand(self) -> None:
        """From the planner's button to the receipt, page by page."""
        self._sent(self._begun().fill())

    def apply_with_a_colleague(self) -> None:
        """The same, but Budi of the same company answers the pages meanwhile; who sends looks
        through them and makes the promises."""
        form = self._begun()
        draft = Application.objects.get(pk=form.key)
        drafts.save_draft(
            actor=self.people["budi"].actor,
            application_id=draft.pk,
            version=draft.version,
            plan=self.plan,
            details={part: said for part, said in self.details.items() if part != "declaration"},
        )
        self._sent(form.look_through())

    def _begun(self) -> apply.Application:
        self.planner.apply()
        form = apply.Application(self.page, self.plan, self.details, self.paper, self.watch)
        return form.begin(lambda: self.step_in(self.people["ani"]))

    def _sent(self, form: apply.Application) -> None:
        reference = form.send()
        self.asked = form.asked
        self.application = Application.objects.get(reference=reference)

    def apply_by_verb(self) -> None:
        """The same through the room's verbs."""
        ani = self.people["ani"]
        made = self.plan["production"]
        promises = {**self.details["declaration"], "code": CODE_OF_CONDUCT}
        draft = drafts.start_application(
            actor=ani.actor,
            company_id=next(iter(ani.actor.companies)),
            production={"title": made["title"], "kind": made["type"]},
            plan=self.plan,
            details={**self.details, "declaration": promises},
        )
        self.application = submission.submit(
            actor=ani.actor, application_id=draft.pk, submit_key=uuid.uuid4()
        )

    # --- the desks -------------------------------------------------------------------------------
    @property
    def desk(self) -> Desk:
        return Desk(self.page, self.application.reference, self.paper, self.step_in, self.watch)

    def accept(self, *, by_hand: bool) -> None:
        dewi = self.people["dewi"]
        if by_hand:
            self.desk.take_and_accept(dewi)
        else:
            intake.take_case(actor=dewi.actor, application_id=self.application.pk)
            intake.accept_complete(
                actor=dewi.actor, application_id=self.application.pk, although_missing=True
            )
        self.application.refresh_from_db()

    def waiting(self, *but: str) -> list[Any]:
        found = self.application.clearances.filter(state="requested").order_by("pk")
        return [one for one in found if one.authority_code not in but]

    def hear_everyone(self, *but: str, by_hand: bool) -> None:
        """Everybody agrees as the turn comes: the first at a desk, the second by the link of an
        e-mail, the third by a letter that the officer records, the others by the verb of a desk."""
        ways = [self._at_desk, self._by_link, self._by_letter] if by_hand else []
        for _round in range(self.application.clearances.count() + 1):
            open_now = self.waiting(*but)
            if not open_now:
                break
            for one in open_now:
                (ways.pop(0) if ways else self._by_verb)(one)
        self.application.refresh_from_db()

    def _at_desk(self, one: Any) -> None:
        self.desk.answer_at_desk(self.people["desk"], one.pk)

    def _by_link(self, one: Any) -> None:
        self.desk.send_link(self.people["dewi"], one.pk, LINK_BOX)
        self.run_jobs()
        mail = self.smtp.to(LINK_BOX)[-1]
        assert self.application.reference in str(mail["Subject"])
        body = mail.get_body(("plain",)).get_content()
        address = self.desk.answer_by_link(body)
        one.refresh_from_db()
        assert (one.state, one.channel) == ("answered", "link")
        self.page.goto(address)
        assert self.page.locator("[name='verdict']").count() == 0, "the link answers only once"

    def _by_letter(self, one: Any) -> None:
        self.desk.record_letter(self.people["dewi"], one.pk)
        one.refresh_from_db()
        assert one.state == "answered"
        assert one.evidence_id is not None

    def _by_verb(self, one: Any) -> None:
        clearances.give_verdict(
            actor=self.people["desk"].actor, clearance_id=one.pk, verdict="approve"
        )

    # --- the permit ------------------------------------------------------------------------------
    def sign(self) -> Permit:
        """The head of service signs; the page of the permit is open afterwards."""
        self.desk.sign(self.people["eko"])
        return Permit.objects.get(application=self.application)

    def paper_text(self, folder: Path, name: str = "izin.pdf") -> str:
        return street.download(self.page, folder / name)

    def on_the_street(self, permit: Permit) -> str:
        """Somebody without account types the code; the words of the check page."""
        self.page.context.clear_cookies()
        said = street.type_code(self.page, permit.short_code)
        self.watch("street")
        assert permit.number in said
        return said

    def codes(self) -> dict[str, str]:
        """Authority -> kind of the case's living requests."""
        rows = self.application.clearances.exclude(state="ended")
        return {row.authority_code: row.kind for row in rows}
