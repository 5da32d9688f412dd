"""Neighbourhood units (RW) out of a file. Pure."""
