from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "simpul.city"
    label = "city"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The sections of a pack, and the tables that follow a publication."""
        from django.db.models.signals import post_save

        from simpul.city import verbs  # noqa: F401
        from simpul.city.actions.following import follow, publish_areas, publish_authorities
        from simpul.city.pack import register_publisher, register_section
        from simpul.city.sections import SECTIONS
        from simpul.rulebook.models import Version

        for section in SECTIONS:
            register_section(section)
        register_publisher("areas", publish_areas)
        register_publisher("authorities", publish_authorities)
        post_save.connect(follow, sender=Version, dispatch_uid="city.follow")
