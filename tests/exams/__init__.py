"""Tests of the exam files."""
