"""Pages of the market; actions decide, these only show and read forms."""
