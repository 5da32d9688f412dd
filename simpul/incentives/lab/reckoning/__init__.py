"""Trying a scheme or a table of levies before it is published. Pure: no database, no clock.

What goes in is frozen (`cases.Frozen`): the same input and seed give the same report, byte by byte.
"""
