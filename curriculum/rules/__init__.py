"""Pure rules of the référentiel: reading its file, checking it, matching texts."""
