"""Addresses of cost reports and their audit."""

from django.urls import path

from simpul.incentives.views import (
    auditing,
    cost_report_lines,
    cost_reports,
    scheme_mapping,
)

_ONE = "insentif/kasus/<uuid:case_id>/laporan/<int:number>/"

REPORTS = [
    path("insentif/kasus/<uuid:case_id>/laporan/", cost_reports.index, name="cost_report"),
    path(_ONE, cost_reports.report, name="cost_report_one"),
    path(f"{_ONE}kemajuan/", cost_reports.progress, name="cost_report_progress"),
    path(f"{_ONE}jawab/", cost_reports.answer, name="cost_report_answer"),
    path(f"{_ONE}peta/", cost_reports.map_accounts, name="cost_report_map"),
    path(f"{_ONE}skema/", scheme_mapping.categories, name="scheme_categories"),
    path(f"{_ONE}berelasi/", cost_reports.related, name="cost_report_related"),
    path(f"{_ONE}ulang/", cost_reports.classify_again, name="cost_report_again"),
    path(f"{_ONE}kirim/", cost_reports.send, name="cost_report_send"),
    path(f"{_ONE}baris/", cost_report_lines.lines, name="cost_report_lines"),
    path(f"{_ONE}baris.csv", cost_report_lines.export, {"kind": "csv"}, name="cost_report_csv"),
    path(f"{_ONE}baris.xlsx", cost_report_lines.export, {"kind": "xlsx"}, name="cost_report_xlsx"),
    path(f"{_ONE}berkas/", cost_report_lines.source, name="cost_report_source"),
    path(f"{_ONE}kesalahan.csv", cost_report_lines.faults, name="cost_report_faults"),
    path(f"{_ONE}audit.pdf", cost_report_lines.paper, name="cost_report_paper"),
    path(f"{_ONE}audit/", auditing.start, name="audit_start"),
    path(f"{_ONE}temuan/", auditing.findings, name="findings"),
    path(f"{_ONE}temuan/<int:row>/", auditing.finding, name="finding"),
    path(f"{_ONE}temuan/<int:row>/bukti/", auditing.evidence, name="finding_evidence"),
]
