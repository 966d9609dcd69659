"""Rows of stages frozen: what is shown, checked, printed and signed."""
