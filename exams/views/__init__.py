"""Pages of the exam files, one module per subject."""
