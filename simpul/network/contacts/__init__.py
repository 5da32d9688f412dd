"""Business cards and lists of people, read and written.

Pure Python, no Django models; only `plan` looks who is there already.
"""
