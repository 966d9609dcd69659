"""Durable work list: rows, leases, sweeper, progress."""
