"""Reads of projects and missions."""
