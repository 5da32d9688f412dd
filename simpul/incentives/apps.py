from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "simpul.incentives"
    label = "incentives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring exchange rates into packs and books."""
        from simpul.city.pack import register_rows, register_section
        from simpul.incentives.sections.exchange_rates import EXCHANGE_RATES, rate_rows

        register_section(EXCHANGE_RATES)
        register_rows("exchange_rates", rate_rows)
