from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "simpul.permits"
    label = "permits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from simpul.permits import looks
        from simpul.permits.holding import news

        looks.register()
        news.register()
