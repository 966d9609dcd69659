"""Documents and their bytes."""

import uuid
from typing import Any

import factory
from factory.django import DjangoModelFactory

from nrc_platform.core import clock
from nrc_platform.documents import reference, services
from nrc_platform.documents.models import Blob, Document, Standing
from tests.people.factories import PromotionFactory, SchoolFactory, UserFactory


def kept_blob() -> Blob:
    """Keep bytes that no other test has."""
    return services.put(f"%PDF-1.7 {uuid.uuid4()}".encode())


class DocumentFactory(DjangoModelFactory):
    """The PDF of a student's fiche."""

    class Meta:
        model = Document

    class Params:
        replaced = factory.Trait(replaced_at=factory.LazyFunction(clock.now))
        presented = factory.Trait(standing=Standing.PRESENTED, certificate_sha256="c" * 64)
        final = factory.Trait(standing=Standing.FINAL, certificate_sha256="c" * 64)

    kind = "exams.fiche"
    key = factory.Sequence(lambda n: f"fiche:{n}")
    reference = factory.LazyFunction(reference.draw)
    title = factory.Sequence(lambda n: f"Fiche E4 n° {n}")
    filename = "fiche-e4-1.pdf"
    blob = factory.LazyFunction(kept_blob)
    school = factory.SubFactory(SchoolFactory)
    promotion = factory.SubFactory(PromotionFactory, school=factory.SelfAttribute("..school"))
    student = factory.SubFactory(UserFactory)
    source_kind = "exams.fiche"
    source_id = factory.LazyFunction(uuid.uuid4)
    facts_sha256 = "0" * 64
    page_count = 2


def facts(**changes: Any) -> dict[str, Any]:
    """Return the arguments of `services.store`."""
    return {
        "kind": "exams.fiche",
        "key": "fiche:1",
        "title": "Fiche E4 n° 1",
        "filename": "fiche-e4-1.pdf",
        "source_kind": "exams.fiche",
        "source_id": uuid.uuid4(),
        "facts_sha256": "0" * 64,
        "page_count": 2,
    } | changes
