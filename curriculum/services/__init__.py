"""What people and the operator do: load a référentiel, fix the deadlines of a class."""
