"""A case as pages and awards read it: what the scheme makes of it, its way, its rows in words."""
