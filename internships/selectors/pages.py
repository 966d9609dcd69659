"""Reads of the pages of conventions: what may be picked, who signs, what was printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from curriculum.models import Activite, Competence
from internships import access
from internships.facts.pages import Choices, PaperLine, SignerLine, capacities_words
from internships.models import (
    Avenant,
    Convention,
    Internship,
    InternshipPeriod,
    Terms,
)
from internships.states import WITHOUT_EFFECT
from nrc_platform.companies.models import Company, Contact, Site
from nrc_platform.companies.states import ContactKind
from nrc_platform.core import clock, dates
from nrc_platform.documents.models import Document
from nrc_platform.documents.selectors import human_size
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Enrolment, Promotion, School, User
from nrc_platform.people.selectors import students_of, teachers_of
from nrc_platform.signatures.models import AccessLink, Delegation, Signer, SigningRequest
from nrc_platform.signatures.selectors import ASKED, SignerTrace, signer_traces
from nrc_platform.signatures.states import AWAITED, Assurance, DelegationState, Method, SignerState

CONVENTION, AVENANT, ATTESTATION = (
    "internships.convention",
    "internships.avenant",
    "internships.attestation",
)


def convention_of(user: Viewer, convention_id: UUID) -> Convention | None:
    """Return the convention among those the person may see, its people loaded. 2 queries."""
    rows = access.visible_conventions(user).with_people()
    found: Convention | None = rows.filter(pk=convention_id).first()
    return found


def avenant_of(user: Viewer, avenant_id: UUID) -> Avenant | None:
    """Return the avenant among those the person may see, its convention loaded. 4 queries."""
    rows = access.visible_avenants(user).prefetch_related(
        Prefetch("convention", Convention.objects.with_people())
    )
    return rows.filter(pk=avenant_id).first()


def agreed_terms(convention: Convention) -> Terms:
    """Return the last terms agreed. One query."""
    return Terms.objects.filter(convention=convention).agreed().with_people().get()


def school_companies(school: School) -> QuerySet[Company]:
    """Return the companies of a school that may host a student."""
    return Company.objects.in_use().filter(school=school).order_by("legal_name", "id")


def edit_choices(school: School, company: Company | None) -> Choices:
    """Return what may be picked in a convention. Six queries, four without company."""
    known = company.pk if company else None
    return Choices(
        companies=list(school_companies(school)),
        contacts=list(Contact.objects.filter(company=known).order_by("last_name", "id")),
        sites=list(Site.objects.filter(company=known).order_by("label", "id")),
        referents=list(teachers_of(school)),
        competences=list(Competence.objects.active().filter(children__isnull=True)),
        functions=list(Activite.objects.active()),
    )


def drafting_enrolments(user: Viewer) -> list[Enrolment]:
    """Return whom the person may begin a convention for: students followed, or themselves."""
    followed = access.followed_classes(user).order_by().values("pk")
    rows = Enrolment.objects.on(clock.today()).select_related("student", "promotion__school")
    if user.is_authenticated:
        rows = rows.filter(promotion__in=followed) | rows.filter(student=user.pk)
    found = rows.order_by("promotion", "student__last_name", "student__first_name", "id")
    return [row for row in found if access.can_draft_convention(user, row.student, row.promotion)]


def followed_classes(user: Viewer) -> list[Promotion]:
    """Return the classes whose conventions the person follows, the latest first. One query."""
    rows = access.followed_classes(user).select_related("school")
    return list(rows.order_by("-starts_on", "label", "id"))


def open_periods(promotion_ids: Sequence[UUID]) -> list[InternshipPeriod]:
    """Return the periods of those classes, by date. One query."""
    rows = InternshipPeriod.objects.filter(promotion__in=promotion_ids)
    return list(rows.select_related("promotion__school"))


def rounds(kind: str, subject_id: UUID) -> list[SigningRequest]:
    """Return the rounds of signatures of something, the last first, signers loaded. 3 queries."""
    rows = SigningRequest.objects.about(kind, subject_id).with_signers()
    return list(rows.prefetch_related("signers__delegations"))


@dataclass(frozen=True)
class Signed:
    """A signer, and the convention (or its avenant, its attestation) they sign."""

    signer: Signer
    convention: Convention
    url: str


def _subject(user: Viewer, signer: Signer) -> tuple[UUID, str] | None:
    """Return the convention of what is signed and the page it is read on, when visible."""
    kind, subject = signer.request.kind, signer.request.subject_id
    if kind == CONVENTION:
        return subject, reverse("internships:convention", args=[subject])
    if kind == AVENANT:
        row = access.visible_avenants(user).filter(pk=subject).first()
        return (row.convention_id, reverse("internships:avenant", args=[subject])) if row else None
    if kind == ATTESTATION:
        made = access.visible_attestations(user).filter(pk=subject)
        held = made.select_related("internship").first()
        if held is not None:
            convention_id = held.internship.convention_id
            return convention_id, reverse("internships:convention", args=[convention_id])
    return None


def signed_of(user: Viewer, signer_id: UUID) -> Signed | None:
    """Return a signer with what they sign, when the person may see it. 5 queries at most."""
    seen = access.visible_signers(user).select_related("request", "scan")
    signer = seen.filter(pk=signer_id).first()
    found = _subject(user, signer) if signer else None
    convention = convention_of(user, found[0]) if found else None
    if signer is None or found is None or convention is None:
        return None
    return Signed(signer, convention, found[1])


def signer_lines(
    held: SigningRequest, *, reader: User, records: bool, corrects: bool
) -> list[SignerLine]:
    """Return the signers of a round as a page lists them, by rank. Four queries, for staff."""
    open_round = held.closed_at is None
    rows = sorted(held.signers.all(), key=lambda each: (each.rank, each.name))
    traces = signer_traces(rows) if records else {}
    lines = []
    for row in rows:
        awaited = open_round and row.state in AWAITED
        proposal = _proposal(row) if awaited else None
        asked = awaited and row.state in ASKED
        trace = traces.get(row.pk) if asked else None
        lines.append(
            SignerLine(
                name=row.name,
                capacity=", ".join(
                    part for part in (capacities_words(row.capacities), row.organisation) if part
                ),
                state=row.state,
                mine=awaited and row.user_id == reader.pk,
                when=_when(row),
                how=_how(row),
                sign_url=reverse("web:sign", args=[row.pk])
                if row.user_id == reader.pk and row.state in ASKED
                else "",
                proposed=proposal.name if proposal else "",
                decide_url=reverse("internships:delegate_decide", args=[proposal.pk])
                if proposal and corrects
                else "",
                asks=row.reason_given if row.state == SignerState.CHANGE_REQUESTED else "",
                scan_url=_page("signer_scan", row) if row.scan_id else "",
                paper_url=_page("signer_paper", row) if records and awaited else "",
                correct_url=_page("signer_address", row) if corrects and awaited else "",
                replace_url=_page("signer_replace", row) if corrects and awaited else "",
                remind_url=_page("signer_remind", row) if records and asked and row.email else "",
                kind="signer_on_paper" if _is_left_to_paper(row) else "signer",
                asked=_asked(row, trace) if trace else "",
                bounced=dates.short_day(trace.bounced_at) if trace and trace.bounced_at else "",
            )
        )
    return lines


def _proposal(row: Signer) -> Delegation | None:
    """Return the colleague that the school has to accept or refuse; no query of its own."""
    waiting = (each for each in row.delegations.all() if each.state == DelegationState.PROPOSED)
    return next(waiting, None)


def delegation_of(user: Viewer, delegation_id: UUID) -> Delegation | None:
    """Return a proposal to have a colleague sign, when the person may see it. One query."""
    rows = Delegation.objects.filter(signer__in=access.visible_signers(user).order_by())
    return rows.select_related("signer__request").filter(pk=delegation_id).first()


def round_facts(
    held: SigningRequest | None, *, reader: User, records: bool, corrects: bool
) -> dict[str, Any]:
    """Return the signers of a round and how many signed. Four queries, for staff."""
    if held is None:
        return {"signers": [], "signed_words": "", "to_record": False}
    lines = signer_lines(held, reader=reader, records=records, corrects=corrects)
    return {
        "signers": lines,
        "signed_words": signed_words(held),
        "to_record": any(line.paper_url for line in lines),
    }


def _page(name: str, row: Signer) -> str:
    return reverse(f"internships:{name}", args=[row.pk])


def _when(row: Signer) -> str:
    if row.signed_on:
        return f"le {dates.short_day(row.signed_on)}"
    if row.signed_at:
        return f"le {dates.moment(row.signed_at)}"
    return "à faire signer" if row.state in AWAITED else ""


def _is_left_to_paper(row: Signer) -> bool:
    """Return whether somebody is asked whom no mail can reach, neither invitation nor code."""
    known = row.email or (row.user and row.user.email)
    return row.state == SignerState.INVITED and not known


def _asked(row: Signer, trace: SignerTrace) -> str:
    """Return « invité le 12/01/2027, rappelé le 15/01/2027 »."""
    if not row.email:
        by = "" if _is_left_to_paper(row) else "\u00a0: à signer depuis son compte"
        return f"aucun courriel envoyé, faute d’adresse{by}"
    said = (("invité", trace.invited_at), ("rappelé", trace.reminded_at))
    return ", ".join(f"{word} le {dates.short_day(at)}" for word, at in said if at is not None)


def _how(row: Signer) -> str:
    if row.state == SignerState.SIGNED and row.method == Method.PAPER:
        return f"sur papier, attesté par {row.recorded_by}"
    if row.state == SignerState.SIGNED:
        return f"en ligne, {Assurance(row.assurance).label}"
    return "" if row.state == SignerState.CHANGE_REQUESTED else row.reason_given


def signed_words(held: SigningRequest) -> str:
    """Return « 2 sur 5 ont signé »; no query of its own."""
    rows = [row for row in held.signers.all() if row.state != SignerState.REPLACED]
    signed = sum(1 for row in rows if row.state == SignerState.SIGNED)
    return f"{signed} sur {len(rows)} {'ont' if signed > 1 else 'a'} signé"


def paper_lines(kind: str, subject_id: UUID, url: str, *, awaited: bool) -> list[PaperLine]:
    """Return the documents printed of something, the current one first. One query."""
    rows = Document.objects.filter(source_kind=kind, source_id=subject_id)
    found = list(rows.select_related("blob").order_by("-created_at", "id"))
    lines = [
        PaperLine(
            title=row.title,
            state=row.state,
            detail=f"référence {row.printed_reference}",
            when=dates.short_day(row.created_at),
            url=url if row.replaced_at is None else "",
            size=human_size(row.blob.size),
        )
        for row in found
    ]
    if awaited and not any(row.replaced_at is None for row in found):
        lines.insert(0, PaperLine("PDF à signer", "preparing", "il sera ici dans un instant"))
    return lines


def current_document(kind: str, subject_id: UUID) -> Document | None:
    """Return the printed document in force of something. One query."""
    rows = Document.objects.filter(source_kind=kind, source_id=subject_id)
    return rows.filter(replaced_at__isnull=True).select_related("blob").first()


def grid_internships(period: InternshipPeriod) -> dict[UUID, Internship]:
    """Return the stage of each student in a period: the one on its way, else the last. 1 query."""
    rows = (
        Internship.objects.filter(period=period)
        .select_related("convention__company", "student")
        .order_by("created_at", "id")
    )
    found: dict[UUID, Internship] = {}
    for row in rows:
        held = found.get(row.student_id)
        if held is None or held.settled_at is not None:
            found[row.student_id] = row
    return found


def is_over(internship: Internship) -> bool:
    """Return whether another convention may be begun: this one is without effect."""
    return internship.convention.state in WITHOUT_EFFECT


def class_students(period: InternshipPeriod) -> list[User]:
    """Return the students of the class of a period, by name. One query."""
    return list(students_of(period.promotion))


def grid_choices(period: InternshipPeriod) -> Choices:
    """Return what the grid of a class offers. Three queries."""
    school = period.promotion.school
    contacts = Contact.objects.filter(company__in=school_companies(school).order_by())
    return Choices(
        companies=list(school_companies(school)),
        contacts=list(
            contacts.exclude(kind=ContactKind.SPONSOR)
            .select_related("company")
            .order_by("last_name", "first_name", "id")
        ),
        referents=list(teachers_of(school)),
    )


def convention_of_link(link: AccessLink) -> Convention:
    """Return the convention a company's link is about, its people loaded. Two queries."""
    return Convention.objects.with_people().get(pk=link.subject_id, school=link.school_id)
