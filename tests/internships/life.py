"""What the tests of the time before and during a stage share."""

import io
from typing import Any

from PIL import Image

from internships.models import Internship, Terms
from internships.states import ConventionState
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import ContactFactory
from tests.internships.factories import (
    ConventionFactory,
    InternshipFactory,
    InternshipPeriodFactory,
    TermsFactory,
)


def stage_of(
    student: User,
    promotion: Promotion,
    state: str = ConventionState.SIGNED,
    *,
    company: Any = None,
    **terms: Any,
) -> Internship:
    """Make the stage of a student: six weeks of 35 hours from 4 January 2027, signed by all."""
    given = {"company": company} if company is not None else {}
    convention = ConventionFactory(school=promotion.school, **{state: True}, **given)
    period = terms.pop("period", None) or InternshipPeriodFactory(promotion=promotion)
    row: Internship = InternshipFactory(
        student=student,
        promotion=promotion,
        convention=convention,
        period=period,
        settled=state in {"signed", "closed", "terminated"},
    )
    tutor = ContactFactory(
        company=convention.company,
        first_name="Dora",
        last_name="Delmas",
        email="dora@entreprise.example",
    )
    TermsFactory(convention=convention, **{"tutor": tutor, **terms})
    return row


def terms_of(internship: Internship) -> Terms:
    """Return the terms of a stage."""
    return Terms.objects.agreed().get(convention=internship.convention_id)


def image(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **save: Any) -> bytes:
    """Return the bytes of an image."""
    kept = io.BytesIO()
    mode = "RGBA" if kind in {"PNG", "WEBP"} else "RGB"
    Image.new(mode, size, "teal").save(kept, kind, **save)
    return kept.getvalue()


def located_jpeg(size: tuple[int, int] = (2400, 1200)) -> bytes:
    """Return a photo that says where it was taken, by what, and lying on its side."""
    exif = Image.Exif()
    exif[0x010F] = "Fabricant"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (47.0, 28.0, 0.0)
    return image(size=size, exif=exif)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"0" * 64
