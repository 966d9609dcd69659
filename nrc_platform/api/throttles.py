"""How many requests one caller may make a minute."""

from typing import Any

from django.core.cache import caches
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle


class CallerThrottle(UserRateThrottle):
    """Every request of one account; counted in memory, so that a read writes no row."""

    scope = "user"
    cache = caches["throttle"]


class WriteThrottle(CallerThrottle):
    """The writes of one account."""

    scope = "write"

    def allow_request(self, request: Request, view: Any) -> bool:
        """Let every read through."""
        return request.method in SAFE_METHODS or super().allow_request(request, view)
