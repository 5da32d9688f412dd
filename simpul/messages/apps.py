from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "simpul.messages"
    label = "room_messages"  # Django has its own app labelled "messages"
    default_auto_field = "django.db.models.BigAutoField"
