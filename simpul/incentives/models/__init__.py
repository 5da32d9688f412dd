"""What the room stores. Each file is one family; this one only gathers them."""

__all__: list[str] = []
