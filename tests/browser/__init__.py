"""The five shoots, from the public planner to a checked permit, in a real browser."""
