"""An app of the tests only: its jobs do what a test needs."""
