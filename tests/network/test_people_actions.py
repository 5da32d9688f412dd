"""Partners and people: consent rules what is kept, two that are one, one post once at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from simpul.journal.models import Entry
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.network import merging
from simpul.network.actions import contacts, encounters, likeness, partners, people
from simpul.network.contacts.sheets import write_sheet
from simpul.network.models import Consent, Partner, PartnerPerson, Post, ReadFile
from simpul.network.partners import queries

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


def add(nadia: Any, partner: Partner, name: str = "Park Contoh", **post: Any) -> PartnerPerson:
    given = {"title": "Manajer lokasi", "email": "park@contoh.test", "phone": "+82 51 1", **post}
    return people.add_person(actor=nadia.actor, partner_id=partner.pk, name=name, **given)


def consent(nadia: Any, person: PartnerPerson, purpose: str = "contact") -> Consent:
    return people.give_consent(
        actor=nadia.actor, person_id=person.pk, purpose=purpose, given_on=DAY, how="written"
    )


def change(nadia: Any, person: PartnerPerson, **said: Any) -> PartnerPerson:
    person.refresh_from_db()
    given = {"name": person.name, "version": person.version, **said}
    return people.change_person(actor=nadia.actor, person_id=person.pk, **given)


# --- consent -------------------------------------------------------------------------------------


def test_without_consent_only_the_card_is_kept(nadia, busan):
    person = add(nadia, busan)
    for field, value in (("languages", ["ko"]), ("mobile", "+82 10 1"), ("note", "suka teh")):
        with pytest.raises(InvalidInput) as refused:
            change(nadia, person, **{field: value})
        assert list(refused.value.errors) == [field]
        with pytest.raises(IntegrityError), transaction.atomic():
            PartnerPerson.objects.filter(pk=person.pk).update(**{field: value})
    consent(nadia, person)
    assert change(nadia, person, languages=["ko"], mobile="+82 10 1").languages == ["ko"]


def test_a_consent_taken_back_deletes_what_rested_on_it_at_once(nadia, busan):
    person = add(nadia, busan)
    given = consent(nadia, person)
    change(nadia, person, languages=["ko"], mobile="+82 10 1", note="suka teh")
    people.withdraw_consent(actor=nadia.actor, consent_id=given.pk, withdrawn_on=DAY)
    person.refresh_from_db()
    assert (person.consented, person.languages, person.mobile, person.note) == (False, [], "", "")
    post = person.posts.get()
    assert (post.email, post.phone, post.title) == ("", "", "Manajer lokasi")
    assert "park@" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_whoever_did_not_agree_is_in_no_file_that_leaves_the_house(nadia, busan):
    add(nadia, busan, "Tanpa Izin", email="tanpa@contoh.test")
    kept = add(nadia, busan, "Dengan Izin", email="dengan@contoh.test")
    shared = add(nadia, busan, "Boleh Diteruskan", email="terus@contoh.test")
    gone = add(nadia, busan, "Ditarik", email="tarik@contoh.test")
    consent(nadia, kept)
    consent(nadia, shared, "sharing")
    people.withdraw_consent(actor=nadia.actor, consent_id=consent(nadia, gone).pk, withdrawn_on=DAY)
    for one_each in (True, False):
        names = {row.name for row in queries.exported("contact", one_each=one_each)}
        assert names == {"Dengan Izin"}
        assert {row.name for row in queries.exported("sharing", one_each=one_each)} == {
            "Boleh Diteruskan"
        }


def test_the_file_itself_holds_only_who_agreed_and_the_journal_says_it_left(client, nadia, busan):
    add(nadia, busan, "Tanpa Izin", email="tanpa@contoh.test")
    consent(nadia, add(nadia, busan, "Dengan Izin", email="dengan@contoh.test"))
    client.force_login(nadia.user)
    for form in ("csv", "vcf3", "vcf4"):
        response = client.post(
            reverse("network:contacts_out"), {"purpose": "contact", "format": form}
        )
        assert b"dengan@contoh.test" in response.content
        assert b"tanpa@" not in response.content and b"Tanpa Izin" not in response.content
    told = Entry.objects.filter(verb="contacts.exported").values_list("data", flat=True)
    assert [(one["format"], one["lines"]) for one in told] == [("csv", 1), ("vcf3", 1), ("vcf4", 1)]


# --- posts ---------------------------------------------------------------------------------------


def test_one_person_holds_one_post_once_at_a_time(nadia, busan):
    person = add(nadia, busan, valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2022, 1, 1))
    with pytest.raises(InvalidInput) as refused:
        people.add_post(
            actor=nadia.actor,
            person_id=person.pk,
            partner_id=busan.pk,
            title="MANAJER lokasi",
            valid_from=dt.date(2021, 12, 31),
        )
    assert list(refused.value.errors) == ["title"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            person=person, partner=busan, title="MANAJER lokasi", valid_from=dt.date(2021, 12, 31)
        )
    again = people.add_post(
        actor=nadia.actor,
        person_id=person.pk,
        partner_id=busan.pk,
        title="Manajer lokasi",
        valid_from=dt.date(2022, 1, 1),
    )
    other = add(nadia, busan, "Orang Lain", valid_from=dt.date(2022, 1, 1))
    assert again.pk and other.posts.count() == 1


# --- two are one ---------------------------------------------------------------------------------


def test_two_people_of_one_name_are_not_made_one_by_the_program(nadia, busan):
    first = add(nadia, busan, "Kim Contoh", email="a@contoh.test")
    second = add(nadia, busan, "Kim Contoh", email="b@contoh.test")
    assert first.pk != second.pk
    assert [(a.pk, b.pk) for a, b, _why in queries.alike_people()] == [(first.pk, second.pk)]


def test_two_that_somebody_looked_at_are_asked_about_no_more(nadia, citra, busan):
    first = add(nadia, busan, "Kim Contoh", email="a@contoh.test")
    second = add(nadia, busan, "Kim Contoh", email="b@contoh.test")
    said = {"kind": "person", "one_id": second.pk, "other_id": first.pk}
    with pytest.raises(NotVisible):
        likeness.keep_apart(actor=citra.actor, **said)
    assert len(queries.alike_people()) == 1
    for _again in range(2):
        likeness.keep_apart(actor=nadia.actor, **said)
        assert queries.alike_people() == []
    assert Entry.objects.filter(verb="person.kept_apart").count() == 2
    for wrong in ({"other_id": second.pk}, {"other_id": 10**9}, {"kind": "visit"}):
        with pytest.raises((InvalidInput, NotVisible)):
            likeness.keep_apart(actor=nadia.actor, **{**said, **wrong})


def test_merged_people_keep_their_history_and_the_old_number_leads_on(client, nadia, busan, cannes):
    keep = add(nadia, busan, "Kim Contoh", email="a@contoh.test")
    gone = add(nadia, busan, "Kim, Contoh", title="Direktur", email="b@contoh.test")
    for row in (keep, gone):
        encounters.add_attendance(
            actor=nadia.actor, encounter_id=cannes.pk, side="theirs", person_id=row.pk
        )
    consent(nadia, gone)
    change(nadia, gone, mobile="+82 10 9")
    people.merge_people(actor=nadia.actor, keep_id=keep.pk, gone_id=gone.pk)
    keep.refresh_from_db()
    assert {post.title for post in keep.posts.all()} == {"Manajer lokasi", "Direktur"}
    assert cannes.attendances.count() == 1
    assert (keep.consented, keep.mobile) == (True, "+82 10 9")
    assert Entry.objects.filter(verb="person.merged").count() == 2
    client.force_login(nadia.user)
    response = client.get(reverse("network:person", args=[gone.pk]))
    assert response["Location"] == reverse("network:person", args=[keep.pk])
    with pytest.raises(WrongState):
        people.merge_people(actor=nadia.actor, keep_id=keep.pk, gone_id=gone.pk)


def test_merged_partners_hand_on_what_hangs_on_them(nadia, busan, cannes):
    other = partners.create_partner(
        actor=nadia.actor, kind="film_commission", name="KFC Contoh", country="KR", city="Busan"
    )
    mine = add(nadia, other, "Park Contoh")
    encounters.change_encounter(
        actor=nadia.actor,
        encounter_id=cannes.pk,
        version=cannes.version,
        partner_ids=[busan.pk, other.pk],
        kind=cannes.kind,
        title=cannes.title,
        held_on=cannes.held_on,
    )
    kept = partners.merge_partners(actor=nadia.actor, keep_id=busan.pk, gone_id=other.pk)
    assert [one.pk for one in cannes.partners.all()] == [busan.pk]
    assert mine.posts.get().partner_id == busan.pk
    assert kept.city == "Busan" and "KFC Contoh" in kept.names.values()
    assert queries.partner_for(nadia.actor, other.pk) == kept


def test_every_table_that_names_a_partner_or_a_person_says_what_becomes_of_it():
    said = {(one.model, one.field) for one in merging.FOLLOWERS}
    for model in apps.get_app_config("network").get_models():
        for field in model._meta.get_fields():
            points = field.concrete and field.is_relation and not field.many_to_many
            if points and field.related_model in (Partner, PartnerPerson):
                assert (model, field.name) in said, f"{model.__name__}.{field.name}"


# --- lists ---------------------------------------------------------------------------------------


def read(nadia: Any, text: str, name: str = "daftar.csv", **more: Any) -> contacts.FileRead:
    upload = SimpleUploadedFile(name, text.encode())
    return contacts.read_contacts(actor=nadia.actor, upload=upload, **more)


LIST = (
    "name,organisation,country,kind,title,email,mobile,consent,consent_on,consent_how\n"
    "Park Contoh,Komisi Film Contoh,,,Manajer lokasi,park@contoh.test,,,,\n"
    "Kim Contoh,Komisi Film Contoh,,,Direktur,kim@contoh.test,+82 10 1,contact,2026-01-02,form\n"
    "Kim Contoh,Pasar Baru Contoh,HK,market,Kurator,kim2@contoh.test,+852 1,,,\n"
    "Kim Contoh,Pasar Baru Contoh,HK,market,Penasihat,kim2@contoh.test,,,,\n"
)


def test_a_list_is_taken_over_whole_and_again_adds_nobody(nadia, busan):
    add(nadia, busan)
    for _again in range(2):
        found = read(nadia, LIST)
        assert not found.troubles and found.read is not None
        assert PartnerPerson.objects.count() == (1 if _again == 0 else 3)
        contacts.load_contacts(actor=nadia.actor, read_id=found.read.pk)
        assert PartnerPerson.objects.count() == 3
        assert Partner.objects.count() == 2
        assert Post.objects.count() == 4
        found.read.refresh_from_db()
        assert found.read.rows == []
    kims = {
        one.posts.order_by("pk").first().email: one.mobile
        for one in PartnerPerson.objects.filter(name="Kim Contoh")
    }
    # The second gave no consent: what is beyond the card was not kept.
    assert kims == {"kim@contoh.test": "+82 10 1", "kim2@contoh.test": ""}


def test_what_was_taken_out_comes_in_again_as_the_same_people(nadia, busan):
    consent(nadia, add(nadia, busan))
    consent(nadia, add(nadia, busan, "Kim Contoh", email="kim@contoh.test", title="Direktur"))
    before = PartnerPerson.objects.count(), Post.objects.count()
    found = read(nadia, write_sheet(queries.exported("contact", one_each=False)))
    contacts.load_contacts(actor=nadia.actor, read_id=found.read.pk)
    assert (PartnerPerson.objects.count(), Post.objects.count()) == before


def test_one_bad_line_and_nothing_of_the_list_is_kept(nadia, busan):
    text = LIST + "Siti,Pasar Tanpa Negara,,,,siti@contoh.test,,,,\n,Komisi Film Contoh,,,,,,,,\n"
    found = read(nadia, text)
    assert found.read is None and not ReadFile.objects.exists()
    assert [(one.line, one.field) for one in found.troubles] == [(7, "name")]
    found = read(nadia, text.rpartition("\n,")[0] + "\n")
    assert [(one.line, one.field) for one in found.troubles] == [(6, "country")]
    assert PartnerPerson.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"\xff\xfe\x00name"),
        ("a.csv", b"name\nA\x00B\n"),
        ("a.csv", b""),
        ("a.vcf", b"MZ\x90\x00" * 9),
        ("a.exe", b"name\nA\n"),
        ("a.vcf", b"x" * (4 * 1024 * 1024 + 1)),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(nadia, name, data):
    with pytest.raises(InvalidInput) as refused:
        contacts.read_contacts(actor=nadia.actor, upload=SimpleUploadedFile(name, data))
    assert list(refused.value.errors) == ["file"]


def test_what_was_read_and_never_taken_over_is_deleted_after_a_day(nadia, busan):
    found = read(nadia, LIST)
    now = found.read.read_at
    assert contacts.forget_old(now=now + dt.timedelta(hours=23)) == 0
    assert contacts.forget_old(now=now + dt.timedelta(hours=25)) == 1
    with pytest.raises(NotVisible):
        contacts.load_contacts(actor=nadia.actor, read_id=found.read.pk)


# --- who may ------------------------------------------------------------------------------------


def test_only_a_partnerships_officer_writes(eko, gita, citra, busan):
    said = {"kind": "fund", "name": "Dana", "country": "HK"}
    for person in (eko, gita):
        with pytest.raises(NotAllowed):
            partners.create_partner(actor=person.actor, **said)
    with pytest.raises(NotVisible):
        partners.create_partner(actor=citra.actor, **said)


def test_every_wrong_field_of_a_partner_is_named_at_once(nadia):
    with pytest.raises(InvalidInput) as refused:
        partners.create_partner(
            actor=nadia.actor,
            kind="penerbit",
            name=" ",
            country="Korea",
            time_zone="Asia/Busan",
            languages=["klingonsch"],
            links=["javascript:alert(1)"],
            status="yakin",
        )
    assert set(refused.value.errors) == {
        "kind",
        "name",
        "country",
        "time_zone",
        "languages",
        "links",
        "status",
    }


def test_a_claim_of_the_press_names_its_source_and_day(nadia, busan):
    said = {"kind": "meeting", "title": "Rapat", "held_on": DAY, "partner_ids": [busan.pk]}
    with pytest.raises(InvalidInput) as refused:
        encounters.create_encounter(actor=nadia.actor, claimed_state="cooperation", **said)
    assert set(refused.value.errors) == {"claimed_source", "claimed_on"}
    with pytest.raises(InvalidInput):
        encounters.create_encounter(actor=nadia.actor, claimed_text="kerja sama", **said)
    with pytest.raises(InvalidInput):
        encounters.create_encounter(actor=nadia.actor, **{**said, "partner_ids": []})


def test_who_changes_what_somebody_changed_meanwhile_is_told(nadia, rudi, busan):
    said = {"kind": "film_commission", "name": "Komisi", "country": "KR"}
    partners.change_partner(actor=nadia.actor, partner_id=busan.pk, version=0, **said)
    with pytest.raises(WrongState):
        partners.change_partner(actor=rudi.actor, partner_id=busan.pk, version=0, **said)
