"""Page objects: they click and type what a person would, from the data of a plan."""
