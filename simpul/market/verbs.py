"""What the journal's verbs of markets are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "market.created": _("Market set up"),
        "market.opened": _("Market made public"),
        "market.ended": _("Market ended"),
        "market.slots_planned": _("Slots planned"),
        "market.tables_added": _("Tables added"),
        "market.walk_set": _("Minutes between venues set"),
        "market.talk_added": _("Session added"),
        "market.run_asked": _("Timetable asked for"),
        "market.run_stopped": _("Search for the timetable stopped"),
        "market.published": _("Timetable published"),
        "market_call.created": _("Call set up"),
        "market_call.published": _("Call published"),
        "market_entry.started": _("Project begun"),
        "market_entry.submitted": _("Project sent"),
        "market_entry.withdrawn": _("Project withdrawn"),
        "market_entry.voted": _("Vote given"),
        "market_entry.selected": _("Project selected"),
        "market_entry.refused": _("Project not selected"),
        "market_entry.material_added": _("Material added"),
        "market_entry.material_removed": _("Material removed"),
        "market_entry.access_asked": _("Materials asked for"),
        "market_entry.access_given": _("Materials permitted"),
        "market_entry.access_refused": _("Materials not permitted"),
        "market_entry.access_ended": _("Permission for materials ended"),
        "market_entry.material_read": _("Copy of a material handed out"),
        "market_badge.applied": _("Accreditation applied for"),
        "market_badge.accepted": _("Accredited"),
        "market_badge.refused": _("Accreditation refused"),
        "market_badge.withdrawn": _("Accreditation withdrawn"),
        "market_badge.availability": _("Availability changed"),
        "market_badge.feed_renewed": _("Address of the calendar renewed"),
        "market_badge.checked_in": _("Checked in"),
        "market_badge.away_noted": _("Absence noted"),
        "market_badge.outcome_asked": _("Asked what came of the market"),
        "market_badge.outcome_answered": _("Answered what came of the market"),
        "market_meeting.asked": _("Meeting asked for"),
        "market_meeting.agreed": _("Meeting agreed"),
        "market_meeting.declined": _("Meeting declined"),
        "market_meeting.withdrawn": _("Request for a meeting withdrawn"),
        "market_meeting.cancelled": _("Meeting cancelled"),
        "market_meeting.set": _("Meeting set by the market"),
        "market_meeting.ordered": _("Order of meetings set"),
        "market_meeting.no_show": _("Somebody did not come"),
    }
)
