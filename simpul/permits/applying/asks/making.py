"""Pages about the production: what is made, by whom, from where."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.permits.applying.asks.base import Ask, Page, Row, Rows, always, question
from simpul.permits.applying.details import APPLICANT_ROLES, PERSON_ROLE_NAMES
from simpul.permits.applying.draft import Draft
from simpul.permits.wording import PRODUCTION_TYPES, name

MADE = "plan.production"
_PLATES = {"still_photo", "news_exempt", "animation_plates", "vfx_plates", "game_capture"}
_FILMS = {"feature", "short", "series_scripted", "series_unscripted", "documentary"}


def is_foreign(draft: Draft) -> bool:
    """Somebody or something comes from abroad, so the national step comes first."""
    made = draft.plan.production
    return bool(made.foreign_producer or made.foreign_crew or made.imported_equipment)


def _is_film(draft: Draft, row: Row) -> bool:
    return draft.plan.production.type in _FILMS


def _has_sponsor(draft: Draft, row: Row) -> bool:
    return draft.plan.production.type not in _PLATES


def _equipment(draft: Draft, row: Row) -> bool:
    return bool(draft.plan.production.imported_equipment)


def _foreign_maker(draft: Draft, row: Row) -> bool:
    made = draft.plan.production
    return bool(made.foreign_producer or made.foreign_crew)


def _person(draft: Draft, row: Row) -> tuple[str, str]:
    parts = [row.get("phone"), row.get("email")]
    return (
        str(row.get("name") or "—"),
        " · ".join(
            [name(PERSON_ROLE_NAMES, row.get("role")), *(str(part) for part in parts if part)]
        ),
    )


TITLE = Page(
    code="title",
    slug="judul",
    title=_("Title and kind of production"),
    group="making",
    why=_(
        "The title names your case in the commission. You can keep it secret later in this form. "
        "The kind decides which rules apply."
    ),
    asks=(
        Ask(
            "title",
            "text",
            _("Title"),
            at=MADE,
            required=always,
            hint=_("A working title is enough."),
        ),
        Ask(
            "type",
            "choice",
            _("What are you making?"),
            at=MADE,
            required=always,
            choices=PRODUCTION_TYPES,
        ),
        Ask(
            "logline",
            "lines",
            _("What is it about, in one or two sentences?"),
            at="details.about",
            required=always,
            hint=_("Authorities read this first. At most 500 characters."),
        ),
    ),
)

PURPOSE = Page(
    code="purpose",
    slug="tujuan",
    title=_("Purpose of the production"),
    group="making",
    why=_(
        "Official fees for city places depend on whether the production is commercial; a film "
        "notification is needed for films that are shown to the public."
    ),
    asks=(
        Ask("commercial", "yesno", question("commercial"), at=MADE, required=always),
        Ask("student", "yesno", question("student"), at=MADE, required=always),
        Ask("public_exhibition", "yesno", question("public_exhibition"), at=MADE, required=always),
        Ask("indonesian_title", "yesno", question("indonesian_title"), at=MADE, required=always),
        Ask(
            "sponsor",
            "yesno",
            question("ad_sponsor"),
            at=MADE,
            required=always,
            when=_has_sponsor,
        ),
        Ask("handheld_only", "yesno", question("handheld_only"), at=MADE, required=always),
        Ask(
            "broadcaster",
            "text",
            _("Broadcaster, platform or distributor"),
            at="details.about",
            when=_is_film,
        ),
        Ask(
            "notification_no",
            "text",
            _("Number of the film notification (TPPF), if you have it"),
            at="details.about",
            when=_is_film,
        ),
        Ask(
            "notification_date",
            "day",
            _("Date of the film notification"),
            at="details.about",
            when=_is_film,
        ),
    ),
)

COMPANY = Page(
    code="company",
    slug="pemohon",
    title=_("Who applies"),
    group="making",
    why=_("The permit is given to the company, so whoever applies must be allowed to bind it."),
    asks=(
        Ask(
            "role",
            "choice",
            _("What are you to the company?"),
            at="details.applicant",
            required=always,
            choices=APPLICANT_ROLES,
        ),
    ),
)

PEOPLE = Page(
    code="people",
    slug="orang-kunci",
    title=_("Key people"),
    group="making",
    why=_("Authorities call these people with questions. They are not shown to the public."),
    lead=_("At least the producer and the location manager."),
    kind="rows",
    rows=Rows(
        at="details.key_people",
        one=_("Key person"),
        add=_("Add a person"),
        summary=_person,
        least=1,
    ),
    asks=(
        Ask("role", "choice", _("Role"), required=always, choices=PERSON_ROLE_NAMES),
        Ask("name", "text", _("Name"), required=always),
        Ask("phone", "phone", _("Mobile number"), required=always),
        Ask("email", "email", _("E-mail address")),
    ),
)

ORIGIN = Page(
    code="origin",
    slug="asal",
    title=_("Where people and equipment come from"),
    group="making",
    why=_(
        "Foreign producers, crew and equipment need a national permit before the city may decide. "
        "People from several provinces change which police office decides."
    ),
    asks=(
        Ask("foreign_producer", "yesno", question("foreign_producer"), at=MADE, required=always),
        Ask(
            "foreign_crew",
            "count",
            question("foreign_people"),
            at=MADE,
            required=always,
            hint=_("Write 0 if there are none."),
        ),
        Ask(
            "imported_equipment", "yesno", question("imported_equipment"), at=MADE, required=always
        ),
        Ask(
            "crew_from_other_provinces",
            "yesno",
            question("national_scale"),
            at=MADE,
            required=always,
        ),
    ),
)

FOREIGN = Page(
    code="foreign",
    slug="pihak-asing",
    title=_("Foreign parties"),
    group="making",
    when=is_foreign,
    why=_(
        "The ministry, immigration and customs decide before the city. Their numbers may come "
        "later; send what you have."
    ),
    asks=(
        Ask("countries", "countries", _("Countries of origin"), at=MADE, required=always),
        Ask(
            "local_company",
            "text",
            _("Indonesian partner company"),
            at="details.foreign",
            required=_foreign_maker,
            hint=_("A foreign production works through an Indonesian company."),
        ),
        Ask(
            "local_company_nib",
            "text",
            _("Business number (NIB) of the partner"),
            at="details.foreign",
        ),
        Ask(
            "permit_no",
            "text",
            _("Number of the national permit for foreign film locations"),
            at="details.foreign",
        ),
        Ask("permit_date", "day", _("Date of that permit"), at="details.foreign"),
        Ask("arrival", "day", _("First arrival"), at="details.foreign"),
        Ask("departure", "day", _("Last departure"), at="details.foreign"),
        Ask(
            "equipment",
            "lines",
            _("Equipment from abroad"),
            at="details.foreign",
            required=_equipment,
            when=_equipment,
            hint=_("Kinds and numbers; the list for customs is uploaded with the documents."),
        ),
    ),
)
