"""Addresses of the permits room: planner, applications, desks, permits, checks."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from simpul.permits.views import (
    apply,
    apply_papers,
    apply_rows,
    apply_sending,
    apply_sheet,
    apply_start,
    case_calendar,
    check,
    desk_answers,
    desk_case,
    desk_clearances,
    desk_money,
    desk_queue,
    my_cases,
    payments,
    permit,
    plan,
    wrap,
)

app_name = "permits"

DESK = [
    path("meja/kasus/", desk_queue.queue, name="desk_cases"),
    path("meja/kasus/<uuid:application_id>/", desk_case.case, name="desk_case"),
    path("meja/kasus/<uuid:application_id>/ambil/", desk_case.take, name="desk_take"),
    path("meja/kasus/<uuid:application_id>/tugaskan/", desk_case.assign, name="desk_assign"),
    path("meja/kasus/<uuid:application_id>/kembalikan/", desk_case.send_back, name="desk_return"),
    path("meja/kasus/<uuid:application_id>/lengkap/", desk_case.accept, name="desk_accept"),
    path("meja/kasus/<uuid:application_id>/tolak/", desk_case.refuse, name="desk_refuse"),
    path("meja/jawaban/<int:clearance_id>/catat/", desk_answers.record_answer, name="desk_record"),
    path("meja/jawaban/<int:clearance_id>/tautan/", desk_answers.send_link, name="desk_link"),
    path("meja/jawaban/<int:clearance_id>/ulang/", desk_answers.reopen, name="desk_reopen"),
    path(
        "meja/jawaban/<int:clearance_id>/sahkan/", desk_answers.countersign, name="desk_countersign"
    ),
    path("meja/tautan/<int:link_id>/cabut/", desk_answers.revoke_link, name="desk_revoke_link"),
    path("meja/tagihan/<int:bill_id>/bayar/", desk_money.pay, name="desk_pay"),
    path("meja/baris/<int:fee_line_id>/bebaskan/", desk_money.waive, name="desk_waive"),
    path("meja/pembebasan/<int:waiver_id>/", desk_money.decide_waiver, name="desk_waiver"),
    path("meja/permintaan/", desk_clearances.inbox, name="desk_inbox"),
    path("meja/permintaan/<int:clearance_id>/", desk_clearances.clearance, name="desk_clearance"),
    path("jawaban/<int:clearance_id>/surat/", desk_clearances.evidence, name="evidence"),
    path("jawab/<str:token>/", desk_clearances.by_link, name="answer_by_link"),
    path(
        "jawab/<str:token>/berkas/<int:attachment_id>/",
        desk_clearances.paper_by_link,
        name="paper_by_link",
    ),
    path("bayaran/<int:payment_id>/bukti/", payments.proof, name="payment_proof"),
]

MONEY = [
    path("pembayaran/<slug:provider>/", payments.callback, name="payment_callback"),
    path("tagihan/<int:bill_id>/coba/", payments.trial, name="trial_payment"),
]

PERMITS = [
    path("periksa/", check.check, name="check"),
    path("periksa/sw.js", check.worker, name="check_worker"),
    path("periksa/keadaan/<str:code>.json", check.state, name="check_state"),
    path("izin/<str:code>/", check.public_permit, name="public_permit"),
    path("izin/<str:code>/peta.svg", check.sketch, name="permit_sketch"),
    path("perizinan/<uuid:permit_id>/", permit.detail, name="permit"),
    path("perizinan/<uuid:permit_id>/berkas/", permit.document, name="permit_document"),
    path("perizinan/<uuid:permit_id>/perubahan/", permit.amend, name="permit_amend"),
    path("perizinan/<uuid:permit_id>/lepas/", permit.release, name="permit_release"),
    path("perizinan/<uuid:permit_id>/keadaan/<slug:verb>/", permit.change, name="permit_change"),
    path("permohonan/<uuid:application_id>/terbit/", permit.issue, name="issue"),
    path("permohonan/<uuid:application_id>/laporan/", wrap.report, name="wrap"),
    path("permohonan/<uuid:application_id>/laporan/bukti/", wrap.evidence, name="wrap_evidence"),
    path("permohonan/<uuid:application_id>/laporan/dasar/", wrap.prove, name="wrap_prove"),
]

PLAN = [
    path("rencana/", plan.plan, name="planner"),
    # The short address that is given away on paper.
    re_path(r"^plan/?$", RedirectView.as_view(pattern_name="permits:planner", query_string=True)),
    path("rencana/<uuid:draft_id>/", plan.plan, name="planner_draft"),
]

APPLY = [
    path("ajukan/", apply_start.start, name="apply_start"),
    path("ajukan/dari-rencana/", apply_start.from_plan, name="apply_from_plan"),
    path("ajukan/<uuid:application_id>/", apply.tasks, name="apply_tasks"),
    path("ajukan/<uuid:application_id>/terkirim/", apply_sending.sent, name="apply_sent"),
    path("ajukan/<uuid:application_id>/hari/lembar/", apply_sheet.upload, name="apply_sheet"),
    path(
        "ajukan/<uuid:application_id>/hari/contoh.<slug:kind>",
        apply_sheet.template,
        name="apply_sheet_template",
    ),
    path("ajukan/<uuid:application_id>/<slug:slug>/", apply.page, name="apply_page"),
    path("ajukan/<uuid:application_id>/<slug:slug>/<slug:key>/", apply_rows.row, name="apply_row"),
    path(
        "ajukan/<uuid:application_id>/<slug:slug>/<slug:key>/hapus/",
        apply_rows.remove,
        name="apply_remove",
    ),
]

MINE = [
    path("kasus/", my_cases.cases, name="my_cases"),
    path("kasus/<uuid:application_id>/", my_cases.case, name="case"),
    path("kasus/<uuid:application_id>/kalender/", case_calendar.page, name="case_calendar"),
    path(
        "kasus/<uuid:application_id>/kalender/tetangga.geojson",
        case_calendar.neighbours,
        name="case_neighbours",
    ),
    path("kasus/<uuid:application_id>/kalender/catat/", case_calendar.pencil, name="case_pencil"),
    path("kasus/<uuid:application_id>/kalender/pindah/", case_calendar.offer, name="case_offer"),
    path("kasus/<uuid:application_id>/tarik/", my_cases.withdraw, name="withdraw"),
    path("kasus/<uuid:application_id>/berkas/", my_cases.add_paper, name="add_paper"),
    path(
        "kasus/<uuid:application_id>/berkas/<int:attachment_id>/",
        apply_papers.attachment,
        name="attachment",
    ),
    path(
        "kasus/<uuid:application_id>/tanya/<int:question_id>/",
        my_cases.answer,
        name="answer_question",
    ),
    path("kasus/<uuid:application_id>/klaim/<int:clearance_id>/", my_cases.claim, name="claim"),
]

urlpatterns = [*PLAN, *APPLY, *MINE, *DESK, *MONEY, *PERMITS]
