"""What this room reads from a city pack."""
