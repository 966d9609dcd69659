"""
What the machine does later for stages, found by name without importing the rest.

Services read constants of `jobs.expiry` in the web process, which must never load the engine of
print: each handler's module is imported when a worker asks for it.
"""

from importlib import import_module
from typing import Any

_MODULES = {
    "render_convention": "documents",
    "render_avenant": "documents",
    "render_attestation": "documents",
    "seal_convention": "sealing",
    "seal_avenant": "sealing",
    "seal_attestation": "sealing",
    "render_calendar": "documents",
    "render_blank": "documents",
    "preview_clauses": "documents",
    "class_pack": "pack",
    "expire_conventions": "expiry",
    "remind_signers": "reminders",
    "tell_overdue": "reminders",
}


def __getattr__(name: str) -> Any:
    """Return a handler; any other name is unknown."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
