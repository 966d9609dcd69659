"""The référentiel as versioned data, dated rule values and deadlines."""
