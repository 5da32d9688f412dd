from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "simpul.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
