"""Seals of PDFs: the key, the seal, its time-stamp, and our own verifier in a process apart."""
