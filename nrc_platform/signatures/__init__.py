"""Signing rounds, their signers, and links that open one act without an account."""
