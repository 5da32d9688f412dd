"""The permit: whether it may be issued, what it says, how it is drawn, what the street may see."""
