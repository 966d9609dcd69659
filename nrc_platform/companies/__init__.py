"""Companies, their sites and contacts, duplicates and merge."""
