"""Addresses of the list of schemes, the estimate, the comparison and the lab."""

from django.urls import path

from simpul.incentives.views import catalogue, compare, compare_files, compare_kept, estimate, lab

ESTIMATE = [
    path("insentif/", catalogue.schemes, name="schemes"),
    path("insentif/skema/<slug:scheme_id>/", catalogue.scheme, name="scheme"),
    path("insentif/skema/<slug:scheme_id>/taksir/", estimate.estimate, name="estimate"),
    path("insentif/bandingkan/", compare.compare, name="compare"),
    path("insentif/bandingkan/perbandingan.pdf", compare_files.pdf, name="compare_pdf"),
    path("insentif/bandingkan/perbandingan.xlsx", compare_files.xlsx, name="compare_xlsx"),
    path("insentif/bandingkan/simpan/", compare_kept.keep, name="compare_keep"),
    path("insentif/bandingkan/tersimpan/", compare_kept.saved, name="saved"),
    path(
        "insentif/bandingkan/tersimpan/<uuid:saved_id>/",
        compare_kept.saved_open,
        name="saved_open",
    ),
    path(
        "insentif/bandingkan/tersimpan/<uuid:saved_id>/hapus/",
        compare_kept.saved_forget,
        name="saved_forget",
    ),
    path("insentif/lab/", lab.reports, name="lab"),
    path("insentif/lab/skema/", lab.new_scheme, name="lab_scheme"),
    path("insentif/lab/retribusi/", lab.new_levies, name="lab_levies"),
    path("insentif/lab/<uuid:report_id>/", lab.report, name="lab_report"),
    path("insentif/lab/<uuid:report_id>/laporan.json", lab.report_json, name="lab_json"),
    path("insentif/lab/<uuid:report_id>/laporan.pdf", lab.report_pdf, name="lab_pdf"),
]
