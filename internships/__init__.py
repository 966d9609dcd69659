"""Internships: from the search for a place to the attestation."""
