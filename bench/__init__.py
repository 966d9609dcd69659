"""The benchmark suite: ratios of two measures of one run, each first proved right."""
