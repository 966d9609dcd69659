"""The third-party files that the site serves, as their manifest names them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings


def manifest() -> list[dict[str, Any]]:
    """Return the lines of `static/vendor/manifest.json`."""
    path = Path(settings.BASE_DIR) / "static" / "vendor" / "manifest.json"
    lines: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return lines


@cache
def vendored() -> tuple[tuple[str, str, str], ...]:
    """Return name, version and licence of each package, read once per process."""
    packages = {(line["name"], line["version"], line["licence"]) for line in manifest()}
    return tuple(sorted(packages))
