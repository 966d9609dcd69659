"""Exam files: candidacies, fiches, dossiers and their conformity."""
