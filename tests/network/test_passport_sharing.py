"""A passport is shared by an owner's consent only: the chosen fields, until a day, taken back."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone

from simpul.journal.models import Entry
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.messages.models import Message
from simpul.network.actions import nodes, passports
from simpul.network.exchange import keys
from simpul.network.models import Node, NodeKey, Outgoing, Partner, Receiver, Share
from simpul.network.passports.format import document
from simpul.network.passports.format.fields import FIELDS
from simpul.network.passports.paper import paper_of
from simpul.network.passports.values import held
from simpul.network.views.passports import shown_groups
from simpul.network.views.sharing import given_of
from simpul.productions.actions.titles import create_production

SYNOPSIS = "Seorang pelaut pulang ke Busan."


@pytest.fixture
def production(ani, company, jakarta):
    people = [
        {"role": "producer", "name": "Ani Produser", "phone": "0811", "email": "ani@contoh.id"},
        {"role": "director", "name": "Sutradara Contoh"},
        {"role": "location_manager", "name": "Manajer Contoh", "phone": "0822"},
    ]
    return create_production(
        actor=ani.actor,
        company_id=company.pk,
        data={
            "title": "Laut yang Diam",
            "kind": "feature",
            "synopsis": SYNOPSIS,
            "countries": ["ID", "KR"],
            "key_people": people,
        },
    )


@pytest.fixture
def bfc(db):
    partner = Partner.objects.create(
        kind="film_commission", name="Busan Film Commission (contoh)", country="KR"
    )
    return Receiver.objects.create(partner=partner, forms=["kr-bfc"])


def _give(person, production, receiver, **changes):
    whole = {
        "fields": ["title", "synopsis"],
        "purpose": "Saran lokasi di Busan",
        "ends_on": timezone.localdate() + dt.timedelta(days=30),
        "agreed": True,
    }
    return passports.give_share(
        actor=person.actor,
        production_id=production.pk,
        receiver_id=receiver.pk,
        **{**whole, **changes},
    )


# --- filling in ----------------------------------------------------------------------------------
def test_what_the_production_has_need_not_be_typed_again(production):
    values = held(production).values
    assert values["title"] == {"id": "Laut yang Diam"}
    assert values["producer"] == ["Ani Produser"]
    assert values["producer_contact"] == [
        {"name": "Ani Produser", "phone": "0811", "email": "ani@contoh.id"}
    ]
    assert values["manager_contact"] == [{"name": "Manajer Contoh", "phone": "0822"}]
    assert "director_contact" not in FIELDS
    assert "working_title" not in values


def test_what_is_typed_is_kept_and_taken_out_again(ani, production):
    answers = {"crew": 40, "title": {"en": "The Silent Sea"}}
    passports.save_passport(
        actor=ani.actor, production_id=production.pk, version=0, answers=answers
    )
    assert held(production).values["crew"] == 40
    assert held(production).values["title"] == {"id": "Laut yang Diam", "en": "The Silent Sea"}
    passports.save_passport(
        actor=ani.actor, production_id=production.pk, version=1, answers={"crew": None}
    )
    assert "crew" not in held(production).values


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"crew": -1}, "crew"),
        ({"crew": "many"}, "crew"),
        ({"budget": {"amount": "1e9", "currency": "IDR"}}, "budget"),
        ({"shoot_from": "2027-03-02", "shoot_to": "2027-03-01"}, "shoot_to"),
        ({"activities": ["swimming"]}, "activities"),
        ({"company_name": "Other"}, "company_name"),
        ({"genre": {"id": "x\u202ey"}}, "genre"),
    ],
)
def test_what_cannot_be_right_is_refused_by_field(ani, production, answers, field):
    with pytest.raises(InvalidInput) as refused:
        passports.save_passport(
            actor=ani.actor, production_id=production.pk, version=0, answers=answers
        )
    assert list(refused.value.errors) == [field]


def test_nobody_overwrites_what_a_colleague_just_kept(ani, budi, production):
    passports.save_passport(
        actor=ani.actor, production_id=production.pk, version=0, answers={"crew": 1}
    )
    with pytest.raises(WrongState):
        passports.save_passport(
            actor=budi.actor, production_id=production.pk, version=0, answers={"crew": 2}
        )


# --- consent -------------------------------------------------------------------------------------
def test_only_what_was_chosen_is_in_the_document(ani, production, bfc):
    share = _give(ani, production, bfc)
    assert share.document["data"] == {
        "title": {"id": "Laut yang Diam"},
        "synopsis": {"id": SYNOPSIS},
    }
    assert document.read(share.document) == share.document
    assert document.digest(share.document) == share.sha256
    text = json.dumps(share.document)
    for secret in ("Ani Produser", "0811", "PT Layar Contoh", "1234567890123", "Sutradara"):
        assert secret not in text


def test_nothing_of_a_passport_is_in_journal_or_letters(ani, production, bfc):
    share = _give(ani, production, bfc, fields=["synopsis", "producer"], people_agreed=True)
    told = json.dumps([*Entry.objects.values_list("data", flat=True)])
    letters = "".join(Message.objects.values_list("text", flat=True))
    assert Message.objects.filter(subject_ref=share.subject).exists()
    for secret in (SYNOPSIS, "Ani Produser"):
        assert secret not in told
        assert secret not in letters


def test_consent_is_an_owners_and_nobody_elses(ani, budi, citra, dewi, production, bfc):
    with pytest.raises(NotAllowed):
        _give(budi, production, bfc)
    for outsider in (citra, dewi):
        with pytest.raises(NotVisible):
            _give(outsider, production, bfc)
    assert not Share.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"fields": []}, "fields"),
        ({"fields": ["budget"]}, "fields"),
        ({"fields": ["passwords"]}, "fields"),
        ({"fields": ["producer"]}, "people_agreed"),
        ({"purpose": "  "}, "purpose"),
        ({"purpose": "x" * 501}, "purpose"),
        ({"ends_on": timezone.localdate() - dt.timedelta(days=2)}, "ends_on"),
        ({"ends_on": timezone.localdate() + dt.timedelta(days=1000)}, "ends_on"),
    ],
)
def test_without_consent_purpose_end_or_choice_nothing_is_shared(
    ani, production, bfc, changes, field
):
    with pytest.raises(InvalidInput) as refused:
        _give(ani, production, bfc, **changes)
    assert field in refused.value.errors
    assert not Share.objects.exists()
    assert not Outgoing.objects.exists()


def test_only_partners_that_are_open_can_be_shared_with(ani, nadia, production, bfc):
    nodes.close_receiver(actor=nadia.actor, receiver_id=bfc.pk)
    with pytest.raises(InvalidInput):
        _give(ani, production, bfc)
    again = nodes.open_receiver(actor=nadia.actor, partner_id=bfc.partner_id, forms=["kr-bfc"])
    assert again.pk == bfc.pk
    assert _give(ani, production, bfc).state == "given"
    with pytest.raises(InvalidInput):
        nodes.open_receiver(actor=nadia.actor, partner_id=bfc.partner_id, forms=["no-such"])


def test_the_database_keeps_no_share_without_consent_or_with_half_an_end(ani, production, bfc):
    share = _give(ani, production, bfc)
    for wrong in (
        {"consent_by": None},
        {"state": "revoked"},
        {"state": "expired", "ended_at": None},
        {"fields": []},
        {"purpose": ""},
        {"theirs": "held"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.filter(pk=share.pk).update(**wrong)


# --- the end of a share --------------------------------------------------------------------------
def test_a_share_without_node_is_taken_back_and_its_files_are_gone(
    ani, budi, production, bfc, client
):
    share = _give(ani, production, bfc)
    client.force_login(ani.user)
    assert client.get(f"/paspor/berbagi/{share.pk}/paspor.json").status_code == 200
    with pytest.raises(NotAllowed):
        passports.revoke_share(actor=budi.actor, share_id=share.pk)
    passports.revoke_share(actor=ani.actor, share_id=share.pk)
    for name in ("paspor.json", "paspor.pdf"):
        assert client.get(f"/paspor/berbagi/{share.pk}/{name}").status_code == 404
    with pytest.raises(WrongState):
        passports.revoke_share(actor=ani.actor, share_id=share.pk)
    assert not Outgoing.objects.exists()


def test_a_share_ends_by_itself_after_its_last_day_and_not_on_it(ani, production, bfc):
    last = timezone.localdate() + dt.timedelta(days=3)
    share = _give(ani, production, bfc, ends_on=last)
    noon = dt.datetime.combine(last, dt.time(12), timezone.get_current_timezone())
    assert passports.expire_shares(actor=ani.actor, now=noon) == 0
    assert passports.expire_shares(actor=ani.actor, now=noon + dt.timedelta(days=1)) == 1
    assert passports.expire_shares(actor=ani.actor, now=noon + dt.timedelta(days=1)) == 0
    share.refresh_from_db()
    assert share.state == "expired"


def test_the_file_is_the_document_and_the_paper_holds_nothing_else(ani, production, bfc, client):
    share = _give(ani, production, bfc)
    client.force_login(ani.user)
    answer = client.get(f"/paspor/berbagi/{share.pk}/paspor.json")
    assert document.read(json.loads(answer.content)) == share.document
    assert document.written(share.document) == answer.content
    paper = client.get(f"/paspor/berbagi/{share.pk}/paspor.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Disposition"].startswith("attachment")


def test_a_title_or_company_that_was_not_chosen_is_on_no_paper(ani, production, bfc):
    share = _give(ani, production, bfc, fields=["synopsis"])
    shown = shown_groups(given_of(share.document))
    paper = json.dumps(paper_of(share, shown, [], "id"))
    assert SYNOPSIS in paper
    assert "Laut yang Diam" not in paper
    assert "PT Layar Contoh" not in paper
    chosen = _give(ani, production, bfc)
    shown = shown_groups(given_of(chosen.document))
    assert "Laut yang Diam" in paper_of(chosen, shown, [], "id")["title"]


# --- trust in nodes ------------------------------------------------------------------------------
CARD_KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def _card(**changes):
    whole = {
        "simpul_node": 1,
        "names": {"en": "Busan Film Commission"},
        "country": "KR",
        "address": "https://simpul.busan.example.org",
        "public_key": CARD_KEY,
    }
    return json.dumps({**whole, **changes})


def _proposed(person, bfc):
    return nodes.propose_node(actor=person.actor, partner_id=bfc.partner_id, card=_card())


def test_a_node_is_trusted_by_two_people_and_the_fingerprint(nadia, eko, bfc):
    node = _proposed(nadia, bfc)
    assert node.state == "proposed"
    with pytest.raises(NotAllowed):
        nodes.trust_node(actor=nadia.actor, node_id=node.pk, fingerprint=keys.fingerprint(CARD_KEY))
    with pytest.raises(InvalidInput):
        nodes.trust_node(actor=eko.actor, node_id=node.pk, fingerprint="0000 1111")
    trusted = nodes.trust_node(
        actor=eko.actor, node_id=node.pk, fingerprint=keys.fingerprint(CARD_KEY).upper()
    )
    assert trusted.state == "trusted"
    with pytest.raises(WrongState):
        nodes.trust_node(actor=eko.actor, node_id=node.pk, fingerprint=keys.fingerprint(CARD_KEY))


def test_one_person_with_both_roles_still_needs_another(make_person, bfc):
    both = make_person(
        "Tono", roles=("partnerships_officer", "head_of_service"), second_factor=True
    )
    node = _proposed(both, bfc)
    with pytest.raises(NotAllowed):
        nodes.trust_node(actor=both.actor, node_id=node.pk, fingerprint=keys.fingerprint(CARD_KEY))
    with pytest.raises(IntegrityError), transaction.atomic():
        Node.objects.filter(pk=node.pk).update(
            state="trusted", trusted_by=both.user, trusted_at=timezone.now()
        )


def test_entering_and_trusting_need_a_second_factor(make_person, nadia, bfc):
    plain = make_person("Polos", roles=("partnerships_officer",))
    with pytest.raises(NotAllowed):
        _proposed(plain, bfc)
    node = _proposed(nadia, bfc)
    head = make_person("Kepala", roles=("head_of_service",))
    with pytest.raises(NotAllowed):
        nodes.trust_node(actor=head.actor, node_id=node.pk, fingerprint=keys.fingerprint(CARD_KEY))


@pytest.mark.parametrize(
    "card",
    [
        "",
        "{}",
        "[1]",
        _card(address="http://simpul.busan.example.org"),
        _card(address="https://192.168.1.5"),
        _card(address="https://simpul.busan.example.org/login"),
        _card(public_key="x" * 43),
        _card(public_key=CARD_KEY[:-1]),
        _card(names={}),
        _card(country="Korea"),
        _card(simpul_node=2),
        "x" * 5000,
    ],
)
def test_a_card_that_is_none_is_refused(nadia, bfc, card):
    with pytest.raises(InvalidInput):
        nodes.propose_node(actor=nadia.actor, partner_id=bfc.partner_id, card=card)
    assert not Node.objects.exists()


def test_the_same_address_or_key_is_entered_once(nadia, eko, bfc):
    node = _proposed(nadia, bfc)
    with pytest.raises(InvalidInput):
        _proposed(nadia, bfc)
    nodes.end_node(actor=eko.actor, node_id=node.pk, reason="Kunci hilang")
    assert _proposed(nadia, bfc).state == "proposed"
    assert NodeKey.objects.filter(ends_at__isnull=True).count() == 1


# --- who sees what -------------------------------------------------------------------------------
OWN = (
    "/paspor/{p}/",
    "/paspor/{p}/isi/proyek/",
    "/paspor/{p}/bagikan/",
    "/paspor/{p}/bagikan/{r}/",
    "/paspor/berbagi/{s}/",
    "/paspor/berbagi/{s}/paspor.json",
    "/paspor/berbagi/{s}/paspor.pdf",
)
STAFF = (
    "/meja/jejaring/paspor/",
    "/meja/jejaring/simpul/",
    "/meja/jejaring/simpul/baru/",
    "/meja/jejaring/simpul/{n}/",
    "/meja/jejaring/penerima/baru/",
)


@pytest.fixture
def pages(ani, nadia, production, bfc):
    share = _give(ani, production, bfc)
    node = _proposed(nadia, bfc)
    values = {"p": production.pk, "r": bfc.pk, "s": share.pk, "n": node.pk}
    return {
        "own": [one.format(**values) for one in OWN],
        "staff": [one.format(**values) for one in STAFF],
        "posts": [
            f"/paspor/berbagi/{share.pk}/tarik/",
            f"/paspor/{production.pk}/isi/proyek/",
            f"/paspor/{production.pk}/bagikan/{bfc.pk}/",
        ],
        "staff_posts": [
            f"/meja/jejaring/simpul/{node.pk}/percaya/",
            f"/meja/jejaring/simpul/{node.pk}/akhiri/",
            f"/meja/jejaring/penerima/{bfc.pk}/tutup/",
            "/meja/jejaring/penerima/baru/",
            "/meja/jejaring/simpul/baru/",
        ],
    }


def test_for_outsiders_and_for_staff_a_companys_passport_does_not_exist(
    citra, dewi, eko, pages, client
):
    for person in (citra, dewi, eko):
        client.force_login(person.user)
        for path in pages["own"]:
            assert client.get(path).status_code == 404, (person.user, path)
        for path in pages["posts"]:
            assert client.post(path, {}).status_code == 404, (person.user, path)


def test_for_companies_and_other_staff_nodes_do_not_exist(ani, dewi, pages, client):
    for person in (ani, dewi):
        client.force_login(person.user)
        for path in pages["staff"]:
            assert client.get(path).status_code == 404, (person.user, path)
        for path in pages["staff_posts"]:
            assert client.post(path, {"reason": "x"}).status_code == 404, (person.user, path)


def test_the_companys_people_read_and_members_cannot_share(ani, budi, pages, client):
    client.force_login(ani.user)
    assert {client.get(path).status_code for path in pages["own"]} == {200}
    client.force_login(budi.user)
    seen = {path: client.get(path).status_code for path in pages["own"]}
    assert {path for path, status in seen.items() if status == 403} == set(pages["own"][2:4])


def test_staff_read_their_pages_and_the_fingerprint_is_not_shown_before_it_is_compared(
    gita, pages, client
):
    client.force_login(gita.user)
    for path in (pages["staff"][0], pages["staff"][1], pages["staff"][3]):
        answer = client.get(path)
        assert answer.status_code == 200
        assert keys.fingerprint(CARD_KEY) not in answer.content.decode()
    assert client.get(pages["staff"][2]).status_code == 403


# --- the pages -----------------------------------------------------------------------------------
def test_sharing_by_the_pages_consents_only_on_the_second_one(ani, production, bfc, client):
    client.force_login(ani.user)
    path = f"/paspor/{production.pk}/bagikan/{bfc.pk}/"
    ends = (timezone.localdate() + dt.timedelta(days=9)).isoformat()
    first = {"fields_project": ["title"], "purpose": "Saran lokasi", "ends_on": ends}
    page = client.post(path, first)
    assert page.status_code == 200
    assert "Laut yang Diam" in page.content.decode()
    assert not Share.objects.exists()
    assert client.post(path, {**first, "consent": "1"}).status_code == 422
    assert not Share.objects.exists()
    done = client.post(path, {**first, "consent": "1", "agreed": "on"})
    share = Share.objects.get()
    assert done["Location"] == f"/paspor/berbagi/{share.pk}/"
    assert share.fields == ["title"]
    assert client.post(path, {**first, "fields_project": []}).status_code == 422


def test_a_page_of_questions_keeps_what_was_typed(ani, production, client):
    client.force_login(ani.user)
    path = f"/paspor/{production.pk}/isi/kebutuhan/"
    typed = {"version": "0", "crew": "35", "places_id": "Pelabuhan", "budget": "1500000000",
             "budget_currency": "KRW", "budget_there_currency": "KRW"}  # fmt: skip
    assert client.post(path, typed).status_code == 302
    values = held(production).values
    assert values["crew"] == 35
    assert values["places"] == {"id": "Pelabuhan"}
    assert values["budget"] == {"amount": "1500000000", "currency": "KRW"}
    assert client.post(path, {**typed, "crew": "-4", "version": "1"}).status_code == 422
    assert client.post(path, {**typed, "version": "0"}).status_code == 422
    assert client.get(f"/paspor/{production.pk}/isi/tidak-ada/").status_code == 404


def test_lists_ask_the_database_no_more_for_many_rows(
    ani, company, production, bfc, client, django_assert_max_num_queries
):
    client.force_login(ani.user)
    share = _give(ani, production, bfc)
    counts = {}
    for rows in (1, 30):
        for _ in range(rows - Share.objects.count()):
            share.pk = uuid.uuid4()
            share.save(force_insert=True)
        for path in ("/paspor/", f"/paspor/{production.pk}/"):
            with django_assert_max_num_queries(30) as asked:
                assert client.get(path).status_code == 200
            counts.setdefault(path, []).append(len(asked))
    assert all(len(set(both)) == 1 for both in counts.values()), counts


def test_partners_who_are_unknown_do_not_exist(ani, production, client):
    client.force_login(ani.user)
    assert client.get(f"/paspor/{production.pk}/bagikan/9999/").status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        Receiver.objects.get(pk=9999)
