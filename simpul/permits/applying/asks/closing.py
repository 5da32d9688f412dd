"""Pages at the end: insurance, contacts, safety, papers, secrecy, the declaration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.permits.applying.asks.base import Ask, Page, Row, Rows, always, question
from simpul.permits.applying.asks.making import MADE
from simpul.permits.applying.details import INSURANCE_TYPES
from simpul.permits.applying.draft import Draft
from simpul.permits.wording import name

_LIGHT_PEOPLE = 10
"""Up to so many people, with nothing special on the ground, no policy is asked for."""
_HEAVY_PEOPLE = 50


def _most_people(draft: Draft) -> int:
    return max((day.people or 0 for day in draft.plan.days), default=0)


def is_light(draft: Draft) -> bool:
    """A small team with a camera: nothing is closed, driven in, or special."""
    plan = draft.plan
    return (
        _most_people(draft) <= _LIGHT_PEOPLE
        and not plan.vehicles
        and not plan.traffic
        and not plan.activities
        and not any(day.exclusive_use for day in plan.days)
    )


def wants_insurance(draft: Draft) -> bool:
    return not is_light(draft)


def wants_safety(draft: Draft) -> bool:
    """Something can go wrong beyond a stumble."""
    plan = draft.plan
    return bool(plan.activities or plan.traffic or _most_people(draft) > _HEAVY_PEOPLE)


def _secret(draft: Draft, row: Row) -> bool:
    return bool(draft.plan.production.confidential)


def _policy(draft: Draft, row: Row) -> tuple[str, str]:
    parts = [str(row.get("insurer") or ""), str(row.get("policy_no") or "")]
    return name(INSURANCE_TYPES, row.get("type")) or "—", " · ".join(p for p in parts if p)


INSURANCE = Page(
    code="insurance",
    slug="asuransi",
    title=_("Insurance"),
    group="safety",
    kind="rows",
    when=wants_insurance,
    why=_("Damage to people and places must be covered before the first day."),
    rows=Rows(
        at="details.insurance",
        one=_("Insurance policy"),
        add=_("Add a policy"),
        summary=_policy,
        question=_("Do you have an insurance policy for this shoot already?"),
    ),
    asks=(
        Ask("type", "choice", _("Kind of insurance"), required=always, choices=INSURANCE_TYPES),
        Ask("insurer", "text", _("Insurer"), required=always),
        Ask("policy_no", "text", _("Policy number"), required=always),
        Ask("insured", "text", _("Who is insured")),
        Ask("limit", "rupiah", _("Limit for one event, in rupiah"), required=always),
        Ask("from", "day", _("Valid from"), required=always),
        Ask("to", "day", _("Valid until"), required=always),
    ),
)

CONTACT = Page(
    code="contact",
    slug="kontak",
    title=_("Who is there on the day"),
    group="safety",
    why=_("Officers and neighbours call this number while you film. It is printed on the permit."),
    asks=(
        Ask("name", "text", _("Name"), at="details.contact", required=always),
        Ask("mobile", "phone", _("Mobile number"), at="details.contact", required=always),
        Ask("deputy", "text", _("Deputy"), at="details.contact"),
        Ask("deputy_mobile", "phone", _("Mobile number of the deputy"), at="details.contact"),
    ),
)

SAFETY = Page(
    code="safety",
    slug="keselamatan",
    title=_("Safety"),
    group="safety",
    when=wants_safety,
    why=_("Police and fire service read this before they agree."),
    asks=(
        Ask("officer", "text", _("Safety officer"), at="details.safety", required=always),
        Ask("officer_mobile", "phone", _("Mobile number"), at="details.safety", required=always),
        Ask("first_aid", "lines", _("First aid on location"), at="details.safety", required=always),
        Ask("hospital", "text", _("Nearest hospital"), at="details.safety", required=always),
        Ask("emergency", "lines", _("What is done in an emergency"), at="details.safety"),
    ),
)

SECRECY = Page(
    code="secrecy",
    slug="kerahasiaan",
    title=_("Confidentiality"),
    group="closing",
    why=_(
        "Title and company can stay hidden on public pages. Place, time and diversions are always "
        "public: people must know why a street is closed."
    ),
    asks=(
        Ask("confidential", "yesno", question("confidential"), at=MADE, required=always),
        Ask(
            "embargo_until",
            "day",
            _("Until when, if you know"),
            at="details.secrecy",
            when=_secret,
        ),
        Ask("reason", "lines", _("Why"), at="details.secrecy", required=_secret, when=_secret),
    ),
)

DOCUMENTS = Page(
    code="documents",
    slug="dokumen",
    title=_("Documents"),
    group="closing",
    kind="documents",
    why=_(
        "The list comes from the clearances your plan needs. Each file is kept the moment it is "
        "uploaded. What you do not have yet can be added after sending."
    ),
)

CHECK = Page(
    code="check",
    slug="periksa",
    title=_("Check your answers"),
    group="send",
    kind="check",
)

DECLARATION = Page(
    code="declaration",
    slug="pernyataan",
    title=_("Declare and send"),
    group="send",
    kind="declaration",
    asks=(
        Ask(
            "true",
            "tick",
            _("What I have written is true and complete as far as I know."),
            at="details.declaration",
            required=always,
        ),
        Ask(
            "conduct",
            "tick",
            _(
                "Our team will keep to the code of conduct: respect for residents, safety, clean "
                "places, and no payment to anybody beyond the official fees."
            ),
            at="details.declaration",
            required=always,
        ),
        Ask(
            "responsible",
            "tick",
            _("The company answers for damage that the production causes."),
            at="details.declaration",
            required=always,
        ),
    ),
)
