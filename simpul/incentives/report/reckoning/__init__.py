"""Cost reports: read, checked and classified. Pure: polars, no Django."""
