"""Addresses of partners, people, encounters and visits."""

from django.urls import URLPattern, path

from simpul.network.views import (
    contacts,
    encounters,
    partners,
    people,
    visit_files,
    visit_parts,
    visits,
)

_ROOM = "meja/jejaring/"
_PARTNER = f"{_ROOM}mitra/<int:partner_id>/"
_PERSON = f"{_ROOM}orang/<int:person_id>/"
_MET = f"{_ROOM}temu/<int:encounter_id>/"
_VISIT = f"{_ROOM}kunjungan/<int:visit_id>/"
_READ = f"{_ROOM}kontak/<uuid:read_id>/"
_CALENDAR = f"{_ROOM}kalender/<uuid:read_id>/"

PEOPLE = [
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

ENCOUNTERS = [
    path(f"{_ROOM}temu/", encounters.index, name="encounters"),
    path(f"{_ROOM}temu/baru/", encounters.create, name="encounter_create"),
    path(_MET, encounters.encounter, name="encounter"),
    path(f"{_MET}ubah/", encounters.change, name="encounter_change"),
    path(f"{_MET}mereka/", encounters.add_theirs, name="encounter_theirs"),
    path(f"{_MET}kami/", encounters.add_ours, name="encounter_ours"),
    path(f"{_ROOM}temu/hadir/<int:row_id>/hapus/", encounters.remove, name="encounter_remove"),
]

VISITS = [
    path(f"{_ROOM}kunjungan/", visits.index, name="visits"),
    path(f"{_ROOM}kunjungan/baru/", visits.create, name="visit_create"),
    path(_VISIT, visits.visit, name="visit"),
    path(f"{_VISIT}ubah/", visits.change, name="visit_change"),
    path(f"{_VISIT}sahkan/", visits.confirm, name="visit_confirm"),
    path(f"{_VISIT}mulai/", visits.begin, name="visit_begin"),
    path(f"{_VISIT}lapor/", visits.report, name="visit_report"),
    path(f"{_VISIT}kembalikan/", visits.send_back, name="visit_send_back"),
    path(f"{_VISIT}tutup/", visits.close, name="visit_close"),
    path(f"{_VISIT}batal/", visits.cancel, name="visit_cancel"),
    path(f"{_VISIT}acara/", visit_parts.add_item, name="item_add"),
    path(f"{_VISIT}delegasi/mereka/", visit_parts.add_theirs, name="visit_theirs"),
    path(f"{_VISIT}delegasi/kami/", visit_parts.add_ours, name="visit_ours"),
    path(f"{_VISIT}biaya/", visit_parts.add_cost, name="cost_add"),
    path(f"{_VISIT}hadiah/", visit_parts.add_gift, name="gift_add"),
    path(f"{_VISIT}kalender/", visit_parts.read_calendar, name="calendar_read"),
    path(f"{_VISIT}kunjungan.ics", visit_files.calendar, name="visit_calendar"),
    path(f"{_VISIT}bahan.pdf", visit_files.briefing, name="visit_briefing"),
    path(f"{_VISIT}laporan.pdf", visit_files.report, name="visit_paper"),
    path(f"{_ROOM}acara/<int:item_id>/", visit_parts.change_item, name="item_change"),
    path(f"{_ROOM}acara/<int:item_id>/batal/", visit_parts.cancel_item, name="item_cancel"),
    path(f"{_ROOM}delegasi/<int:row_id>/hapus/", visit_parts.remove_delegate, name="delegate_out"),
    path(f"{_ROOM}biaya/<int:row_id>/hapus/", visit_parts.strike_cost, name="cost_strike"),
    path(f"{_ROOM}hadiah/<int:row_id>/hapus/", visit_parts.strike_gift, name="gift_strike"),
    path(_CALENDAR, visit_parts.look_calendar, name="calendar_look"),
    path(f"{_CALENDAR}ambil/", visit_parts.take_calendar, name="calendar_take"),
]

PARTNERS: list[URLPattern] = [*PEOPLE, *ENCOUNTERS, *VISITS]
