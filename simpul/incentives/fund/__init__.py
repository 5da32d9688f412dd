"""A fund as everybody reads it: whether it takes requests, and where its money stands."""
