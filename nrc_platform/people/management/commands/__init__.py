"""Commands of the administration, one a module."""
