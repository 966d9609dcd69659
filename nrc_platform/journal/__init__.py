"""Append-only, hash-chained trace of what people did, and the one door for state changes."""
