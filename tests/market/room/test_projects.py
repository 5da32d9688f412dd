"""From a call to a selected project: deadlines, votes, decisions, papers, search."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.market.actions import calls, entries, materials, selection
from simpul.market.models import Call, Entry, Market
from simpul.market.queries import catalogue
from simpul.market.search_words import matching, searchable
from simpul.messages.models import Message
from simpul.people.models import Interest
from tests.market.room.conftest import closed

pytestmark = pytest.mark.django_db


def test_a_late_project_is_taken_only_by_the_rule_of_the_call(
    draft: Any, ani: Any, company: Any, call: Call
) -> None:
    entry = draft(ani, company)
    late = call.closes_at + dt.timedelta(minutes=30)
    with pytest.raises(WrongState):
        entries.submit(actor=ani.actor, entry_id=entry.pk, now=late)
    Call.objects.filter(pk=call.pk).update(late_rule="grace", grace_minutes=31)
    sent = entries.submit(actor=ani.actor, entry_id=entry.pk, now=late)
    assert (sent.state, sent.late) == ("submitted", True)
    assert Message.objects.get(template="market/entry_submitted").subject.startswith(
        sent.reference or "?"
    )


def test_until_full_counts_what_is_in(
    draft: Any, ani: Any, company: Any, citra: Any, other_company: Any, call: Call
) -> None:
    mine, theirs = draft(ani, company), draft(citra, other_company)
    closed(call)
    Call.objects.filter(pk=call.pk).update(late_rule="until_full", full_at=1)
    assert entries.submit(actor=ani.actor, entry_id=mine.pk).late
    with pytest.raises(WrongState):
        entries.submit(actor=citra.actor, entry_id=theirs.pk)


def test_a_project_that_is_not_whole_is_not_sent(draft: Any, ani: Any, company: Any) -> None:
    entry = draft(ani, company, budget="", sought=[])
    assert entries.missing(entry) == ["budget", "sought"]
    with pytest.raises(InvalidInput):
        entries.submit(actor=ani.actor, entry_id=entry.pk)


NONSENSE = [
    ("countries", "Indonesia"), ("countries", "ID, K1"), ("currency", "dolar"), ("budget", "-5"),
    ("budget", "NaN"), ("budget", "1e20"), ("secured_percent", 101), ("stage", "selesai"),
    ("logline", "x" * 501), ("title", "  "),
]  # fmt: skip


def test_what_makes_no_sense_is_refused_at_its_field(draft: Any, ani: Any, company: Any) -> None:
    entry = draft(ani, company)
    for field, typed in NONSENSE:
        with pytest.raises(InvalidInput) as refused:
            entries.save_entry(
                actor=ani.actor, entry_id=entry.pk, version=entry.version, data={field: typed}
            )
        assert list(refused.value.errors) == [field], typed
    with pytest.raises(WrongState):
        entries.save_entry(actor=ani.actor, entry_id=entry.pk, version=1, data={"title": "Lama"})


def test_a_decision_needs_the_votes_of_two_others_a_reason_and_the_deadline(
    draft: Any, ani: Any, company: Any, call: Call, maya: Any, naufal: Any, oki: Any,
    make_person: Any,
) -> None:  # fmt: skip
    entry = draft(ani, company)
    entries.submit(actor=ani.actor, entry_id=entry.pk)

    def decide(by: Any, reason: str = "Kuat.") -> Entry:
        return selection.decide(actor=by.actor, entry_id=entry.pk, select=True, reason=reason)

    both = make_person("Dua", roles=("market_officer", "market_selector"), second_factor=True)
    selection.vote(actor=both.actor, entry_id=entry.pk, score=5)
    selection.vote(actor=naufal.actor, entry_id=entry.pk, score=2)
    with pytest.raises(WrongState):
        decide(maya)  # others can still enter
    closed(call)
    with pytest.raises(InvalidInput):
        decide(maya, " ")
    with pytest.raises(WrongState):
        decide(both)  # the vote of who decides does not count
    with pytest.raises(NotAllowed):
        decide(naufal)
    assert decide(maya).state == "selected"
    with pytest.raises(WrongState):
        decide(maya)
    with pytest.raises(WrongState):
        selection.vote(actor=oki.actor, entry_id=entry.pk, score=5)
    assert [one.verb for one in entries_for(entry.subject)] == [
        "market_entry.started", "market_entry.submitted", "market_entry.voted",
        "market_entry.voted", "market_entry.selected",
    ]  # fmt: skip


def test_who_has_an_interest_neither_votes_nor_decides(
    draft: Any, ani: Any, company: Any, call: Call, maya: Any, naufal: Any
) -> None:
    entry = draft(ani, company)
    entries.submit(actor=ani.actor, entry_id=entry.pk)
    for person in (maya, naufal):
        Interest.objects.create(user=person.user, organisation=company, note="Saudara.")
    with pytest.raises(NotAllowed):
        selection.vote(actor=naufal.actor, entry_id=entry.pk, score=5)
    closed(call)
    with pytest.raises(NotAllowed):
        selection.decide(actor=maya.actor, entry_id=entry.pk, select=False, reason="x")


def test_a_draft_is_its_companys_secret(
    draft: Any, ani: Any, budi: Any, company: Any, citra: Any, maya: Any
) -> None:
    entry = draft(ani, company)
    for person in (citra, maya):
        with pytest.raises(NotVisible):
            entries.withdraw(actor=person.actor, entry_id=entry.pk)
    with pytest.raises(NotAllowed):
        entries.submit(actor=budi.actor, entry_id=entry.pk)  # a member prepares, an owner sends


def test_only_a_pdf_becomes_a_paper(draft: Any, ani: Any, company: Any) -> None:
    entry = draft(ani, company)
    for name, content in (("gambar.png", b"\x89PNG\r\n"), ("buku.pdf", b"%PDF-1.7 rusak")):
        with pytest.raises(InvalidInput) as refused:
            entries.add_material(
                actor=ani.actor, entry_id=entry.pk, kind="lookbook",
                upload=SimpleUploadedFile(name, content),
            )  # fmt: skip
        assert list(refused.value.errors) == ["file"]


def test_withdrawing_ends_permissions_and_leaves_the_catalogue(
    selected: Any, ani: Any, company: Any, citra: Any, other_company: Any, guest: Any,
    market: Market, paper: Any,
) -> None:  # fmt: skip
    entry = selected(ani, company)
    entries.add_material(actor=ani.actor, entry_id=entry.pk, kind="lookbook", upload=paper())
    guest(citra, other_company)
    asked = materials.ask_access(actor=citra.actor, market=market, entry_id=entry.pk, message="")
    materials.decide_access(actor=ani.actor, access_id=asked.pk, verdict="given")
    entries.withdraw(actor=ani.actor, entry_id=entry.pk)
    asked.refresh_from_db()
    assert asked.state == "ended" and not catalogue(market).exists()
    with pytest.raises(NotVisible):
        materials.hand_out(actor=citra.actor, material_id=entry.materials.get().pk)


def test_a_call_is_published_once_before_its_deadline_in_a_public_market(
    maya: Any, call: Call, market: Market
) -> None:
    with pytest.raises(WrongState):
        calls.publish_call(actor=maya.actor, call_id=call.pk)
    now = timezone.now()
    with pytest.raises(InvalidInput) as refused:
        calls.create_call(
            actor=maya.actor, code=market.code, names={}, about={}, zone="Bulan/Kawah",
            opens_at=now, closes_at=now, late_rule="grace",
        )  # fmt: skip
    assert set(refused.value.errors) == {"zone", "closes_day", "grace_minutes"}


# --- search --------------------------------------------------------------------------------------
# Real words: festival, film, Busan, people; with and without particles.
KOREAN = "부산국제영화제에서 만난 사람들"
SEARCHES = [
    (KOREAN, ["영화제", "영화", "부산", "사람", "부산 사람", "부산국제영화제"], ["바다", "제국"]),
    ("도시의 북쪽 바다", ["바", "바다", "도시"], ["북바", "영화"]),
    ("Anak-anak berlari di pasar malam", ["lari", "BERLARI", "anak pasar"], ["pelabuhan"]),
    ("Running children", ["run", "child", "runs"], ["walk"]),
    ("Kota Pagi", ["kota & !pagi:*", "pag"], ["'; DROP TABLE", "kota malam"]),
]


def test_words_are_found_in_three_languages(
    selected: Any, ani: Any, company: Any, market: Market
) -> None:
    entry = selected(ani, company)
    for text, there, not_there in SEARCHES:
        Entry.objects.filter(pk=entry.pk).update(words_public=searchable([text]))
        for typed in (*there, *not_there):
            condition = matching("words_public", typed)
            assert condition is not None
            found = catalogue(market).filter(condition).exists()
            assert found is (typed in there), (text, typed)
    assert matching("words_public", " %& ") is None


def test_the_catalogue_takes_as_many_queries_for_thirty_projects_as_for_one(
    selected: Any, ani: Any, company: Any, market: Market, django_assert_num_queries: Any
) -> None:
    entry = selected(ani, company)
    there = reverse("market:catalogue", args=[market.code])
    client = Client()
    client.get(there)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(there)
    Entry.objects.bulk_create(
        Entry(call=entry.call, company=company, title=f"Judul {n}", state="selected",
              reference=f"R{n}", submitted_at=timezone.now(), decided_at=timezone.now(),
              decided_by=entry.decided_by, reason="x", created_by=entry.created_by)
        for n in range(29)
    )  # fmt: skip
    with django_assert_num_queries(len(one)):
        assert client.get(there).content.decode().count("Judul") == 29
