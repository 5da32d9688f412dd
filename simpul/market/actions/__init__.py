"""The verbs of the market. Each file is one family."""
