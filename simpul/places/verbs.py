"""What the journal calls the verbs of this room."""

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "site.terms_changed": _("Terms of a site changed"),
        "ground.parts_linked": _("Parts of a place named"),
        "hold.placed": _("Place held"),
        "hold.option": _("Hold became an option"),
        "hold.leads": _("Became the first option"),
        "hold.follows": _("Became the second option"),
        "hold.changed": _("Hold moved"),
        "hold.confirmed": _("Place confirmed"),
        "hold.released": _("Hold released"),
        "hold.expired": _("Hold expired"),
        "bookings.imported": _("Bookings imported"),
        "streets.imported": _("Roads imported"),
        "events.imported": _("Events imported"),
        "buses.imported": _("Bus lines imported"),
        "neighbourhoods.imported": _("Neighbourhood units imported"),
        "quiet.imported": _("Places that need quiet imported"),
        "hold.cancelled": _("Booking cancelled"),
        "hold.opened": _("Title no longer confidential"),
    }
)
