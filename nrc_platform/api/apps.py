"""App registration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The REST API: router, keys, schema, idempotency."""

    name = "nrc_platform.api"
    label = "api"
    verbose_name = "API"
