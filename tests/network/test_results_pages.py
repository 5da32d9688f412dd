"""The pages of agreements, commitments, follow-ups, notes, board and year: for whom they exist, how
many queries they take, and that verbs answer to clicks."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from simpul.network.actions import commitments, follow_ups, policy_notes
from simpul.network.agreements.urls import AGREEMENTS
from simpul.network.models import Agreement, Commitment, Encounter, FollowUp, Partner, PolicyNote
from simpul.network.promises.urls import PROMISES
from tests.entering import into
from tests.network.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def at(name: str, *args: Any) -> str:
    return reverse(f"network:{name}", args=args)


@pytest.fixture
def everything(
    in_force: Any, promised: Any, nadia: Any, busan: Any, cannes: Any, signed_pdf: Any
) -> dict[str, int]:
    """One of each thing that has an address; by the name of its argument."""
    agreement = in_force(encounter_id=cannes.pk)
    commitment = promised(agreement_id=agreement.pk)
    entry = commitments.add_progress(
        actor=nadia.actor, commitment_id=commitment.pk, on_day=TODAY, note="Dibaca",
        value=Decimal(10), file=signed_pdf(), now=NOW,
    )  # fmt: skip
    follow_up = follow_ups.add_follow_up(
        actor=nadia.actor, encounter_id=cannes.pk, what="Kirim surat", owner_id=nadia.user.pk,
        due_on=TODAY,
    )  # fmt: skip
    note = policy_notes.write_note(
        actor=nadia.actor, partner_id=busan.pk, kind="tickets", titles={"id": "Hari bioskop"},
        texts={"id": "Tiket murah"}, source="https://contoh.id", source_on=TODAY,
        status="reported",
    )  # fmt: skip
    return {
        "agreement_id": agreement.pk,
        "number": 1,
        "party_id": agreement.parties.get(side="theirs").pk,
        "commitment_id": commitment.pk,
        "entry_id": entry.pk,
        "follow_up_id": follow_up.pk,
        "note_id": note.pk,
        "year": 2026,
        "key": commitment.pk,
    }


def addresses(everything: dict[str, int]) -> dict[str, str]:
    """Every address of this topic, with something that exists."""
    found = {}
    for pattern in (*AGREEMENTS, *PROMISES):
        names = re.findall(r"<int:(\w+)>", str(pattern.pattern))
        kwargs: dict[str, Any] = {name: everything[name] for name in names}
        if "<slug:word>" in str(pattern.pattern):
            kwargs["word"] = "komitmen"
        found[str(pattern.name)] = reverse(f"network:{pattern.name}", kwargs=kwargs)
    return found


def test_for_outsiders_no_page_exists_whatever_they_send(
    everything: dict[str, int], ani: Any, dewi: Any
) -> None:
    stranger, officer = into(ani), into(dewi)
    for name, address in addresses(everything).items():
        answers = [
            Client().get(address),
            officer.get(address),
            stranger.post(address, {"reason": "x"}),
        ]
        assert {answer.status_code for answer in answers} <= {404, 405}, name
    assert Agreement.objects.get().state == "in_force"
    assert Commitment.objects.get().state == "open"
    assert FollowUp.objects.get().state == "open"
    assert PolicyNote.objects.get().withdrawn_on is None


def test_who_reads_opens_every_page_and_changes_nothing(
    everything: dict[str, int], gita: Any
) -> None:
    client = into(gita)
    opened = 0
    for name, address in addresses(everything).items():
        answer = client.get(address)
        writes = name.endswith(("_create", "_change", "_sign")) or name == "article"
        assert answer.status_code in ((403, 404) if writes else (200, 302, 405)), (
            name, answer.status_code,
        )  # fmt: skip
        opened += answer.status_code == 200
        assert client.post(address, {"reason": "x"}).status_code in (302, 403, 404, 405, 422), name
    assert opened >= 13
    assert Agreement.objects.get().state == "in_force"
    assert Commitment.objects.get().state == "open"
    assert FollowUp.objects.get().state == "open"


def test_papers_come_as_downloads_and_never_as_pages(
    everything: dict[str, int], nadia: Any
) -> None:
    client = into(nadia)
    for name, key in (("party_paper", "party_id"), ("evidence", "entry_id")):
        answer = client.get(at(name, everything[key]))
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
    for name, key in (("agreement_document", "agreement_id"), ("year_paper", "year")):
        answer = client.get(at(name, everything[key]))
        assert answer.content.startswith(b"%PDF-")


def test_claimed_and_proven_stand_apart_on_board_and_page(
    cannes: Encounter, negotiated: Any, nadia: Any
) -> None:
    made = negotiated(encounter_id=cannes.pk)
    client = into(nadia)
    board = client.get(at("board")).content.decode()
    said = re.search(r'<div class="said">.*?</div>', board, re.DOTALL)
    proven = re.search(r'<div class="proven.*?</div>', board, re.DOTALL)
    assert said is not None and proven is not None
    assert "Kerja sama dimulai" in said[0] and "koran.contoh.id" in said[0]
    assert "Tidak terbukti" in proven[0] and "Klaim di muka umum melebihi" in proven[0]
    assert "tag-good" not in said[0] and "tag-good" not in proven[0]
    client.post(at("agreement_claim", made.pk), {
        "state": "signed", "source": "https://koran.contoh.id", "on": "2026-01-05",
    })  # fmt: skip
    page = client.get(at("agreement", made.pk)).content.decode()
    assert "Ada yang ditandatangani" in page
    assert "Tidak terbukti" in page


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_lists_take_as_many_queries_for_thirty_rows_as_for_one(nadia: Any, busan: Any) -> None:
    client = into(nadia)
    lists = [at("board"), at("agreements"), at("follow_ups"), at("notes"), at("year", TODAY.year)]
    mine = {"owner": nadia.user, "created_by": nadia.user}
    claim = {"claimed_state": "talks", "claimed_source": "x", "claimed_on": TODAY}

    def fill(partner: Partner) -> None:
        met = Encounter.objects.create(kind="meeting", title="Rapat", held_on=TODAY, **claim)
        met.with_partners.create(partner=partner)
        made = Agreement.objects.create(
            kind="memorandum", titles={"id": "x"}, languages=["id"], encounter=met, **claim, **mine
        )
        made.parties.create(side="ours", name="Kami")
        made.parties.create(side="theirs", name=partner.name, partner=partner)
        for side, day in (("ours", TODAY), ("theirs", dt.date(2026, 1, 1))):
            Commitment.objects.create(
                partner=partner, side=side, what="x", indicator="x", target_text="x", due_on=day,
                **mine,
            )  # fmt: skip
        FollowUp.objects.create(partner=partner, encounter=met, what="x", due_on=TODAY, **mine)
        PolicyNote.objects.create(
            partner=partner, kind="other", titles={"id": "x"}, texts={"id": "x"}, source="x",
            source_on=TODAY, status="reported", created_by=nadia.user,
        )  # fmt: skip

    fill(busan)
    once = {address: queries(client, address) for address in lists}
    for number in range(29):
        fill(Partner.objects.create(kind="fund", name=f"Dana {number}", country="HK"))
    assert {address: queries(client, address) for address in lists} == once
    assert max(once.values()) <= 20


def test_lists_are_narrowed_by_their_addresses(
    nadia: Any, busan: Partner, negotiated: Any, promised: Any, cannes: Encounter
) -> None:
    client = into(nadia)
    negotiated(titles={"id": "Langkah bersama", "ko": "실행 계획"}, languages=["id", "ko"])
    policy_notes.write_note(
        actor=nadia.actor, partner_id=busan.pk, kind="tickets", titles={"id": "Hari bioskop"},
        texts={"id": "Tiket murah"}, source="x", source_on=TODAY, status="reported",
    )  # fmt: skip
    FollowUp.objects.create(
        partner=busan, encounter=cannes, what="Kirim surat", due_on=dt.date(2025, 6, 1),
        owner=nadia.user, created_by=nadia.user,
    )  # fmt: skip
    for name, words, found, missed in (
        (
            "agreements", "Langkah bersama",
            ("q=계획", "q=komisi", "kind=action_plan", "state=negotiating", f"partner={busan.pk}"),
            ("q=Nota", "kind=memorandum", "state=in_force"),
        ),
        ("notes", "Hari bioskop", ("q=murah", "kind=tickets", f"partner={busan.pk}"), ("q=x1",)),
        (
            "follow_ups", "Kirim surat",
            ("state=", "state=late", "state=all", f"owner={nadia.user.pk}"),
            ("state=done", "state=dropped"),
        ),
        (
            "board", "Komisi Film Contoh</a></h2>",
            ("show=late", "show=claims", "kind=film_commission"),
            ("show=met", "show=open", "q=Dana", "kind=fund"),
        ),
    ):  # fmt: skip
        for queries_, expected in ((found, True), (missed, False)):
            for query in queries_:
                page = client.get(f"{at(name)}?{query}").content.decode()
                assert (words in page.partition("<main")[2]) is expected, (name, query)


def test_empty_lists_say_what_comes_there(nadia: Any) -> None:
    client = into(nadia)
    for name in ("board", "agreements", "follow_ups", "notes"):
        assert 'class="empty"' in client.get(at(name)).content.decode(), name
    for year in ("1999", str(timezone.localdate().year + 1)):
        assert client.get(f"/meja/jejaring/laporan/{year}/").status_code == 404


def test_an_agreement_is_drafted_written_and_given_over_by_clicks(
    nadia: Any, busan: Any, cannes: Any
) -> None:
    client = into(nadia)
    answers = {
        "kind": "memorandum", "ours": "Komisi Film Jakarta (contoh)", "languages": ["id", "ko"],
        "title_id": "Nota kesepahaman", "title_ko": "양해각서", "origin": f"encounter:{cannes.pk}",
        "renewal_lead": "90", "owner": str(nadia.user.pk),
    }  # fmt: skip
    refused = client.post(at("agreement_create"), answers)
    assert refused.status_code == 422
    assert "Sebutkan pihak mitra" in refused.content.decode()
    done = client.post(at("agreement_create"), {**answers, "counterpart": str(busan.pk)})
    made = Agreement.objects.get()
    assert done["Location"] == at("agreement", made.pk)
    assert (made.encounter_id, made.languages) == (cannes.pk, ["id", "ko"])
    client.post(at("article_create", made.pk), {"text_id": "Isi", "text_ko": ""})
    page = client.get(at("agreement", made.pk)).content.decode()
    assert "Pasal 1: Bahasa Korea" in page
    client.post(at("article", made.pk, 1), {"text_id": "Isi", "text_ko": "내용"})
    client.post(at("agreement_negotiate", made.pk))
    made.refresh_from_db()
    assert made.state == "negotiating"
    assert made.articles.get().texts == {"id": "Isi", "ko": "내용"}


def test_a_commitment_is_made_followed_and_met_by_clicks(
    nadia: Any, in_force: Any, busan: Any, signed_pdf: Any
) -> None:
    client = into(nadia)
    made = in_force()
    address = f"{at('commitment_create')}?perjanjian={made.pk}"
    answers = {
        "partner": str(busan.pk), "side": "theirs", "what": "Membaca naskah",
        "indicator": "Naskah yang dibaca", "target_number": "10", "unit": "naskah",
        "due_on": "2026-12-31", "owner": str(nadia.user.pk),
    }  # fmt: skip
    assert client.post(address, {**answers, "unit": ""}).status_code == 422
    client.post(address, answers)
    one = Commitment.objects.get()
    today = timezone.localdate().isoformat()
    entry = {"on_day": today, "note": "Semua dibaca", "value": "10"}
    client.post(at("commitment_progress", one.pk), entry)
    client.post(at("commitment_progress", one.pk), {**entry, "file": signed_pdf()})
    bare, good = one.entries.all()
    client.post(at("commitment_meet", one.pk, bare.pk))
    one.refresh_from_db()
    assert one.state == "open"
    client.post(at("commitment_meet", one.pk, good.pk))
    one.refresh_from_db()
    assert (one.state, one.met_by_id) == ("met", good.pk)


def test_a_note_links_to_the_scheme_it_inspired(nadia: Any, busan: Any, jakarta: Any) -> None:
    client = into(nadia)
    client.post(at("note_create"), {
        "partner": str(busan.pk), "kind": "scheme", "title_id": "Film pertama",
        "text_id": "Lomba naskah", "source": "https://contoh.id", "source_on": "2026-01-05",
        "status": "reported", "scheme_id": "hk-fffi",
    })  # fmt: skip
    note = PolicyNote.objects.get()
    page = client.get(at("note", note.pk)).content.decode()
    assert reverse("incentives:scheme", args=["hk-fffi"]) in page
