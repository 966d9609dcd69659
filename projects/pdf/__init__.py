"""Facts of projects to PDF bytes; imported by the worker only."""
