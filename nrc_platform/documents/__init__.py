"""Printed documents: bytes by hash, versions, download and public check."""
