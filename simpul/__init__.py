"""Simpul, the service desk of a film commission."""

__version__ = "0.1.0"
