"""The question every service asks first."""

from nrc_platform.core.errors import NotAllowed

REFUSAL = "Vous ne pouvez pas faire cette action. Demandez à la personne qui suit ce dossier."


def require(allowed: bool, message: str = REFUSAL) -> None:
    """Raise `NotAllowed` with a French sentence unless allowed."""
    if not allowed:
        raise NotAllowed(message)
