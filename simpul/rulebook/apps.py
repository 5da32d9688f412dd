from importlib import import_module

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "simpul.rulebook"
    label = "rulebook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("simpul.rulebook.looks")
