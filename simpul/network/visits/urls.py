"""Addresses of encounters and visits."""

from django.urls import URLPattern, path

from simpul.network.views import encounters, visit_files, visit_parts, visits

_ROOM = "meja/jejaring/"
_MET = f"{_ROOM}temu/<int:encounter_id>/"
_VISIT = f"{_ROOM}kunjungan/<int:visit_id>/"
_CALENDAR = f"{_ROOM}kalender/<uuid:read_id>/"

ENCOUNTERS: list[URLPattern] = [
    path(f"{_ROOM}temu/", encounters.index, name="encounters"),
    path(f"{_ROOM}temu/baru/", encounters.create, name="encounter_create"),
    path(_MET, encounters.encounter, name="encounter"),
    path(f"{_MET}ubah/", encounters.change, name="encounter_change"),
    path(f"{_MET}mereka/", encounters.add_theirs, name="encounter_theirs"),
    path(f"{_MET}kami/", encounters.add_ours, name="encounter_ours"),
    path(f"{_ROOM}temu/hadir/<int:row_id>/hapus/", encounters.remove, name="encounter_remove"),
]

VISITS: list[URLPattern] = [
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
