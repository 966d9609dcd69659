"""The register of addresses: people."""

from tests.house.routes import Route

PEOPLE: list[Route] = []
