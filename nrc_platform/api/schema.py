"""How the OpenAPI description is drawn from the viewsets."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from drf_standardized_errors.openapi import AutoSchema

from nrc_platform.core.api import Viewset


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describe the Bearer key."""

    target_class = "nrc_platform.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the description of the header."""
        return build_bearer_security_scheme_object(
            header_name="Authorization",
            token_prefix="Bearer",  # noqa: S106
        )


class BrowserScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describe the session of the pages."""

    target_class = "nrc_platform.api.authentication.BrowserSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the description of the cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def _header(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=description
    )


class ApiSchema(AutoSchema):
    """The generator's own, with the headers and the orders that our viewsets understand."""

    def get_override_parameters(self) -> list[Any]:
        """Add `ordering` to lists, `Idempotency-Key` to POST, `If-Match` to writes of one row."""
        found = list(super().get_override_parameters())
        if not isinstance(self.view, Viewset):
            return found
        if self._is_list_view() and self.method == "GET" and self.view.ordering_fields:
            found.append(
                OpenApiParameter(
                    "ordering",
                    OpenApiTypes.STR,
                    description="Ordre, « - » devant pour le sens inverse : "
                    + ", ".join(self.view.ordering_fields)
                    + ".",
                )
            )
        if self.method == "POST":
            found.append(
                _header(
                    "Idempotency-Key", "Même clé et même demande : même réponse, un seul effet."
                )
            )
        if self.method in {"POST", "PUT", "PATCH", "DELETE"} and "{" in self.path:
            found.append(_header("If-Match", "Version lue ; 412 si l’objet a changé depuis."))
        return found
