"""Reads of stages, shaped for pages, lists and printed documents."""
