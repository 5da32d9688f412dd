"""Streets: read from a file, and a drawn line laid onto them. Pure."""
