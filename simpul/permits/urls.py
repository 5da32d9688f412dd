"""Addresses of the permits room: planner, applications, desks, permits, checks."""

from django.urls import path

from simpul.permits.views import desk_cases, desk_clearances, payments

app_name = "permits"

DESK = [
    path("meja/kasus/", desk_cases.queue, name="desk_cases"),
    path("meja/kasus/<uuid:application_id>/", desk_cases.case, name="desk_case"),
    path("meja/kasus/<uuid:application_id>/ambil/", desk_cases.take, name="desk_take"),
    path("meja/kasus/<uuid:application_id>/tugaskan/", desk_cases.assign, name="desk_assign"),
    path("meja/kasus/<uuid:application_id>/kembalikan/", desk_cases.send_back, name="desk_return"),
    path("meja/kasus/<uuid:application_id>/lengkap/", desk_cases.accept, name="desk_accept"),
    path("meja/kasus/<uuid:application_id>/tolak/", desk_cases.refuse, name="desk_refuse"),
    path("meja/jawaban/<int:clearance_id>/catat/", desk_cases.record_answer, name="desk_record"),
    path("meja/jawaban/<int:clearance_id>/tautan/", desk_cases.send_link, name="desk_link"),
    path("meja/jawaban/<int:clearance_id>/ulang/", desk_cases.reopen, name="desk_reopen"),
    path(
        "meja/jawaban/<int:clearance_id>/sahkan/", desk_cases.countersign, name="desk_countersign"
    ),
    path("meja/tautan/<int:link_id>/cabut/", desk_cases.revoke_link, name="desk_revoke_link"),
    path("meja/tagihan/<int:bill_id>/bayar/", desk_cases.pay, name="desk_pay"),
    path("meja/baris/<int:fee_line_id>/bebaskan/", desk_cases.waive, name="desk_waive"),
    path("meja/pembebasan/<int:waiver_id>/", desk_cases.decide_waiver, name="desk_waiver"),
    path("meja/permintaan/", desk_clearances.inbox, name="desk_inbox"),
    path(
        "meja/permintaan/<int:clearance_id>/", desk_clearances.clearance, name="desk_clearance"
    ),
    path("jawab/<str:token>/", desk_clearances.by_link, name="answer_by_link"),
]

MONEY = [
    path("pembayaran/<slug:provider>/", payments.callback, name="payment_callback"),
    path("tagihan/<int:bill_id>/coba/", payments.trial, name="trial_payment"),
]

urlpatterns = [*DESK, *MONEY]
