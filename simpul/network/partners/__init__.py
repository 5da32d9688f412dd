"""Partners and their people."""
