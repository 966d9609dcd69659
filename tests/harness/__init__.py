"""The strict harness: what every test runs under. Each piece has its proof in tests/house."""
