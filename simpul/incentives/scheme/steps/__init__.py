"""Typed steps: each takes amounts or lines and says what it cut, by which clause."""
