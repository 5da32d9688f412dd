"""Addresses of the market."""

from django.urls import URLPattern, path

from simpul.market.views import (
    day,
    desk,
    desk_guests,
    entries,
    guests,
    outcomes,
    public,
    schedule,
    selection,
    timetable,
)

app_name = "market"

PUBLIC = [
    path("pasar/", public.markets, name="markets"),
    path("pasar/proyek/", entries.mine, name="my_entries"),
    path("pasar/proyek/<uuid:entry_id>/", entries.entry, name="entry"),
    path("pasar/proyek/<uuid:entry_id>/isi/<slug:slug>/", entries.page, name="entry_page"),
    path("pasar/proyek/<uuid:entry_id>/kirim/", entries.send, name="entry_send"),
    path("pasar/proyek/<uuid:entry_id>/tarik/", entries.withdraw, name="entry_withdraw"),
    path("pasar/proyek/<uuid:entry_id>/berkas/", entries.add_material, name="material_add"),
    path("pasar/berkas/<uuid:material_id>/", entries.material, name="material"),
    path("pasar/berkas/<uuid:material_id>/hapus/", entries.remove_material, name="material_remove"),
    path("pasar/izin/<int:access_id>/", entries.decide_access, name="access_decide"),
    path("pasar/panggilan/<uuid:call_id>/", public.call, name="call"),
    path("pasar/panggilan/<uuid:call_id>/ikut/", entries.start, name="entry_start"),
    path("pasar/hasil/<uuid:outcome_id>/", outcomes.outcome, name="outcome"),
    path("pasar/jadwal/<int:badge_id>/<slug:token>.ics", schedule.feed, name="feed"),
    path("pasar/lencana/<int:badge_id>/<slug:token>/", schedule.scan, name="scan"),
    path("pasar/acara/<slug:code>/", public.market, name="market"),
    path("pasar/acara/<slug:code>/katalog/", public.catalogue, name="catalogue"),
    path("pasar/acara/<slug:code>/katalog/<uuid:entry_id>/", public.project, name="project"),
    path(
        "pasar/acara/<slug:code>/katalog/<uuid:entry_id>/minta/",
        entries.ask_access,
        name="access_ask",
    ),
]

GUESTS = [
    path("pasar/acara/<slug:code>/akreditasi/", guests.apply, name="apply"),
    path("pasar/acara/<slug:code>/saya/", guests.mine, name="mine"),
    path("pasar/acara/<slug:code>/saya/waktu/", guests.availability, name="availability"),
    path("pasar/acara/<slug:code>/saya/mundur/", guests.withdraw, name="badge_withdraw"),
    path("pasar/acara/<slug:code>/saya/alamat/", guests.renew_feed, name="renew_feed"),
    path("pasar/acara/<slug:code>/tamu/", guests.guests, name="guests"),
    path("pasar/acara/<slug:code>/tamu/<int:badge_id>/", guests.ask, name="ask"),
    path("pasar/acara/<slug:code>/temu/<int:meeting_id>/", guests.meeting, name="meeting"),
    path(
        "pasar/acara/<slug:code>/temu/<int:meeting_id>/tarik/",
        guests.withdraw_request,
        name="meeting_withdraw",
    ),
    path(
        "pasar/acara/<slug:code>/temu/<int:meeting_id>/batal/",
        guests.cancel,
        name="meeting_cancel",
    ),
    path("pasar/acara/<slug:code>/papan/", schedule.board, name="board"),
]

DESK = [
    path("meja/pasar/", desk.desk_list, name="desk_markets"),
    path("meja/pasar/baru/", desk.create, name="desk_create"),
    path("meja/pasar/panggilan/<uuid:call_id>/", selection.entries, name="desk_entries"),
    path("meja/pasar/panggilan/<uuid:call_id>/terbit/", desk.publish_call, name="call_publish"),
    path("meja/pasar/proyek/<uuid:entry_id>/", selection.entry, name="desk_entry"),
    path("meja/pasar/proyek/<uuid:entry_id>/nilai/", selection.vote, name="vote"),
    path("meja/pasar/proyek/<uuid:entry_id>/putus/", selection.decide, name="decide"),
    path("meja/pasar/acara/<slug:code>/", desk.desk_market, name="desk_market"),
    path("meja/pasar/acara/<slug:code>/buka/", desk.open_market, name="market_open"),
    path("meja/pasar/acara/<slug:code>/tutup/", desk.end_market, name="market_end"),
    path("meja/pasar/acara/<slug:code>/meja/", desk.tables, name="tables"),
    path("meja/pasar/acara/<slug:code>/jarak/", desk.walk, name="walk"),
    path("meja/pasar/acara/<slug:code>/jam/", desk.slots, name="slots"),
    path("meja/pasar/acara/<slug:code>/sesi/", desk.talk, name="talk"),
    path("meja/pasar/acara/<slug:code>/panggilan/", desk.new_call, name="call_new"),
    path("meja/pasar/acara/<slug:code>/tamu/", desk_guests.badges, name="desk_badges"),
    path(
        "meja/pasar/acara/<slug:code>/tamu/<int:badge_id>/",
        desk_guests.decide_badge,
        name="badge_decide",
    ),
    path("meja/pasar/acara/<slug:code>/lencana.pdf", desk_guests.badges_pdf, name="badges_pdf"),
    path("meja/pasar/acara/<slug:code>/temu/", desk_guests.meetings, name="desk_meetings"),
    path("meja/pasar/acara/<slug:code>/temu/tetap/", desk_guests.set_meeting, name="meeting_set"),
    path("meja/pasar/acara/<slug:code>/temu/urut/", desk_guests.set_before, name="meeting_before"),
    path(
        "meja/pasar/acara/<slug:code>/temu/<int:meeting_id>/batal/",
        desk_guests.cancel_meeting,
        name="desk_cancel",
    ),
    path("meja/pasar/acara/<slug:code>/jadwal/", timetable.runs, name="runs"),
    path("meja/pasar/acara/<slug:code>/jadwal/hitung/", timetable.ask, name="run_ask"),
    path("meja/pasar/acara/<slug:code>/jadwal/<uuid:run_id>/", timetable.run, name="run"),
    path(
        "meja/pasar/acara/<slug:code>/jadwal/<uuid:run_id>/henti/",
        timetable.stop,
        name="run_stop",
    ),
    path(
        "meja/pasar/acara/<slug:code>/jadwal/<uuid:run_id>/terbit/",
        timetable.publish,
        name="run_publish",
    ),
    path("meja/pasar/acara/<slug:code>/papan-meja.pdf", timetable.signs, name="signs"),
    path("meja/pasar/acara/<slug:code>/hari/", day.day, name="day"),
    path("meja/pasar/acara/<slug:code>/hari/datang/<int:badge_id>/", day.check_in, name="check_in"),
    path(
        "meja/pasar/acara/<slug:code>/hari/absen/<int:meeting_id>/<int:badge_id>/",
        day.no_show,
        name="no_show",
    ),
    path("meja/pasar/acara/<slug:code>/hari/terlambat/", day.away, name="away"),
    path("meja/pasar/acara/<slug:code>/hari/meja/", day.table, name="day_table"),
]

urlpatterns: list[URLPattern] = [*PUBLIC, *GUESTS, *DESK]
