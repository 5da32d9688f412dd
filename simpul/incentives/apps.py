from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "simpul.incentives"
    label = "incentives"
    default_auto_field = "django.db.models.BigAutoField"
