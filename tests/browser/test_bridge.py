"""From a talk at Cannes to what came of it: a follow-up, an invitation, a working visit, an action
plan with three commitments, one late, one met with evidence. Clicked as the commission's people do.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from simpul.network.actions import signing
from simpul.network.models import Agreement, Commitment, Encounter, FollowUp, Visit
from simpul.people.models import User
from tests.browser.drivers.fields import going, put, swapped, texts, unfold
from tests.browser.languages import in_one
from tests.network.conftest import busan, nadia  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/meja/jejaring/"
TODAY = timezone.localdate()
ARTICLE = {
    "id": "Kedua pihak bertemu setahun sekali.",
    "en": "The parties meet once a year.",
    "ko": "양 당사자는 매년 한 번 만난다.",
}


def day(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


@in_one("en")
def test_a_talk_at_cannes_leads_to_promises_that_are_kept_or_late(
    page: Any, step_in: Any, watch: Any, paper: Path, locale: str, jakarta: Any,
    nadia: Any, eko: Any, busan: Any,  # noqa: F811
) -> None:  # fmt: skip
    User.objects.update(language=locale)
    room = Bridge(page, watch, paper)
    step_in(nadia)
    met = room.write_down_the_talk(busan)
    room.agree_on_a_follow_up(met)
    invitation = room.draft(f"temu/{met.pk}/", "invitation", {"id": "Undangan", "en": "Invitation"})
    signed(invitation, paper, nadia, eko)
    visit = room.plan_the_visit(met, busan)
    plan = room.draft(
        f"kunjungan/{visit.pk}/", "action_plan",
        {"id": "Rencana aksi", "en": "Action plan", "ko": "실행 계획"}, partner=busan,
    )  # fmt: skip
    room.sign(plan, "theirs")
    step_in(eko)
    room.sign(plan, "ours")
    room.confirm(plan)
    step_in(nadia)
    room.promise(plan, what="Panduan lokasi", side="ours", due_on=day(-9), target_text="satu buku")
    kept = room.promise(
        plan, what="Pelatihan", side="theirs", due_on=day(30), target_number="10", unit="orang"
    )
    room.promise(plan, what="Survei", side="both", due_on=day(60), target_text="dua hari")
    room.meet(kept)
    room.look_at_the_board(met, plan)


def signed(agreement: Agreement, paper: Path, officer: Any, head: Any) -> None:
    """Signed and confirmed by verb: the same is clicked for the action plan."""
    for party in agreement.parties.all():
        signing.sign_party(
            actor=(officer if party.partner_id else head).actor, party_id=party.pk,
            signed_on=TODAY, signatory="Nama Contoh", office="",
            paper=SimpleUploadedFile("surat.pdf", paper.read_bytes()),
        )  # fmt: skip
    signing.confirm_agreement(actor=head.actor, agreement_id=agreement.pk)


class Bridge:
    """The pages of the room, as one clicks through them."""

    def __init__(self, page: Any, watch: Any, paper: Path) -> None:
        self.page, self.watch, self.paper = page, watch, paper

    def open(self, path: str, name: str = "") -> None:
        self.page.goto(f"{ROOM}{path}")
        if name:
            self.watch(name)

    def send(self, action: str = "", **values: Any) -> None:
        """Fill the form with this end of its address (else the page's own) and send it."""
        chosen = f'main form[action$="{action}"]' if action else "main form[method=post]"
        form = self.page.locator(chosen).first
        unfold(form)
        for name, value in values.items():
            assert put(form, name, value), name
        click = form.locator("button[type=submit]").first.click
        if any(isinstance(value, Path) for value in values.values()):
            swapped(self.page, "main", click)  # an upload shows how far it has got
        else:
            going(self.page, click)
        errors = texts(self.page, ".error-summary")
        assert not errors, errors

    def follow(self, part: str) -> None:
        """The link whose address has this in it."""
        going(self.page, self.page.locator(f'main a[href*="{part}"]').first.click)

    # --- the talk ------------------------------------------------------------------------------
    def write_down_the_talk(self, partner: Any) -> Encounter:
        self.open("temu/baru/", "encounter-form")
        self.send(
            title="Bincang di Cannes", kind="festival", partner_ids=[partner.pk],
            held_on="2025-05-17", event="Festival de Cannes", place="Cannes", country="FR",
            claimed_state="cooperation", claimed_source="Koran contoh", claimed_on="2025-05-17",
        )  # fmt: skip
        self.watch("encounter")
        return Encounter.objects.get()

    def agree_on_a_follow_up(self, met: Encounter) -> None:
        self.follow(f"tindak-lanjut/baru/?temu={met.pk}")
        self.watch("follow-up-form")
        self.send(what="Balas undangan", due_on=day(5))
        self.watch("follow-up")
        self.send("akhiri/", outcome="Sudah dibalas.")
        assert FollowUp.objects.get().state == "done"

    # --- agreements ----------------------------------------------------------------------------
    def draft(
        self, origin: str, kind: str, titles: dict[str, str], partner: Any = None
    ) -> Agreement:
        """From the page of a talk: terms, one article, and over to the other side."""
        self.open(origin)
        self.follow("perjanjian/baru/")
        self.watch("agreement-form")
        first = self.page.locator('select[name="counterpart"] option:not([value=""])').first
        self.send(
            kind=kind,
            counterpart=first.get_attribute("value") if partner is None else partner.pk,
            languages=list(titles),
            **{f"title_{code}": title for code, title in titles.items()},
        )
        self.watch("agreement-draft")
        self.follow("/pasal/")
        self.watch("article")
        self.send(**{f"text_{code}": ARTICLE[code] for code in titles})
        self.send("rundingkan/")
        made = Agreement.objects.latest("pk")
        assert made.state == "negotiating"
        return made

    def sign(self, agreement: Agreement, side: str) -> None:
        party = agreement.parties.get(side=side)
        self.open(f"perjanjian/{agreement.pk}/")
        self.follow(f"pihak/{party.pk}/tanda-tangan/")
        self.watch("agreement-sign")
        self.send(signed_on=TODAY.isoformat(), signatory="Nama Contoh", paper=self.paper)

    def confirm(self, agreement: Agreement) -> None:
        self.watch("agreement-signed")
        self.send("sahkan/")
        self.watch("agreement")
        agreement.refresh_from_db()
        assert agreement.state == "in_force"

    # --- the visit -----------------------------------------------------------------------------
    def plan_the_visit(self, met: Encounter, partner: Any) -> Visit:
        self.open(f"temu/{met.pk}/")
        self.follow(f"kunjungan/baru/?temu={met.pk}")
        self.send(
            direction="outgoing", partner_id=partner.pk, title="Kunjungan kerja", city="Busan",
            starts_on=day(0), ends_on=day(2), country="KR", time_zone="Asia/Seoul",
            objectives="Belajar layanan satu pintu.", encounter_id=met.pk,
        )  # fmt: skip
        visit = Visit.objects.get()
        self.send("delegasi/kami/", **{"ours-name": "Wakil kota"})
        self.send("acara/", title="Rapat", starts="10:00", ends="12:00")
        self.send(f"kunjungan/{visit.pk}/sahkan/")
        self.watch("visit-confirmed")
        visit.refresh_from_db()
        assert visit.state == "confirmed"
        return visit

    # --- promises ------------------------------------------------------------------------------
    def promise(self, plan: Agreement, **values: Any) -> Commitment:
        self.open(f"perjanjian/{plan.pk}/")
        self.follow("komitmen/baru/")
        self.watch("commitment-form")
        self.send(indicator="Laporan bersama", **values)
        self.watch("commitment")
        return Commitment.objects.latest("pk")

    def meet(self, commitment: Commitment) -> None:
        self.open(f"komitmen/{commitment.pk}/")
        self.send("kemajuan/", note="Sepuluh lulus.", value="10", file=self.paper)
        self.watch("commitment-evidence")
        self.send(f"penuhi/{commitment.entries.get().pk}/")
        commitment.refresh_from_db()
        assert commitment.state == "met"

    def look_at_the_board(self, met: Encounter, plan: Agreement) -> None:
        """One late, one met, one open; the claim beside what the papers prove."""
        self.open("papan/", "board")
        card = self.page.locator(".board > .card")
        assert card.locator(".said").inner_text().count("Koran contoh") == 1
        assert card.locator(".proven.proven-some .tag-good").count() == 1
        ours, theirs, under_way, came = card.locator(".board-sides > div").all()
        assert "Panduan lokasi" in ours.inner_text()
        assert ours.locator(".tag-bad").count() == 1
        assert "Survei" in theirs.inner_text()
        assert "Kunjungan kerja" in under_way.inner_text()
        assert "Pelatihan" in came.inner_text()
        assert came.locator(".tag-good").count() == 3  # kept, and two agreements in force
        self.open(f"laporan/{TODAY.year}/", "year")
        figures = texts(self.page, ".stat-value")
        # Met in another year; one visit, two agreements, one met, one late, one follow-up done.
        assert figures == ["0", "1", "2", "1", "1", "1"]
        with self.page.expect_download() as paper:
            self.page.locator('main a[href$=".pdf"]').first.click()
        assert Path(paper.value.path()).read_bytes().startswith(b"%PDF-")
        self.open(f"perjanjian/{plan.pk}/")
        assert self.page.locator(".texts tbody td").count() == 3
        self.open(f"temu/{met.pk}/")
        assert self.page.locator(".proven.proven-some").count() == 1
