"""The verbs of papers."""

from simpul.papers.actions.erasing import erase_due, set_retention, sweep_orphans
from simpul.papers.actions.storing import store_document, store_ledger, store_upload

__all__ = [
    "erase_due",
    "set_retention",
    "store_document",
    "store_ledger",
    "store_upload",
    "sweep_orphans",
]
