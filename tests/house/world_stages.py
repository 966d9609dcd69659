"""The stages of the world: a convention of `own` in each state, its round, its clauses."""

from datetime import timedelta

from internships.models import Convention
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from tests.house.world import World
from tests.internships.acts import make_convention
from tests.internships.factories import InternshipPeriodFactory, SchoolClausesFactory
from tests.signatures.factories import SignerFactory, SigningRequestFactory


def make_stages(world: World) -> None:
    """Make the conventions of `own`, each in its own period."""
    things = world.objects
    things.period = InternshipPeriodFactory(promotion=world.promotion)
    for name, traits in (
        ("stage_draft", {}),
        ("stage_checked", {"company_check": True}),
        ("stage_review", {"teacher_review": True}),
        ("stage_sent", {"sent": True}),
    ):
        setattr(things, name, _make(world, **traits))
    today = clock.today()
    terms = {"starts_on": today - timedelta(days=9), "ends_on": today + timedelta(days=9)}
    things.stage_signed = _make(
        world, signed=True, terms=terms, internship={"settled_at": clock.now()}
    )
    things.clauses = SchoolClausesFactory(
        school=world.promotion.school, number=1, author=world.people["office"]
    )
    _sign(world, things.stage_sent)


def _make(world: World, **traits: object) -> Convention:
    return make_convention(
        world.people["own"], world.promotion, referent=world.people["teacher"], **traits
    )


def _sign(world: World, row: Convention) -> None:
    """Open a round of that convention: one signed on paper, one still awaited; print it."""
    school = world.promotion.school
    held = SigningRequestFactory(
        school=school, kind="internships.convention", subject_id=row.pk, title="Convention"
    )
    world.objects.signed_signer = SignerFactory(request=held, on_paper=True)
    world.objects.signer = SignerFactory(request=held)
    world.objects.printed = Document.objects.create(
        kind="internships.convention",
        key=row.pdf_key,
        reference=documents.new_reference().replace("-", ""),
        title="Convention",
        filename="convention.pdf",
        blob=documents.put(b"%PDF-1.7 convention"),
        school=school,
        student=world.people["own"],
        promotion=world.promotion,
        source_kind="internships.convention",
        source_id=row.pk,
        facts_sha256="0" * 64,
        page_count=1,
    )
