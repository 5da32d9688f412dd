"""Partners abroad: who they are, when we met, what was agreed and what came of it."""
