"""The first set-up of a node: tables, the city pack, the first people."""
