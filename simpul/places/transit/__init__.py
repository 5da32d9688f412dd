"""Bus lines and stops: read from a GTFS feed, and what of them a closure touches. Pure."""
