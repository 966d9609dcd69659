"""Pages of the stages."""
