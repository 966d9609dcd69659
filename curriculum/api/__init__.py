"""The référentiel and the evidence in the REST API."""

from curriculum.api import diploma, evidence
from nrc_platform.core.api import Viewset

ROUTES: list[tuple[str, type[Viewset], str]] = [*diploma.ROUTES, *evidence.ROUTES]

__all__ = ["ROUTES"]
