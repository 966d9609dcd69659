"""The stages of the world: a convention of `own` in each state, its round, its clauses."""

from datetime import date, timedelta

from internships.models import Avenant, Convention
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from nrc_platform.signatures.models import Delegation
from tests.house.world import World
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import (
    AttestationFactory,
    AvenantFactory,
    InternshipPeriodFactory,
    SchoolClausesFactory,
    TermsFactory,
)
from tests.signatures.factories import SignerFactory, SigningRequestFactory

# Beside no other stage of `own`: this one may be sent.
APART = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 4, 2)}


def make_stages(world: World) -> None:
    """Make the conventions of `own`, each in its own period."""
    things = world.objects
    things.period = InternshipPeriodFactory(promotion=world.promotion)
    for name, traits in (
        ("stage_draft", {}),
        ("stage_checked", {"company_check": True}),
        ("stage_review", {"teacher_review": True, "terms": APART}),
        ("stage_sent", {"sent": True}),
        ("stage_project", {"kind": "project"}),
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
    things.avenant = _amend(things.stage_signed, world)
    amended = _make(world, signed=True, internship={"settled_at": clock.now()})
    things.sent_avenant = _amend(amended, world, sent=True)
    attested = _make(world, signed=True, internship={"settled_at": clock.now()})
    things.api_attestation = AttestationFactory(internship=attested.internships.get())
    things.printed_avenant = _print(
        world, things.sent_avenant, "internships.avenant", things.sent_avenant.pdf_key
    )


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
    world.objects.api_request = held
    world.objects.signed_signer = SignerFactory(request=held, on_paper=True)
    world.objects.signer = SignerFactory(request=held)
    world.objects.delegation = Delegation.objects.create(
        signer=world.objects.signer, name="Claudine Roche", email="roche@hygial.example"
    )
    # Not asked yet: the page says so.
    world.objects.own_signer = SignerFactory(
        request=held, user=world.people["own"], capacities=["student"]
    )
    world.objects.printed = _print(world, row, "internships.convention", row.pdf_key)


def _amend(row: Convention, world: World, **traits: object) -> Avenant:
    """Write an avenant of that convention: another subject."""
    avenant: Avenant = AvenantFactory(convention=row, number=1, kind="subject", **traits)
    terms = terms_of(row)
    TermsFactory(
        convention=row,
        avenant=avenant,
        tutor=terms.tutor,
        referent=world.people["teacher"],
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        subject="Un autre sujet",
    )
    return avenant


def _print(world: World, row: Convention | Avenant, kind: str, key: str) -> Document:
    """Store a printed document of that thing."""
    printed: Document = Document.objects.create(
        kind=kind,
        key=key,
        reference=documents.new_reference().replace("-", ""),
        title="Convention",
        filename="convention.pdf",
        blob=documents.put(b"%PDF-1.7 convention"),
        school=world.promotion.school,
        student=world.people["own"],
        promotion=world.promotion,
        source_kind=kind,
        source_id=row.pk,
        facts_sha256="0" * 64,
        page_count=1,
    )
    return printed
