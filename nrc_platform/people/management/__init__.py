"""Commands of the administration."""
