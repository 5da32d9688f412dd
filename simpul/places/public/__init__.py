"""What everybody may read of the calendar: pages, feeds and pictures for outsiders read here."""
