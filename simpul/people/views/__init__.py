"""Screens about people, one family each."""
