"""What people do with stages, one module per aggregate."""

from internships.services.conventions import draft_convention, edit_convention

__all__ = ["draft_convention", "edit_convention"]
