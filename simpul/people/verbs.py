"""What the journal's verbs of this room are called."""

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "person.joined": _("Account made"),
        "person.profile_changed": _("Profile changed"),
        "person.stepped_in": _("Stepped in on the demonstration page"),
        "company.created": _("Company registered"),
        "company.changed": _("Company details changed"),
        "company.invited": _("Person invited"),
        "company.invitation_withdrawn": _("Invitation withdrawn"),
        "company.joined": _("Invitation accepted"),
        "company.role_changed": _("Role in the company changed"),
        "company.membership_ended": _("Membership ended"),
        "grant.role_proposed": _("Role proposed"),
        "grant.role_given": _("Role given"),
        "grant.role_declined": _("Proposed role declined"),
        "grant.role_ended": _("Role ended"),
        "grant.desk_proposed": _("Desk proposed"),
        "grant.desk_given": _("Desk given"),
        "grant.desk_declined": _("Proposed desk declined"),
        "grant.desk_ended": _("Desk ended"),
        "interest.declared": _("Interest declared"),
        "interest.ended": _("Interest ended"),
    }
)
