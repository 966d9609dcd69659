"""What the API answers about itself: who calls, the description, an unknown address."""

from typing import Any, cast

from csp.decorators import csp_update
from django.urls import reverse
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from nrc_platform.api.models import ApiKey
from nrc_platform.people.access import open_grants
from nrc_platform.people.models import User


class GrantOut(serializers.Serializer[Any]):
    """A role held today."""

    role = serializers.CharField()
    school = serializers.UUIDField(allow_null=True)
    promotion = serializers.UUIDField(allow_null=True)


class KeyOut(serializers.Serializer[Any]):
    """The key the request came with."""

    label = serializers.CharField()  # type: ignore[assignment]
    scope = serializers.CharField()
    expires_at = serializers.DateTimeField()


class MeOut(serializers.Serializer[Any]):
    """The caller."""

    id = serializers.UUIDField()
    email = serializers.EmailField(allow_null=True)
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    roles = GrantOut(many=True)
    key = KeyOut(allow_null=True)
    abilities = serializers.DictField(child=serializers.BooleanField())


class MeView(APIView):
    """The account that calls, its roles of today and its key."""

    @extend_schema(responses=MeOut, summary="Qui appelle")
    def get(self, request: Request) -> Response:
        """Answer the caller."""
        user = cast("User", request.user)
        key = request.auth if isinstance(request.auth, ApiKey) else None
        return Response(
            {
                "id": user.pk,
                "email": user.email,
                "first_name": user.first_name,
                "last_name": user.last_name,
                "roles": [
                    {
                        "role": grant.role,
                        "school": grant.school_id,
                        "promotion": grant.promotion_id,
                    }
                    for grant in open_grants(user)
                ],
                "key": key and {"label": key.label, "scope": key.scope, "expires_at": key.expiry},
                "abilities": {"write": key is None or key.scope == "write"},
            }
        )


class UnknownView(APIView):
    """An address of the API that does not exist: the same error shape as everywhere."""

    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before any handler is looked for."""
        super().initial(request, *args, **kwargs)
        raise NotFound(
            f"Cette adresse n’existe pas. La liste est à l’adresse {reverse('api:docs')}."
        )


class SchemaView(SpectacularAPIView):
    """The OpenAPI description; it holds no data, so anybody may read it."""

    permission_classes = (AllowAny,)


# Swagger UI draws its icons from `data:` addresses; everything else stays `'self'`.
@method_decorator(csp_update({"img-src": ["'self'", "data:"]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The description as pages, from files of our own server."""

    permission_classes = (AllowAny,)
    template_name = "api/docs.html"
    url_name = "api:schema"
    title = "API du BTS NRC"
