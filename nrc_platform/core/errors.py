"""Refusals people read: a French sentence that says what is wrong and how to mend it."""

from collections.abc import Mapping, Sequence

from nrc_platform.core.findings import Finding


class DomainError(Exception):
    """A rule of the product refuses the action; shown on the page, 409 in the API."""

    status = 409
    code = "refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code:
            self.code = code


class NotAllowed(DomainError):
    """The person may not do this; 403."""

    status = 403
    code = "permission_denied"


class Stale(DomainError):
    """Somebody else saved in between; 409 on a page, 412 in the API."""

    status = 412
    code = "stale_version"


class Invalid(DomainError):
    """Some fields are wrong; 400, one list of sentences per field."""

    status = 400
    code = "invalid"

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {field: list(sentences) for field, sentences in errors.items()}
        super().__init__(" ".join(s for sentences in self.errors.values() for s in sentences))


class Incomplete(DomainError):
    """Something is missing before the move; the findings say what."""

    code = "incomplete"

    def __init__(self, message: str, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = list(findings)
