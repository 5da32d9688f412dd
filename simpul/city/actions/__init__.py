"""The verbs of the city: packs, boundaries, contacts."""

from simpul.city.actions.boundaries import import_boundaries
from simpul.city.actions.contacts import change_contact
from simpul.city.actions.packs import load_pack, publish_pack

__all__ = ["change_contact", "import_boundaries", "load_pack", "publish_pack"]
