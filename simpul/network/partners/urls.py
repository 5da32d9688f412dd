"""Addresses of partners, their people and lists of people."""

from django.urls import URLPattern, path

from simpul.network.views import contacts, partners, people

_ROOM = "meja/jejaring/"
_PARTNER = f"{_ROOM}mitra/<int:partner_id>/"
_PERSON = f"{_ROOM}orang/<int:person_id>/"
_READ = f"{_ROOM}kontak/<uuid:read_id>/"

PARTNERS: list[URLPattern] = [
    path(_ROOM, partners.index, name="partners"),
    path(f"{_ROOM}mitra/baru/", partners.create, name="partner_create"),
    path(_PARTNER, partners.partner, name="partner"),
    path(f"{_PARTNER}ubah/", partners.change, name="partner_change"),
    path(f"{_PARTNER}orang/", people.create, name="person_create"),
    path(f"{_ROOM}kembar/", partners.alike, name="alike"),
    path(
        f"{_ROOM}kembar/<slug:kind>/<int:first_id>/<int:second_id>/",
        partners.keep_apart,
        name="kept_apart",
    ),
    path(
        f"{_ROOM}mitra/<int:first_id>/gabung/<int:second_id>/",
        partners.merge,
        name="partner_merge",
    ),
    path(_PERSON, people.person, name="person"),
    path(f"{_PERSON}ubah/", people.change, name="person_change"),
    path(f"{_PERSON}jabatan/", people.add_post, name="post_add"),
    path(f"{_PERSON}persetujuan/", people.give_consent, name="consent_give"),
    path(
        f"{_ROOM}orang/<int:first_id>/gabung/<int:second_id>/",
        people.merge,
        name="person_merge",
    ),
    path(f"{_ROOM}jabatan/<int:post_id>/akhiri/", people.end_post, name="post_end"),
    path(
        f"{_ROOM}persetujuan/<int:consent_id>/tarik/",
        people.withdraw_consent,
        name="consent_withdraw",
    ),
    path(f"{_ROOM}kontak/", contacts.take_in, name="contacts"),
    path(f"{_ROOM}kontak/unduh/", contacts.take_out, name="contacts_out"),
    path(_READ, contacts.look, name="contacts_read"),
    path(f"{_READ}ambil/", contacts.load, name="contacts_load"),
    path(f"{_READ}buang/", contacts.drop, name="contacts_drop"),
]
