"""The verbs of productions."""

from simpul.productions.actions.titles import create_production, update_production

__all__ = ["create_production", "update_production"]
