"""What the journal's verbs of funds, cases, awards, accounts and payments are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "fund.created": _("Fund set up"),
        "fund.appropriation_proposed": _("Money for the fund proposed"),
        "fund.appropriated": _("Money for the fund confirmed"),
        "fund.appropriation_refused": _("Money for the fund not confirmed"),
        "fund.opened": _("Fund opened"),
        "fund.spent": _("Fund is spent; new requests wait"),
        "fund.reopened": _("Fund has money again"),
        "fund.closed": _("Fund closed for new requests"),
        "fund.lapsed": _("Money nobody took went back to the treasury"),
        "fund.carried": _("Money nobody took went into the next fund"),
        "incentive.started": _("Request begun"),
        "incentive.submitted": _("Request sent"),
        "incentive.taken": _("Officer named"),
        "incentive.returned": _("Returned with questions"),
        "incentive.answered": _("Question answered"),
        "incentive.resubmitted": _("Completed request sent"),
        "incentive.award_proposed": _("Award proposed"),
        "incentive.award_declined": _("Award not approved"),
        "incentive.award_dropped": _("Proposal taken back"),
        "incentive.queued": _("Award approved; on the waiting list"),
        "incentive.moved_up": _("Moved up from the waiting list"),
        "incentive.handed_on": _("On the waiting list of the next fund"),
        "incentive.awarded": _("Provisional certificate signed"),
        "incentive.certified": _("Final certificate signed"),
        "incentive.certified_nothing": _("Nothing could be certified"),
        "incentive.reported": _("Cost report sent"),
        "incentive.audit_started": _("Audit begun"),
        "incentive.audit_finished": _("Audit finished"),
        "incentive.report_returned": _("Cost report sent back"),
        "incentive.reconciled": _("Figures held against permits and wrap reports"),
        "incentive.withdrawn": _("Request withdrawn"),
        "incentive.refused": _("Request refused"),
        "incentive.appealed": _("Objection filed"),
        "incentive.appeal_upheld": _("Objection upheld"),
        "incentive.appeal_dismissed": _("Objection dismissed"),
        "incentive.lapsed": _("Certificate lapsed"),
        "incentive.reminded": _("Reminder of the cost report sent"),
        "incentive.payment_prepared": _("Payment prepared"),
        "incentive.payment_released": _("Payment released"),
        "incentive.payment_cancelled": _("Payment cancelled"),
        "incentive.payment_made": _("Payment made"),
        "incentive.payment_bounced": _("Payment sent back by the bank"),
        "incentive.milestone": _("Beginning or end of shooting recorded"),
        "incentive.recovery_claimed": _("Money paid on account asked back"),
        "incentive.recovery_reminded": _("Reminder of money to come back sent"),
        "incentive.recovery_received": _("Money came back"),
        "incentive.recovery_settled": _("Nothing more is to come back"),
        "incentive.recovery_dropped": _("Money no longer asked back: the case runs on"),
        "incentive.waiver_proposed": _("Waiver of money to come back proposed"),
        "incentive.waiver_approved": _("Not asking a part back: approved"),
        "incentive.waiver_declined": _("Not asking a part back: not approved"),
        "incentive.sources_kept_until": _("Ledgers and evidence: time of keeping has ended"),
        "incentive.closed": _("Request closed: everything is paid"),
        "bank.changed": _("Bank account given; usable after the cooling time"),
        "bank.stopped": _("Change of the bank account stopped"),
    }
)

register(
    {
        "incentive.report_uploaded": _("Cost report uploaded"),
        "incentive.report_layout": _("Told how the cost report is to be read"),
        "incentive.report_read": _("Cost report read whole"),
        "incentive.report_refused": _("Cost report not taken: bad lines"),
        "incentive.report_asks": _("Cost report leaves something open"),
        "incentive.report_mapped": _("Accounts mapped"),
        "incentive.categories_mapped": _("Categories brought to those of the scheme"),
        "incentive.report_related": _("Related party named"),
        "incentive.report_classified": _("Lines classified again"),
        "incentive.finding_decided": _("Finding decided"),
        "incentive.findings_decided": _("Findings of one kind decided"),
    }
)
