"""Encounters, and visits with itinerary, costs and gifts."""
