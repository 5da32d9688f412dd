"""Agreements with partners: their words, their way, their papers."""
