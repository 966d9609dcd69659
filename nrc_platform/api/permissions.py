"""Who may call the API at all; what they see and do is the apps' business."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class KeyScopePermission(BasePermission):
    """Ask a signed-in caller; a key with the scope `read` may only read."""

    message = "Cette clé ne permet que la lecture. Demandez une clé d’écriture."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether the caller may use the method at all."""
        if not request.user or not request.user.is_authenticated:
            return False
        scope = getattr(request.auth, "scope", "write")
        return request.method in SAFE_METHODS or scope == "write"
