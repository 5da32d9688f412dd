"""Addresses of the incentives room."""

from django.urls import URLPattern, path

from simpul.incentives.urls_estimate import ESTIMATE
from simpul.incentives.urls_reports import REPORTS
from simpul.incentives.views import (
    bank,
    cases,
    certificates,
    desk,
    desk_list,
    funds,
    payments,
    recoveries,
    requests,
)

app_name = "incentives"

FUNDS = [
    path("insentif/dana/", funds.public_list, name="funds"),
    path("insentif/dana/<slug:code>/", funds.public_fund, name="fund"),
    path("insentif/dana/<slug:code>/ajukan/", requests.start, name="case_start"),
    path("meja/insentif/dana/", funds.desk_list, name="funds_desk"),
    path("meja/insentif/dana/baru/", funds.create, name="fund_create"),
    path("meja/insentif/dana/<slug:code>/", funds.desk_fund, name="fund_desk"),
    path("meja/insentif/dana/<slug:code>/uang/", funds.appropriate, name="appropriate"),
    path("meja/insentif/uang/<int:appropriation_id>/", funds.decide, name="appropriation_decide"),
]

REQUESTS = [
    path("insentif/kasus/", cases.mine, name="my_cases"),
    path("insentif/kasus/<uuid:case_id>/", cases.case, name="case"),
    path("insentif/kasus/<uuid:case_id>/isi/", requests.tasks, name="case_tasks"),
    path("insentif/kasus/<uuid:case_id>/isi/<slug:slug>/", requests.page, name="case_page"),
    path("insentif/kasus/<uuid:case_id>/kirim/", requests.send, name="case_send"),
    path("insentif/kasus/<uuid:case_id>/tarik/", cases.withdraw, name="case_withdraw"),
    path("insentif/kasus/<uuid:case_id>/keberatan/", cases.appeal, name="case_appeal"),
    path(
        "insentif/kasus/<uuid:case_id>/tanya/<int:question_id>/", cases.answer, name="case_answer"
    ),
]

DESK = [
    path("meja/insentif/", desk_list.queue, name="desk_cases"),
    path("meja/insentif/<uuid:case_id>/", desk.case, name="desk_case"),
    path("meja/insentif/<uuid:case_id>/ambil/", desk.take, name="desk_take"),
    path("meja/insentif/<uuid:case_id>/kembalikan/", desk.send_back, name="desk_return"),
    path("meja/insentif/<uuid:case_id>/tolak/", desk.refuse, name="desk_refuse"),
    path("meja/insentif/<uuid:case_id>/usulkan/", desk.propose, name="desk_propose"),
    path("meja/insentif/<uuid:case_id>/cocokkan/", desk.reconcile, name="desk_reconcile"),
    path("meja/insentif/<uuid:case_id>/bayar/", desk.prepare, name="desk_prepare"),
    path(
        "meja/insentif/<uuid:case_id>/tonggak/<slug:kind>/",
        recoveries.milestone,
        name="desk_milestone",
    ),
    path("meja/insentif/penetapan/<int:award_id>/", desk.decide, name="desk_decide"),
    path("meja/insentif/penetapan/<int:award_id>/batal/", desk.drop, name="desk_drop"),
    path("meja/insentif/keberatan/<int:appeal_id>/", desk.decide_appeal, name="desk_appeal"),
]

MONEY = [
    path("meja/insentif/pembayaran/", payments.to_pay, name="to_pay"),
    path("meja/insentif/pembayaran/berkas.csv", payments.file, name="payment_file"),
    path("meja/insentif/bayaran/<uuid:payment_id>/lepas/", payments.release, name="pay_release"),
    path("meja/insentif/bayaran/<uuid:payment_id>/batal/", payments.cancel, name="pay_cancel"),
    path("meja/insentif/bayaran/<uuid:payment_id>/catat/", payments.paid, name="pay_paid"),
    path("meja/insentif/bayaran/<uuid:payment_id>/kembali/", payments.bounce, name="pay_bounce"),
    path(
        "meja/insentif/kembali/<uuid:recovery_id>/terima/",
        recoveries.receipt,
        name="recovery_receipt",
    ),
    path(
        "meja/insentif/kembali/<uuid:recovery_id>/hapus/",
        recoveries.propose_waiver,
        name="waiver_propose",
    ),
    path(
        "meja/insentif/penghapusan/<int:waiver_id>/", recoveries.decide_waiver, name="waiver_decide"
    ),
    path("insentif/bayaran/<uuid:payment_id>/bukti/", payments.proof, name="pay_proof"),
    path("insentif/rekening/<int:company_id>/", bank.account, name="bank"),
    path("insentif/rekening/<int:company_id>/ubah/", bank.change, name="bank_change"),
    path("insentif/rekening/berhenti/<int:account_id>/", bank.stop, name="bank_stop"),
]

CERTIFICATES = [
    path("insentif/sertifikat/", certificates.check, name="certificate_check"),
    path("insentif/sertifikat/sw.js", certificates.worker, name="certificate_worker"),
    path(
        "insentif/sertifikat/keadaan/<str:code>.json",
        certificates.state,
        name="certificate_state",
    ),
    path(
        "insentif/sertifikat/<uuid:certificate_id>/berkas/",
        certificates.document,
        name="certificate_document",
    ),
    path("insentif/sertifikat/<str:code>/", certificates.public, name="certificate_public"),
]

urlpatterns: list[URLPattern] = [
    *FUNDS,
    *REQUESTS,
    *DESK,
    *MONEY,
    *CERTIFICATES,
    *REPORTS,
    *ESTIMATE,
]
