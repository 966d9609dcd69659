"""Who may see and download a printed document."""

from django.db.models import Q, QuerySet

from nrc_platform.documents.models import Document
from nrc_platform.people.access import (
    Viewer,
    headed_schools,
    is_platform_admin,
    taught_promotions,
)


def visible_documents(user: Viewer) -> QuerySet[Document]:
    """
    Return the documents the person may see.

    - the student it is about;
    - the teachers of its promotion, the head of its school;
    - neither the internship office nor the platform admin: exam files are not theirs.
    """
    if not user.is_authenticated or is_platform_admin(user):
        return Document.objects.none()
    return Document.objects.filter(
        Q(student=user.pk)
        | Q(promotion__in=taught_promotions(user).order_by().values("pk"))
        | Q(school__in=headed_schools(user).order_by().values("pk"))
    )


def can_download_document(user: Viewer, document: Document) -> bool:
    """Return whether the person may download the document: whoever may see it."""
    return visible_documents(user).filter(pk=document.pk).exists()
