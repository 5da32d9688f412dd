from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "simpul.incentives"
    label = "incentives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring schemes and exchange rates into packs and books, and states their looks."""
        from simpul.city.pack import register_publisher, register_rows, register_section
        from simpul.incentives import (
            looks,
            verbs_estimate,  # noqa: F401
        )
        from simpul.incentives.actions.scheme_versions import publish_schemes
        from simpul.incentives.queries import certificate_address
        from simpul.incentives.sections.cost_report import COST_REPORT, cost_report_tables
        from simpul.incentives.sections.exchange_rates import EXCHANGE_RATES, rate_rows
        from simpul.incentives.sections.schemes import SCHEMES, scheme_rows
        from simpul.papers import checkable

        register_section(SCHEMES)
        register_rows("schemes", scheme_rows)
        register_publisher("schemes", publish_schemes)
        register_section(EXCHANGE_RATES)
        register_rows("exchange_rates", rate_rows)
        register_section(COST_REPORT)
        register_rows("cost_report", cost_report_tables)
        looks.register()
        checkable.register(certificate_address)
