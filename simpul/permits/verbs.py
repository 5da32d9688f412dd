"""What the journal's verbs of a case are called, from the draft to the wrap report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "application.started": _("Application begun"),
        "application.submitted": _("Application sent"),
        "application.resubmitted": _("Corrected application sent"),
        "application.withdrawn": _("Application withdrawn"),
        "application.paper_added": _("Document added"),
        "application.paper_removed": _("Document removed"),
        "application.officer_named": _("Case officer named"),
        "application.returned": _("Returned with questions"),
        "application.accepted": _("Complete; authorities asked"),
        "application.called_back": _("Taken back by the applicant to change it"),
        "application.refused": _("Refused"),
        "application.ready": _("Ready to be signed"),
        "application.lapsed": _("Ended with the permit it amends"),
        "clearance.requested": _("Authority asked"),
        "clearance.answered": _("Authority answered"),
        "clearance.carried_over": _("Earlier answer still holds"),
        "clearance.question_asked": _("Authority asked the applicant"),
        "question.answered": _("Applicant answered"),
        "clearance.deemed_claimed": _("Deemed grant claimed"),
        "clearance.escalated": _("Late answer escalated"),
        "clearance.reopened": _("Asked again"),
        "link.sent": _("Answer link sent"),
        "link.opened": _("Answer link opened"),
        "link.revoked": _("Answer link revoked"),
        "papers.retention_set": _("Last day of keeping set for papers"),
        "fee.bill_opened": _("Bill opened"),
        "fee.paid": _("Paid"),
        "fee.waiver_proposed": _("Waiver proposed"),
        "fee.waiver_approved": _("Waiver approved"),
        "fee.waiver_refused": _("Waiver refused"),
        "permit.issued": _("Permit issued"),
        "permit.suspended": _("Permit suspended"),
        "permit.resumed": _("Permit valid again"),
        "permit.revoked": _("Permit revoked"),
        "permit.cancelled": _("Permit cancelled"),
        "rider.started": _("Amendment started"),
        "wrap.asked": _("Wrap report asked for"),
        "wrap.submitted": _("Wrap report sent"),
        "wrap.evidence_recorded": _("Evidence for the wrap report recorded"),
    }
)
