"""What comes of talks: follow-ups, commitments, policy notes; the board and the year."""
