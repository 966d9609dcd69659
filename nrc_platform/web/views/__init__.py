"""Pages of the shell; Django asks this package for its error pages."""

from nrc_platform.web.views.errors import (
    bad_request,
    csrf_failure,
    forbidden,
    not_found,
    server_error,
)

__all__ = ["bad_request", "csrf_failure", "forbidden", "not_found", "server_error"]
