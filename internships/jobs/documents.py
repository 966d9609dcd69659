"""Print what a round has frozen, a calendar, a blank form, a preview of the clauses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from internships.facts.attestation import AttestationFacts
from internships.facts.avenant import AvenantFacts
from internships.facts.calendar import CalendarFacts
from internships.facts.convention import ConventionFacts, with_articles
from internships.models import (
    Attestation,
    Avenant,
    Convention,
    Internship,
    SchoolClauses,
)
from internships.pdf.blank import render_form
from internships.pdf.calendar import render_calendar as print_calendar
from internships.pdf.printing import render_attestation as print_attestation
from internships.pdf.printing import render_avenant as print_avenant
from internships.pdf.printing import render_convention as print_convention
from internships.selectors.printed import (
    ATTESTATION,
    AVENANT,
    CONVENTION,
    printed_calendar,
    printed_convention,
)
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from nrc_platform.documents.access import BLANK
from nrc_platform.documents.engine import Printed
from nrc_platform.documents.models import Blob, Document, Standing
from nrc_platform.documents.seals import sealing
from nrc_platform.documents.seals.checking import validate_own
from nrc_platform.documents.seals.sealing import Sealed
from nrc_platform.jobs import faults
from nrc_platform.jobs.handlers import Finish, Run, handler, tireless
from nrc_platform.journal.moves import service
from nrc_platform.people.models import School
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import RequestState

CALENDAR, PREVIEW = "internships.calendar", "internships.clauses_preview"
# Nobody stands any more for what these rounds froze.
_DEAD = (RequestState.VOID, RequestState.DECLINED, RequestState.EXPIRED)


@dataclass(frozen=True)
class Sheet:
    """How a kind of round is printed, titled and filed."""

    printer: Callable[[dict[str, Any]], Printed]
    title: Callable[[dict[str, Any]], str]
    filename: Callable[[dict[str, Any]], str]
    convention_of: Callable[[UUID], Convention]


def _address(reference: str) -> str:
    return documents.verification_address(reference)


def _print_convention(shape: dict[str, Any]) -> Printed:
    facts = ConventionFacts.from_dict(shape)
    return print_convention(facts, address=_address(facts.reference))


def _print_avenant(shape: dict[str, Any]) -> Printed:
    facts = AvenantFacts.from_dict(shape)
    return print_avenant(facts, address=_address(facts.reference))


def _print_attestation(shape: dict[str, Any]) -> Printed:
    facts = AttestationFacts.from_dict(shape)
    return print_attestation(facts, address=_address(facts.reference))


def _avenant_convention(pk: UUID) -> Convention:
    return Avenant.objects.select_related("convention").get(pk=pk).convention


def _attestation_convention(pk: UUID) -> Convention:
    row = Attestation.objects.select_related("internship__convention").get(pk=pk)
    convention: Convention = row.internship.convention
    return convention


SHEETS = {
    CONVENTION: Sheet(
        _print_convention,
        lambda facts: f"Convention {facts['number']}, version {facts['round']}",
        lambda facts: f"convention-{facts['number']}.pdf",
        lambda pk: Convention.objects.get(pk=pk),
    ),
    AVENANT: Sheet(
        _print_avenant,
        lambda facts: f"Avenant n° {facts['number']} à la convention {facts['convention_number']}",
        lambda facts: f"avenant-{facts['number']}-{facts['convention_number']}.pdf",
        _avenant_convention,
    ),
    ATTESTATION: Sheet(
        _print_attestation,
        lambda facts: f"Attestation de stage, convention {facts['convention_number']}",
        lambda facts: f"attestation-{facts['convention_number']}.pdf",
        _attestation_convention,
    ),
}


def internships_of(convention: Convention) -> list[Internship]:
    """Return the stages of a convention with what a document is filed under. One query."""
    rows = Internship.objects.filter(convention=convention)
    return list(rows.select_related("student", "promotion").order_by("created_at", "id"))


@dataclass(frozen=True)
class Presented:
    """The printed form of a round, sealed, its bytes kept."""

    blob: Blob
    page_count: int
    sealed: Sealed


def seal_request(request: SigningRequest) -> Presented:
    """
    Print the facts a round has frozen, seal them to be signed, and keep the bytes.

    The seal is checked by our own verifier before anybody is asked to sign.
    """
    printed = SHEETS[request.kind].printer(request.facts)
    sealed = sealing.seal(
        printed.content, field=sealing.PRESENTED, reason="Présenté à la signature"
    )
    faults.reach(faults.AFTER_SEAL)
    validate_own(sealed.content, field=sealing.PRESENTED)
    faults.reach(faults.AFTER_VALIDATION)
    return Presented(documents.put(sealed.content), printed.page_count, sealed)


def filing_of(request: SigningRequest) -> dict[str, Any]:
    """
    Return what the document of a round is filed under.

    An attestation, or any sheet of one student, is filed under them; that of a team, under the
    class alone.
    """
    sheet = SHEETS[request.kind]
    rows = internships_of(sheet.convention_of(request.subject_id))
    if request.kind == ATTESTATION:
        own = Attestation.objects.values_list("internship_id", flat=True)
        rows = [row for row in rows if row.pk == own.get(pk=request.subject_id)]
    return {
        "kind": request.kind,
        "key": f"{request.kind}:{request.subject_id}",
        "filename": sheet.filename(request.facts),
        "school": request.school,
        "student": rows[0].student if len(rows) == 1 else None,
        "promotion": rows[0].promotion if rows else None,
        "source_kind": request.kind,
        "source_id": request.subject_id,
        "facts_sha256": request.facts_sha256,
        "reference": request.facts["reference"],
    }


@service
def keep_request(request: SigningRequest, presented: Presented) -> Document | None:
    """Issue the sealed form of a round and ask its first signers; nothing when it was ended."""
    held = SigningRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.state in _DEAD:
        return None
    if held.document is not None:
        return held.document
    document = documents.store(
        presented.blob,
        **filing_of(held),
        title=SHEETS[held.kind].title(held.facts),
        page_count=presented.page_count,
        worth=documents.Worth(
            Standing.PRESENTED, presented.sealed.certificate_sha256, presented.sealed.stamped_at
        ),
    )
    signatures.present(held, document)
    return document


def _render(run: Run, request: str, kind: str) -> Finish | None:
    row = SigningRequest.objects.select_related("school").get(pk=request, kind=kind)
    if row.state in _DEAD:
        # Nothing is left to print: a job that is never given up must not wait for it for ever.
        return None
    run.progress(0, 2)
    presented = seal_request(row)
    run.progress(1, 2)

    def finish() -> dict[str, str] | None:
        document = keep_request(row, presented)
        return {"document": str(document.pk)} if document else None

    return finish


@tireless
@handler
def render_convention(run: Run, *, request: str) -> Finish | None:
    """Print the convention a round has frozen, and attach it to the round."""
    return _render(run, request, CONVENTION)


@tireless
@handler
def render_avenant(run: Run, *, request: str) -> Finish | None:
    """Print the avenant a round has frozen, and attach it to the round."""
    return _render(run, request, AVENANT)


@tireless
@handler
def render_attestation(run: Run, *, request: str) -> Finish | None:
    """Print the attestation a round has frozen, and attach it to the round."""
    return _render(run, request, ATTESTATION)


def _same(key: str, facts: CalendarFacts) -> CalendarFacts:
    """
    Return the facts under the day and reference of the current version when nothing else changed.

    Asked again, a document that says the same is the same document.
    """
    current = Document.objects.current().filter(key=key).first()
    if current is None:
        return facts
    made_on = timezone.localtime(current.created_at).date()
    old = replace(facts, issued_on=made_on, reference=current.printed_reference)
    return old if old.sha256 == current.facts_sha256 else facts


@handler
def render_calendar(run: Run, *, convention: str) -> Finish:
    """Print the calendar of the terms agreed until now: a new version when they changed."""
    row = Convention.objects.select_related("school").get(pk=convention)
    key = f"{CALENDAR}:{row.pk}"
    fresh = printed_calendar(row, on=clock.today(), reference=documents.new_reference())
    facts = _same(key, fresh)
    run.progress(0, 2)
    printed = print_calendar(facts, address=_address(facts.reference))
    blob = documents.put(printed.content)
    run.progress(1, 2)

    def finish() -> dict[str, str]:
        rows = internships_of(row)
        document = documents.store(
            blob,
            kind=CALENDAR,
            key=key,
            title=f"Calendrier, convention {row.number}" if row.number else "Calendrier du stage",
            filename=f"calendrier-{row.number or row.pk}.pdf",
            school=row.school,
            student=rows[0].student if len(rows) == 1 else None,
            promotion=rows[0].promotion if rows else None,
            source_kind=CONVENTION,
            source_id=row.pk,
            facts_sha256=facts.sha256,
            page_count=printed.page_count,
            reference=facts.reference,
        )
        return {"document": str(document.pk)}

    return finish


@handler
def render_blank(run: Run, *, holder: str, form: str) -> Finish:
    """Print a blank form for a school; the same form is the same document."""
    row = School.objects.get(pk=holder)
    title, printed = render_form(form)
    blob = documents.put(printed.content)
    run.progress(1, 1)

    def finish() -> dict[str, str]:
        document = documents.store(
            blob,
            kind=BLANK,
            key=f"{BLANK}:{form}:{row.pk}",
            title=f"{title}, formulaire vierge",
            filename=f"{form}-vierge.pdf",
            school=row,
            source_kind=BLANK,
            source_id=row.pk,
            facts_sha256=blob.pk,
            page_count=printed.page_count,
        )
        return {"document": str(document.pk)}

    return finish


@handler
def preview_clauses(run: Run, *, clauses: str, convention: str) -> Finish:
    """Print a version of the clauses on a real convention, for its office to read."""
    version = SchoolClauses.objects.select_related("school").get(pk=clauses)
    row = Convention.objects.get(pk=convention, school=version.school_id)
    reference = documents.new_reference()
    facts = printed_convention(row, on=clock.today(), signers=(), reference=reference)
    facts = with_articles(replace(facts, number=""), version)
    run.progress(0, 1)
    printed = print_convention(facts, address=_address(reference))
    blob = documents.put(printed.content)

    def finish() -> dict[str, str]:
        document = documents.store(
            blob,
            kind=PREVIEW,
            key=f"{PREVIEW}:{version.school_id}",
            title=f"Aperçu des clauses, version {version.number}",
            filename=f"apercu-clauses-{version.number}.pdf",
            school=version.school,
            source_kind="internships.schoolclauses",
            source_id=version.pk,
            facts_sha256=facts.sha256,
            page_count=printed.page_count,
            reference=reference,
        )
        return {"document": str(document.pk)}

    return finish
