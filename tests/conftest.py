"""The strict harness of every test."""

pytest_plugins = ["tests.people.fixtures"]
