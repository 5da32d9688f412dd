"""Estimates and comparisons from inputs in plain words. Pure: no Django."""
