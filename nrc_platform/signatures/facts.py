"""What a round is made of, and what a service answers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nrc_platform.core.text import fold
from nrc_platform.documents.models import Blob
from nrc_platform.people.models import User
from nrc_platform.signatures.models import LinkSession, Signer


@dataclass(frozen=True)
class SignerSpec:
    """One person in one capacity, as the owner of the act names and addresses them."""

    capacity: str
    rank: int
    name: str
    quality: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    user: User | None = None
    address_source: str = ""
    required: bool = True

    def is_same_person(self, other: "SignerSpec") -> bool:
        """Return whether both name one person: one account, or one name at one address."""
        if self.user is not None and other.user is not None:
            return self.user.pk == other.user.pk
        return (fold(self.name), self.email.lower()) == (fold(other.name), other.email.lower())


@dataclass(frozen=True)
class Origin:
    """Where an act comes from, as evidence keeps it."""

    ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True)
class OnlineSignature:
    """What a person gives when signing online."""

    document_sha256: str
    consent_sha256: str
    typed_name: str
    button: str
    drawn: Blob | None = None


@dataclass(frozen=True)
class Recorded:
    """A signature just recorded; « complete »: all have signed, the seal comes next."""

    signer: Signer
    complete: bool
    remaining: int


@dataclass(frozen=True)
class Verification:
    """
    The answer to a code: a visit with its cookie, or a sentence.

    The cookie is shown once, here; only its hash is kept.
    """

    session: LinkSession | None = None
    cookie: str = ""
    message: str = ""


@dataclass(frozen=True)
class SignatureFact:
    """One signature as the final file prints it; `drawn` is a PNG, or empty."""

    name: str
    capacities: tuple[str, ...]
    quality: str
    organisation: str
    method: str
    signed_at: datetime
    signed_on: date | None
    recorded_by: str
    typed_name: str
    drawn: bytes
    assurance: str
    sent_to: str
    evidence_sha256: str
    scan_sha256: str


@dataclass(frozen=True)
class FinalFact:
    """What the page of signatures prints; unstamped, it says that no authority dated it."""

    presented_sha256: str
    signatures: tuple[SignatureFact, ...]
    evidence_head: str
    events: int
    stamped: bool
    completed_at: datetime


@dataclass(frozen=True)
class StandingFact:
    """Where the round of a document stands, nobody named; `presented` is the hash shown."""

    request: UUID
    state: str
    signed: int
    total: int
    last_at: datetime | None
    presented_sha256: str


@dataclass(frozen=True)
class NameFact:
    """Who signed, for those who may know."""

    name: str
    capacities: str
    organisation: str
    signed_at: datetime
    method: str


@dataclass(frozen=True)
class Invitation:
    """What a mail to a signer says."""

    name: str
    capacities: str
    label: str
    title: str
    school: str
    school_email: str
    school_phone: str
    due_at: datetime | None
    signer: str
    has_account: bool


@dataclass(frozen=True)
class LinkCode:
    """What the mail of a code says, beside the code."""

    name: str
    school: str


def mask_address(email: str) -> str:
    """Return « m…r@hygial.example »: enough to know one's own address, too little to learn it."""
    local, _, domain = email.partition("@")
    shown = f"{local[0]}…{local[-1]}" if len(local) > 2 else f"{local[:1]}…"
    return f"{shown}@{domain}"
