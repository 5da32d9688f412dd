"""The verbs of places."""

from simpul.places.actions.terms import change_terms

__all__ = ["change_terms"]
