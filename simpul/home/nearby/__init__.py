"""What films where, for everybody: the page of an area and day, feeds, the burden of a street."""
