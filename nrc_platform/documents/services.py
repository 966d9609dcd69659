"""Keeping documents: bytes first, then the row that points to them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.documents import reference as references
from nrc_platform.documents import storage
from nrc_platform.documents.models import Blob, Document, Standing
from nrc_platform.jobs import faults
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import Promotion, School, User

MISSING = (
    "Le fichier de ce document manque sur le disque du serveur. "
    "Prévenez l’assistance en citant sa référence."
)


@dataclass(frozen=True)
class Worth:
    """What a document is worth: plainly printed, or sealed under a certificate, maybe stamped."""

    standing: Standing
    certificate_sha256: str = ""
    stamped_at: datetime | None = None


ISSUED = Worth(Standing.ISSUED)


def new_reference() -> str:
    """Return a reference for a document to print, « 7KQM-2FXD-9P »; keep it with its facts."""
    return references.group(references.draw())


def check_reference(text: str) -> str | None:
    """Return the ten signs of a typed reference, or nothing when a sign is wrong."""
    return references.parse(text)


def verification_address(reference: str) -> str:
    """Return the public address that the QR of a printed document opens."""
    path = reverse("web:verification")
    return f"{settings.BASE_URL}{path}?r={references.group(references.parse(reference) or '')}"


def put(content: bytes) -> Blob:
    """Keep bytes under their hash, before the row that points to them."""
    faults.reach(faults.BEFORE_BLOB)
    sha256 = storage.write(content)
    blob, _ = Blob.objects.get_or_create(sha256=sha256, defaults={"size": len(content)})
    faults.reach(faults.AFTER_BLOB)
    return blob


def _signs(reference: str, key: str) -> str:
    """Return the ten signs of the reference printed, or new ones; a wrong one is our defect."""
    signs = references.parse(reference) if reference else references.draw()
    if signs is None:
        raise ValueError(f"{key}: the printed reference fails its own check.")
    return signs


@service
def store(
    blob: Blob,
    *,
    kind: str,
    key: str,
    title: str,
    filename: str,
    school: School,
    source_kind: str,
    source_id: UUID,
    facts_sha256: str,
    page_count: int,
    student: User | None = None,
    promotion: Promotion | None = None,
    reference: str = "",
    worth: Worth = ISSUED,
) -> Document:
    """
    Issue a document, or give back the current version when its bytes are the same.

    - a new version replaces the older one, which stays readable;
    - `reference` is the one already printed in the bytes; without it a new one is drawn;
    - `worth` says whether it is sealed, to be signed or signed by all.
    """
    versions = Document.objects.select_for_update(of=("self",)).filter(key=key)
    last = versions.order_by("-version").first()
    printed = _signs(reference, key)
    if last is not None and last.blob_id == blob.pk:
        return last
    if last is not None:
        versions.filter(replaced_at__isnull=True).update(replaced_at=clock.now())
    document = Document.objects.create(
        kind=kind,
        key=key,
        version=last.version + 1 if last else 1,
        reference=printed,
        title=title[:200],
        filename=filename[:150],
        blob=blob,
        school=school,
        student=student,
        promotion=promotion,
        source_kind=source_kind,
        source_id=source_id,
        facts_sha256=facts_sha256,
        page_count=page_count,
        **asdict(worth),
    )
    record(
        "documents.document.issue",
        actor=None,
        about=document,
        school_id=school.pk,
        data={"sha256": blob.pk, "version": document.version, "source": str(source_id)},
    )
    return document


@service
def withdraw(*, key: str, actor: User | None) -> None:
    """Say that the current version holds no more, without a newer one; its bytes stay."""
    current = Document.objects.select_for_update(of=("self",)).current().filter(key=key).first()
    if current is None:
        return
    Document.objects.filter(pk=current.pk).update(replaced_at=clock.now())
    record("documents.document.withdraw", actor=actor, about=current, school_id=current.school_id)


def open_document(document: Document) -> tuple[BinaryIO, str]:
    """Return the bytes, opened, and the file name; a lost file is said in French."""
    try:
        return storage.open_file(document.blob_id), document.filename
    except FileNotFoundError as error:
        raise DomainError(MISSING, code="file_missing") from error


@dataclass(frozen=True)
class Answer:
    """What the public check says of a document: never a name."""

    known: bool
    document: Document | None = None
    newer: Document | None = None

    @property
    def state(self) -> str:
        """Return unknown, known, replaced by a newer version, or withdrawn."""
        if not self.known:
            return "unknown"
        if self.newer:
            return "replaced"
        return "withdrawn" if self.document and self.document.replaced_at else "known"


def _answer(found: Document | None) -> Answer:
    if found is None:
        return Answer(known=False)
    newer = None
    if found.replaced_at is not None:
        newer = Document.objects.current().filter(key=found.key).first()
    return Answer(known=True, document=found, newer=newer)


def verify_reference(text: str) -> Answer:
    """
    Say whether a printed reference is ours, and still the newest. At most two queries.

    What was presented and what was signed bear the same reference: the newest answers.
    """
    signs = references.parse(text)
    documents = Document.objects.select_related("school")
    rows = documents.filter(reference=signs).order_by("-version", "-created_at", "id")
    return _answer(rows.first() if signs else None)


def verify_sha256(sha256: str) -> Answer:
    """Say whether bytes of that hash were issued by us. At most two queries."""
    documents = Document.objects.select_related("school").filter(blob_id=sha256.strip().lower())
    return _answer(documents.order_by("-version", "id").first())
