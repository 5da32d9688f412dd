"""Schemes as data: the file, the reader, the checks, the steps and the quote. Pure Python."""
