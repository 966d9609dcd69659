"""Filters of the official texts."""
