from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "simpul.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the frame and the journal the words of this room."""
        from simpul.network import (
            looks,
            looks_agreements,
            verbs,  # noqa: F401
            verbs_agreements,  # noqa: F401
        )

        looks.register()
        looks_agreements.register()
