"""What the pages of signing show: what is signed, what comes next, and where each page is."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from internships.pdf.reading import Reading, reading_of
from nrc_platform.core import dates
from nrc_platform.documents.models import Document
from nrc_platform.documents.selectors import human_size
from nrc_platform.signatures.facts import mask_address
from nrc_platform.signatures.models import AccessLink, LinkSession, Signer
from nrc_platform.signatures.rules import Consent, consent_of, document_words
from nrc_platform.signatures.selectors import ASKED, relay_of
from nrc_platform.signatures.states import AWAITED, Method, RequestState, SignerState

NOUNS = {
    "internships.convention": "la convention",
    "internships.avenant": "l’avenant",
    "internships.attestation": "l’attestation",
}
WHOLE = {
    "internships.convention": ("La convention complète", "vous est envoyée, scellée"),
    "internships.avenant": ("L’avenant complet", "vous est envoyé, scellé"),
    "internships.attestation": ("L’attestation", "vous est envoyée, scellée"),
}
NOT_ME = (
    "Ce n’est pas à moi de signer comme {capacities}. La bonne personne est (prénom, nom, "
    "fonction, adresse électronique)\u00a0:"
)
FACTS_SHOWN = 3
LINK_SHELL, ACCOUNT_SHELL = "web/link_base.html", "web/sign_account_base.html"


@dataclass(frozen=True)
class Visit:
    """Who came, by which door, and what it opens; without session, no code was given yet."""

    rows: Sequence[Signer]
    session: LinkSession | None = None
    link: AccessLink | None = None
    # Through a link, several documents share one address.
    named: bool = False

    @property
    def shell(self) -> str:
        """Return the template around the page."""
        return LINK_SHELL if self.link else ACCOUNT_SHELL

    def address(self, signer: Signer, **more: str) -> str:
        """Return a page of that document, relative: no answer repeats the token."""
        query = ({"doc": str(signer.pk)} if self.named else {}) | more
        return f"./?{urlencode(query)}" if query else "./"

    @property
    def to_sign(self) -> list[Signer]:
        """Return what is still to be signed."""
        return [row for row in self.rows if row.state in ASKED]


@dataclass(frozen=True)
class Step:
    """A line of what comes next."""

    strong: str
    rest: str
    tone: str = ""


@dataclass(frozen=True)
class Sheet:
    """A document and the person who signs it, as a page shows them."""

    signer: Signer
    reading: Reading
    consent: Consent
    noun: str

    @property
    def button(self) -> str:
        """Return « Signer la convention »."""
        return f"Signer {self.noun}"

    @property
    def whom(self) -> str:
        """Return « Marc Tessier, Hygial Services »."""
        return ", ".join(part for part in (self.signer.name, self.signer.organisation) if part)

    @property
    def line(self) -> str:
        """Return the first facts of the document in one line."""
        shown = (row.strong.replace("\n", ", ") for row in self.reading.summary[:FACTS_SHOWN])
        return ", ".join(part for part in shown if part)

    @property
    def capacities(self) -> str:
        """Return « tuteur en entreprise et représentant de l’entreprise »."""
        return _role(self.signer)

    @property
    def not_me(self) -> str:
        """Return the message, to be completed, of whoever should not sign this document."""
        return NOT_ME.format(capacities=self.capacities)

    @property
    def document(self) -> Document | None:
        """Return what was presented to be signed."""
        return self.signer.request.document

    @property
    def words(self) -> str:
        """Return « Convention CV-27-0142, version 2 »."""
        return document_words(self.signer.request)

    @property
    def title(self) -> str:
        """Return the title with a capital, for a list."""
        return self.reading.title[:1].upper() + self.reading.title[1:]

    @property
    def document_sha256(self) -> str:
        """Return the hash of the very file shown, that the signature will name."""
        return self.document.blob_id if self.document else ""


def sheet_of(signer: Signer) -> Sheet:
    """Return what a page shows of a document. No query."""
    request = signer.request
    return Sheet(
        signer=signer,
        reading=reading_of(request.kind, request.facts),
        consent=consent_of(signer, request, request.school.name),
        noun=NOUNS[request.kind],
    )


def size_of(document: Document | None) -> str:
    """Return « 148 Ko ». One query."""
    return human_size(document.blob.size) if document else ""


def due_words(signer: Signer) -> str:
    """Return « vendredi 18 décembre 2026, 18 h 00 », or nothing."""
    due = signer.request.due_at
    return dates.moment(due) if due else ""


def _role(row: Signer) -> str:
    return " et ".join(row.capacity_labels)


def next_steps(signer: Signer) -> list[Step]:
    """Return what comes after one's signature, by names and in order. One query."""
    request, rows = signer.request, relay_of(signer)
    left = [row for row in rows if row.state in AWAITED]
    steps = []
    if signer.email and signer.method == Method.ONLINE:
        steps.append(Step("Un reçu", f"vient de partir à {mask_address(signer.email)}", "done"))
    steps += [
        Step(row.name, f"({_role(row)}) a signé", "done")
        for row in rows
        if row.state == SignerState.SIGNED and row.pk != signer.pk
    ]
    last = max((row.rank for row in left), default=0)
    for row in left:
        if row.state in ASKED:
            steps.append(Step(row.name, f"({_role(row)}) doit signer", "now"))
        else:
            then = "signe en dernier" if row.rank == last else "signe ensuite"
            steps.append(Step(row.name, f"({_role(row)}) {then}"))
    before = f", avant le {dates.day_month(request.due_at)}" if request.due_at and left else ""
    whole, sent = WHOLE[request.kind]
    steps.append(Step(whole, f"{sent}{before}", "" if left else "now"))
    return steps


def is_complete(signer: Signer) -> bool:
    """Return whether everybody signed and the sealed file is there to be kept."""
    request = signer.request
    return request.state == RequestState.COMPLETE and request.final_id is not None


def chosen(rows: Sequence[Signer], asked: Sequence[str]) -> list[Signer]:
    """Return the rows asked for, among those that the visit opens."""
    return [row for row in rows if str(row.pk) in asked]
