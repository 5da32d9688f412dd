from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "simpul.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell frame and journal the words of this room; bring partners' forms into packs."""
        from simpul.city.pack import register_rows, register_section
        from simpul.network import (
            looks,
            looks_agreements,
            looks_passports,
            verbs,  # noqa: F401
            verbs_agreements,  # noqa: F401
            verbs_passports,  # noqa: F401
        )
        from simpul.network.sections.forms import FORMS, form_rows

        looks.register()
        looks_agreements.register()
        looks_passports.register()
        register_section(FORMS)
        register_rows("passport_forms", form_rows)
