from django.apps import AppConfig


class ProductionsConfig(AppConfig):
    name = "simpul.productions"
    label = "productions"
    default_auto_field = "django.db.models.BigAutoField"
