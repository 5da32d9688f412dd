"""Bookings kept in spreadsheets: read with every fault named, and every clash found. Pure."""
