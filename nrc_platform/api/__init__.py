"""The REST API: router, keys, schema, idempotency."""
