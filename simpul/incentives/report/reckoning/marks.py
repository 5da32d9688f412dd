"""A sign that the readers leave for those after them."""

NUMBER = "\x02"
"""Stands before a number that a workbook or an XML file holds as a number: digits, a point for
the decimals, nothing else. A text cell has been cleared of such signs."""
