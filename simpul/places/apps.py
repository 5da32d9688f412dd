from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "simpul.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring sites and the calendar's rules into packs, books and publications."""
        from simpul.city.pack import register_publisher, register_rows, register_section
        from simpul.places import verbs  # noqa: F401
        from simpul.places.actions.following import publish_sites
        from simpul.places.rows import site_rows
        from simpul.places.rules import content_of
        from simpul.places.sections import SECTIONS

        for section in SECTIONS:
            register_section(section)
        register_rows("sites", site_rows)
        register_rows("calendar_rules", content_of)
        register_publisher("sites", publish_sites)
