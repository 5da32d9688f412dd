"""The calendar of places as a case uses it: its holds, its queue, its neighbours, other days."""
