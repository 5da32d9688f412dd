from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "simpul.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell frame and journal the words of this room; bring partners' forms into packs."""
        from simpul.city.pack import register_rows, register_section
        from simpul.network import verbs  # noqa: F401
        from simpul.network.agreements import looks as agreements
        from simpul.network.passports import looks as passports
        from simpul.network.promises import looks as promises
        from simpul.network.sections.forms import FORMS, form_rows
        from simpul.network.visits import looks as visits

        for topic in (visits, agreements, promises, passports):
            topic.register()
        register_section(FORMS)
        register_rows("passport_forms", form_rows)
