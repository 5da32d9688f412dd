"""Days from a spreadsheet (CSV or XLSX), and the template to fill in. Pure: bytes in, rows out.

Every cell that cannot be used is named by its row and column as the sheet shows them; then nothing
is taken over, so that a corrected file can be uploaded again without doubling days.
"""

from simpul.permits.applying.days_sheet.files import MOST_BYTES, MOST_ROWS, BadSheet
from simpul.permits.applying.days_sheet.reading import CellProblem, Sheet, letter_of, read_sheet
from simpul.permits.applying.days_sheet.template import template_csv, template_xlsx

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "BadSheet",
    "CellProblem",
    "Sheet",
    "letter_of",
    "read_sheet",
    "template_csv",
    "template_xlsx",
]
