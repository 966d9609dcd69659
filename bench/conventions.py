"""Conventions on paper: one against its bare render, long ones, and a class through the queue."""

import statistics
import time
import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import weasyprint
from django.db import transaction

from bench.measure import Measure, at_most, cpu_ratio, cpu_seconds, told
from bench.queue import drain, wait
from bench.workers import worker
from internships.facts.convention import ConventionFacts
from internships.facts.template import convention_template
from internships.jobs.documents import render_convention
from internships.models import Convention, Internship, Terms
from internships.pdf.convention import convention_html
from internships.pdf.printing import render_convention as render
from internships.pdf.sheet import identifier
from internships.selectors.printed import CONVENTION, printed_convention
from nrc_platform.companies.models import Company, Contact
from nrc_platform.core import clock
from nrc_platform.documents import engine, storage
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from nrc_platform.documents.seals import sealing
from nrc_platform.documents.seals.checking import validate_own
from nrc_platform.jobs import services as jobs
from nrc_platform.jobs.handlers import Finish, Run
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.runner import claim
from nrc_platform.jobs.states import JobState
from nrc_platform.journal.moves import service
from nrc_platform.people.models import Promotion, User
from nrc_platform.people.services import students
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import SigningRequest

ROUNDS, GROWTH_ROUNDS, CLASS, WARM = 11, 5, 35, 6
SHORT_PAGES, LONG_PAGES = 5, 60


def blank_convention(promotion: Promotion, number: int) -> Convention:
    """Write a whole convention of six weeks for a new student of the class."""
    company = Company.objects.filter(school=promotion.school, contacts__isnull=False).first()
    tutor = Contact.objects.filter(company=company).first()
    student = students.create_student(
        promotion, actor=None, first_name="Alex", last_name=f"Mesure {uuid.uuid4().hex[:6]}"
    )
    row = Convention.objects.create(
        school=promotion.school,
        company=company,
        signatory=tutor,
        number=f"CV-99-{number:04d}",
        health_office="CPAM de Maine-et-Loire",
        not_a_job=True,
        **convention_template().defaults,
    )
    Internship.objects.create(convention=row, student=student, promotion=promotion)
    starts_on = promotion.ends_on - timedelta(days=120)
    Terms.objects.create(
        convention=row,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=39),
        tutor=tutor,
        referent=User.objects.get(email="prof@demo.example"),
        subject=f"Relance des clients dormants, secteur {number}",
        activities="Prospection téléphonique ; rédaction de devis ; suivi de 40 clients",
        **{f"{day}_hours": Decimal(7) for day in ("monday", "tuesday", "thursday", "friday")},
    )
    return row


def _specs(row: Convention) -> list[SignerSpec]:
    student = row.internships.select_related("student").get().student
    return [
        SignerSpec("student", 1, str(student), user=student),
        SignerSpec("host_signatory", 2, str(row.signatory)),
        SignerSpec("referent", 3, "Claire Vasseur"),
        SignerSpec("school_head", 4, "Philippe Aubert"),
    ]


@service
def _round(promotion: Promotion, number: int) -> SigningRequest:
    row = blank_convention(promotion, number)
    specs = _specs(row)
    facts = printed_convention(
        row, on=clock.today(), signers=specs, reference=documents.new_reference()
    )
    return signatures.open_request(
        school=promotion.school,
        kind=CONVENTION,
        subject_id=row.pk,
        title=f"Convention {row.number}",
        facts=facts.as_dict(),
        template=facts.template,
        signers=specs,
        actor=User.objects.get(email="prof@demo.example"),
    )


def _rounds(count: int, *, first: int) -> list[SigningRequest]:
    promotion = Promotion.objects.select_related("school").get(
        school__uai="0491234A", label="NRC2"
    )
    return [_round(promotion, first + at) for at in range(count)]


def _file(held: SigningRequest) -> Job:
    return jobs.file(
        "internships.render_convention",
        key=f"bench:{uuid.uuid4()}",
        label="mesure",
        request=str(held.pk),
    )


def _facts(held: SigningRequest) -> ConventionFacts:
    return ConventionFacts.from_dict(held.facts)


def _html(facts: ConventionFacts) -> str:
    return convention_html(facts, address=documents.verification_address(facts.reference))


def _bare(html: str, name: bytes) -> bytes:
    """Call WeasyPrint with the shared fonts and style, and nothing of ours around it."""
    fonts, style = engine.print_style()
    content: bytes = weasyprint.HTML(string=html, url_fetcher=engine.Guard()).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a", pdf_tags=True,
        pdf_identifier=name,
    )  # fmt: skip
    return content


@service
def _finish(end: Finish) -> None:
    """File the document and ask its first signers: outside what is measured."""
    end()


def _claimed(held: SigningRequest) -> Job:
    with transaction.atomic():
        filed = _file(held)
    job = claim(filed.pk)
    if job is None:
        raise RuntimeError("The job of the bench was taken by somebody else.")
    return job


