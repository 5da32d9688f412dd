from __future__ import annotations

from collections.abc import Mapping

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "simpul.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """On the top floor city and people meet: desks get the names of the authorities."""
        from simpul.people import desk_names

        desk_names.register(authority_names)


def authority_names() -> dict[str, Mapping[str, str]]:
    """Code → names of the authorities in force; none while no city pack is."""
    from simpul.city.queries import city_book
    from simpul.kit.outcomes import WrongState

    try:
        book = city_book()
    except WrongState:
        return {}
    return {code: row.names for code, row in book.authorities.items()}
