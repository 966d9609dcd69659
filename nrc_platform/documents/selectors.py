"""Reads of documents for their pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nrc_platform.core.dates import hour, short_day
from nrc_platform.documents.access import visible_documents
from nrc_platform.documents.models import Document
from nrc_platform.people.access import Viewer

CURRENT, REPLACED = "en-vigueur", "remplaces"


@dataclass(frozen=True)
class DocumentFact:
    """A document as a list shows it."""

    id: UUID
    title: str
    detail: str
    state: str
    when: str
    size: str


@dataclass(frozen=True)
class DocumentCounts:
    """How many documents a person sees, by saved view."""

    current: int
    replaced: int


def human_size(size: int) -> str:
    """Return « 34 Ko »."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))}\u00a0Ko"
    return f"{size / 1024 / 1024:.1f}\u00a0Mo".replace(".", ",")


def document_fact(row: Document) -> DocumentFact:
    """Return what a list shows of a document whose student, class and bytes are loaded."""
    pages = f"{row.page_count} page{'s' if row.page_count > 1 else ''}"
    parts = [str(row.student) if row.student else "", row.promotion.label if row.promotion else ""]
    detail = [*filter(None, parts), pages, f"référence {row.printed_reference}"]
    if row.version > 1:
        detail.append(f"version {row.version}")
    return DocumentFact(
        id=row.pk,
        title=row.title,
        detail=", ".join(detail),
        state=row.state,
        when=f"{short_day(row.created_at)}, {hour(row.created_at)}",
        size=human_size(row.blob.size),
    )


def document_facts(rows: Sequence[Document]) -> list[DocumentFact]:
    """Return what a list shows of each document. No query."""
    return [document_fact(row) for row in rows]


def documents_of_view(user: Viewer, view: str) -> QuerySet[Document]:
    """Return the documents of a saved view, newest first, with what a line shows."""
    rows = visible_documents(user).select_related("student", "promotion", "blob")
    rows = rows.filter(replaced_at__isnull=view != REPLACED)
    return rows.order_by("-created_at", "id")


def document_counts(user: Viewer) -> DocumentCounts:
    """Return the counts of the saved views. One query for the count, those of access apart."""
    counted = visible_documents(user).aggregate(
        current=Count("pk", filter=Q(replaced_at__isnull=True)),
        replaced=Count("pk", filter=Q(replaced_at__isnull=False)),
    )
    return DocumentCounts(**counted)


def openable(user: Viewer, ids: Iterable[str]) -> set[str]:
    """Return which of those documents the person may open. One query, none without ids."""
    wanted = [each for each in ids if each]
    if not wanted:
        return set()
    found = visible_documents(user).filter(pk__in=wanted).order_by("id")
    return {str(pk) for pk in found.values_list("pk", flat=True)}
