"""The verbs of the front pages."""

from simpul.home.actions.complaints import report_complaint

__all__ = ["report_complaint"]