def _sealed(html: str, name: bytes) -> None:
    """Do the bare work: the render, its seal, and the check of what came out."""
    sealed = sealing.seal(_bare(html, name), field=sealing.PRESENTED, reason="Mesure")
    validate_own(sealed.content, field=sealing.PRESENTED)


def pdf_convention() -> list[Measure]:
    """Compare row to stored bytes with the bare tuned render of the same page, sealed."""
    ends: list[Finish | None] = []

    def row_to_bytes(job: Job, held: SigningRequest) -> None:
        ends.append(render_convention(Run(job), request=str(held.pk)))

    ratios = []
    for number, held in enumerate(_rounds(ROUNDS + 1, first=1)):
        job = _claimed(held)
        facts = _facts(held)
        html, name = _html(facts), identifier(facts)
        if number % 2:
            base = cpu_seconds(lambda: _sealed(html, name))  # noqa: B023
            cost = cpu_seconds(lambda: row_to_bytes(job, held))  # noqa: B023
        else:
            cost = cpu_seconds(lambda: row_to_bytes(job, held))  # noqa: B023
            base = cpu_seconds(lambda: _sealed(html, name))  # noqa: B023
        end = ends.pop()
        if end is None:
            raise RuntimeError("The round of the bench had been ended.")
        _finish(end)
        stored = Document.objects.get(source_id=held.subject_id)
        with storage.open_file(stored.blob_id) as file:
            kept = file.read()
        if not kept.startswith(_bare(html, name)):
            raise RuntimeError("The stored bytes are not those of the bare render, sealed.")
        if number:  # the first pair warms the process
            ratios.append(cost / base)
    return [
        at_most(
            "pdf-convention", statistics.median(ratios), 1.10, unit="ratio of cpu",
            reference="bare tuned render of the same page, sealed and checked",
            rounds=len(ratios),
        )
    ]  # fmt: skip


def _pages(facts: ConventionFacts) -> int:
    return render(facts, address=documents.verification_address(facts.reference)).page_count


def _of_pages(facts: ConventionFacts, pages: int) -> tuple[ConventionFacts, int]:
    """Return a convention of about so many pages, its articles printed again, and its pages."""
    once = _pages(facts)
    each = (_pages(replace(facts, articles=facts.articles * 5)) - once) / 4
    times = 1 + max(0, round((pages - once) / each))
    longer = replace(facts, articles=facts.articles * times)
    return longer, _pages(longer)


def convention_facts(*, number: int) -> ConventionFacts:
    """Return what a new convention of the demo prints."""
    return _facts(_rounds(1, first=number)[0])


def pdf_growth() -> list[Measure]:
    """Compare the cost of a page among 60 with that of a page among 5."""
    facts = convention_facts(number=101)
    short, few = _of_pages(facts, SHORT_PAGES)
    long, many = _of_pages(facts, LONG_PAGES)
    if many < LONG_PAGES - 2:
        raise RuntimeError(f"The long convention has {many} pages only.")
    ratio = cpu_ratio(lambda: _pages(long), lambda: _pages(short), rounds=GROWTH_ROUNDS)
    return [
        at_most(
            "pdf-growth", ratio * few / many, 1.10, unit="ratio of cpu per page",
            reference=f"a page among {few}, against one among {many}", rounds=GROWTH_ROUNDS,
        )
    ]  # fmt: skip


def _print_all(rows: list[SigningRequest]) -> float:
    """Return the seconds from the filing of all the jobs to the end of the last one."""
    started = time.perf_counter()
    with transaction.atomic():
        filed = [_file(held) for held in rows]
    for job in filed:
        if wait(job).state != JobState.DONE:
            raise RuntimeError(f"A convention was not printed: {job.last_error}")
    return time.perf_counter() - started


def _render_sealed(facts: ConventionFacts) -> None:
    printed = render(facts, address=documents.verification_address(facts.reference))
    sealing.seal(printed.content, field=sealing.PRESENTED, reason="Mesure")


def pdf_class() -> list[Measure]:
    """
    Compare a class through the queue and two workers with as many sealed renders in a row.

    Told, not gated: it is a figure of an idle machine. The queue's side also checks each seal.
    """
    drain()
    rows = _rounds(CLASS + WARM, first=201)
    with worker():
        _print_all(rows[:WARM])  # loads the code of both children
        spent = _print_all(rows[WARM:])
    printed = Document.objects.filter(source_id__in=[row.subject_id for row in rows[WARM:]])
    if printed.count() != CLASS:
        raise RuntimeError(f"{printed.count()} conventions printed instead of {CLASS}.")
    held = [_facts(row) for row in rows[WARM:]]
    _render_sealed(held[0])
    started = time.perf_counter()
    for facts in held:
        _render_sealed(facts)
    alone = time.perf_counter() - started
    return [
        told(
            "pdf-class", spent / alone, target=0.60, unit="ratio of time",
            reference=f"{CLASS} warm sealed renders in a row", rounds=1,
        )
    ]  # fmt: skip
