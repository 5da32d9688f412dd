from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "simpul.market"
    label = "market"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell journal and pages the words of this room."""
        from simpul.market import verbs  # noqa: F401
        from simpul.market.states import LABELS
        from simpul.web import statuses

        statuses.register(LABELS)
