"""The story of one convention, from the draft to its ending, step by step."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from pypdf import PdfWriter

from curriculum.models import Activite, Competence
from internships import services
from internships.models import Attestation, Avenant, Convention, Internship, InternshipPeriod
from internships.services import attestations, avenants
from internships.services.signing import record_paper_signature, replace_convention_signer
from internships.states import Gratification
from nrc_platform.companies import services as directory
from nrc_platform.companies.models import Company, Contact
from nrc_platform.companies.states import ContactKind, SizeBand
from nrc_platform.core import clock
from nrc_platform.people.models import User
from nrc_platform.signatures.models import AccessLink, Signer, SigningRequest
from nrc_platform.signatures.states import AWAITED
from nrc_platform.web.demo.endings import AVENANTS, ENDINGS
from nrc_platform.web.demo.online import OnlineSteps
from nrc_platform.web.demo.timeline import Timeline
from nrc_platform.web.demo.workshop import Workshop

CHECK = "internships.company_check"
CONVENTION, AVENANT, ATTESTATION = (
    "internships.convention",
    "internships.avenant",
    "internships.attestation",
)
CODES = ("C31", "C32", "C33")
HEADCOUNTS = {SizeBand.MICRO: 6, SizeBand.SMALL: 28, SizeBand.MEDIUM: 120}
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


def blank_scan() -> bytes:
    """Return a page that stands for a scan."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


SCAN = blank_scan()


@dataclass
class Story(OnlineSteps):
    """One student's stage, told on the timeline."""

    student: User
    period: InternshipPeriod
    company: Company
    signatory: Contact
    work: dict[str, str]
    teacher: User
    office: User
    now: datetime
    timeline: Timeline
    workshop: Workshop
    held: dict[str, Any] = field(default_factory=dict)

    def plan(self, ending: str, *, base: date) -> None:
        """Plan the steps of an ending; all lie before now, in their order."""
        self._plan([(getattr(self, name), days) for name, days in ENDINGS[ending]], base=base)

    def plan_avenant(self, kind: str, state: str, *, base: date) -> None:
        """Plan an avenant of that kind, as far as that state."""
        steps: list[tuple[Callable[[], Any], int]] = [(lambda: self._draft_avenant(kind), 0)]
        steps += [(getattr(self, name), days + 1) for days, name in enumerate(AVENANTS[state])]
        self._plan(steps, base=base, room=timedelta(hours=1))

    def _plan(
        self,
        steps: list[tuple[Callable[[], Any], int]],
        *,
        base: date,
        room: timedelta = timedelta(hours=2),
    ) -> None:
        first = max(base, self.period.promotion.starts_on + timedelta(days=4))
        for rank, (action, days) in enumerate(steps):
            planned = datetime.combine(first + timedelta(days=days), time(9 + rank % 8))
            latest = self.now - room + timedelta(minutes=rank)
            self.timeline.at(min(timezone.make_aware(planned), latest), self.settled(action))

    # --- up to the signatures ---------------------------------------------------------------

    @property
    def convention(self) -> Convention:
        """Return the convention as it is now."""
        return Convention.objects.with_people().get(pk=self.held["convention"])

    @property
    def internship(self) -> Internship:
        """Return the student's part in it."""
        rows = Internship.objects.select_related("promotion", "convention", "student")
        return rows.get(convention=self.held["convention"])

    def draft(self) -> None:
        """Begin the convention."""
        row = services.draft_convention(
            actor=self.student,
            student=self.student,
            promotion=self.period.promotion,
            period=self.period,
            company=self.company,
        )
        self.held["convention"] = row.pk

    def fill(self) -> None:
        """Write all of it."""
        row = self.convention
        tutor = self.company.contacts.filter(kind=ContactKind.TUTOR).order_by("created_at")[0]
        values = {"signatory": self.signatory, "health_office": "CPAM de Maine-et-Loire"}
        terms: dict[str, Any] = {
            **self.work,
            **{f"{day}_hours": 7 for day in WEEK},
            "timetable": "9 h à 12 h 30 et 13 h 30 à 17 h",
            "tutor": tutor,
            "referent": self.teacher,
            "gratification": Gratification.NONE,
            "department": "Service commercial",
        }
        address = {row.internships.all()[0].pk: {"address": "3 allée des Lilas, 49100 Angers"}}
        services.edit_convention(
            row,
            actor=self.student,
            version=row.version,
            values=values,
            terms=terms,
            competences=list(Competence.objects.filter(code__in=CODES)),
            functions=list(Activite.objects.order_by("rank", "id")[:3]),
            student_values=address,
        )

    def submit(self) -> None:
        """Hand it to the company."""
        services.submit_convention(self.convention, actor=self.student)

    def check(self) -> None:
        """Have the company answer through its link."""
        row = self.convention
        link = AccessLink.objects.about(CHECK, row.pk)[0]
        services.check_convention(
            row,
            by_name=link.name,
            values={
                "headcount": HEADCOUNTS.get(SizeBand(self.company.size_band), 12),
                "interns_present": 1,
                "host_insurer": "Groupama",
                "host_policy": "RC-204817",
                "gives_meals": True,
                "gives_transport": True,
                "gives_activities": False,
            },
            terms={},
            not_a_job=True,
            link=link,
        )

    def send_back(self) -> None:
        """Ask for a correction."""
        services.send_back_convention(
            self.convention,
            actor=self.teacher,
            message="L’horaire du vendredi ne correspond pas à l’ouverture du magasin.",
        )

    def send(self) -> None:
        """Have it signed."""
        services.send_convention(self.convention, actor=self.teacher)
        self._print(CONVENTION, self.held["convention"])

    def _round(self, kind: str, subject: Any) -> SigningRequest:
        return SigningRequest.objects.about(kind, subject)[0]

    def _printing(self, kind: str, subject: Any) -> str:
        held = self._round(kind, subject)
        prefix = "convention" if kind == CONVENTION else kind
        return f"{prefix}:{subject}:{held.round}"

    def _print(self, kind: str, subject: Any) -> None:
        """Have the worker print what was frozen, seal it, and ask the first signers."""
        self.workshop.begin(self._printing(kind, subject))

    def _seal(self, kind: str, subject: Any) -> None:
        """Have the worker seal what all have signed."""
        self.workshop.begin(f"seal:{self._round(kind, subject).pk}")

    def _wait(self, kind: str, name: str) -> None:
        """Wait until the worker has printed, and sealed if all have signed."""
        if name not in self.held:
            return
        held = SigningRequest.objects.about(kind, self.held[name]).first()
        if held is not None:
            self.workshop.finish(self._printing(kind, self.held[name]))
            self.workshop.finish(f"seal:{held.pk}")

    def settled(self, action: Callable[[], Any]) -> Callable[[], Any]:
        """Return the action that first waits for the worker: people act on what they received."""

        def act() -> Any:
            for kind, name in (
                (CONVENTION, "convention"),
                (AVENANT, "avenant"),
                (ATTESTATION, "attestation"),
            ):
                self._wait(kind, name)
            return action()

        return act

    def _signers(self, kind: str, subject: Any) -> list[Signer]:
        rows = Signer.objects.filter(
            request__kind=kind, request__subject_id=subject, state__in=AWAITED
        )
        return list(rows.filter(request__state="open").order_by("rank", "id"))

    def _sign(self, kind: str, subject: Any, count: int) -> None:
        for signer in self._signers(kind, subject)[:count]:
            self._on_paper(signer)

    def _on_paper(self, signer: Signer) -> None:
        record_paper_signature(
            signer,
            actor=self.office,
            scan=SCAN,
            filename="signature.pdf",
            signed_on=clock.today(),
        )

    def sign_one(self) -> None:
        """Record a first signature."""
        self._sign(CONVENTION, self.held["convention"], 1)

    def sign_all(self) -> None:
        """Record every signature."""
        self._sign(CONVENTION, self.held["convention"], 9)
        self._seal(CONVENTION, self.held["convention"])

    def replace(self) -> None:
        """Have a deputy sign for the company."""
        signer = next(
            row
            for row in self._signers(CONVENTION, self.held["convention"])
            if "host_signatory" in row.capacities
        )
        replace_convention_signer(
            signer,
            actor=self.office,
            name="Claudine Roche",
            quality="Directrice adjointe",
            email=f"roche@{self.signatory.email.rpartition('@')[2]}",
            phone="",
            reason="Le directeur est absent jusqu’en janvier.",
        )

    # --- endings ----------------------------------------------------------------------------

    def reopen(self) -> None:
        """Take it up again for a correction."""
        services.reopen_convention(
            self.convention, actor=self.office, reason="Le lieu du stage change."
        )

    def refuse(self) -> None:
        """Record the company's refusal."""
        services.refuse_convention(
            self.convention,
            actor=self.office,
            reason="L’entreprise ne peut plus accueillir de stagiaire en janvier.",
        )

    def cancel(self) -> None:
        """Give it up before the stage."""
        services.cancel_convention(
            self.convention,
            actor=self.office,
            reason="L’agence ferme ; l’étudiant cherche une autre entreprise.",
        )

    def terminate(self) -> None:
        """End the stage before its term."""
        services.terminate_convention(
            self.convention,
            actor=self.office,
            ended_on=min(clock.today(), self.period.starts_on + timedelta(days=18)),
            reason="Le magasin est mis en liquidation.",
        )

    def attest(self) -> None:
        """Establish the attestation."""
        row = attestations.make_attestation(self.internship, actor=self.office)
        self.held["attestation"] = row.pk
        self._print(ATTESTATION, row.pk)

    def sign_attestation(self) -> None:
        """Record the host's signature."""
        self._sign(ATTESTATION, self.held["attestation"], 1)
        self._seal(ATTESTATION, self.held["attestation"])

    def cancel_attestation(self) -> None:
        """Take a wrong attestation back."""
        attestations.cancel_attestation(
            Attestation.objects.get(pk=self.held["attestation"]),
            actor=self.office,
            reason="Une absence n’avait pas été notée.",
        )

    # --- avenants ---------------------------------------------------------------------------

    @property
    def avenant(self) -> Avenant:
        """Return the avenant as it is now."""
        return Avenant.objects.select_related("convention", "terms").get(pk=self.held["avenant"])

    def _draft_avenant(self, kind: str) -> None:
        starts_on, ends_on = self.period.starts_on, self.period.ends_on
        changes: dict[str, dict[str, Any]] = {
            "dates": {"ends_on": ends_on + timedelta(days=7)},
            "subject": {"subject": "Préparation du salon des artisans"},
            "place": {"department": "Agence de Saumur"},
            "hours": {"friday_hours": 4, "thursday_hours": 8},
            "interruption": {},
        }
        breaks = None
        if kind == "interruption":
            day = starts_on + timedelta(days=21)
            breaks = [{"kind": "interruption", "starts_on": day, "ends_on": day + timedelta(3)}]
        if kind == "tutor":
            other = directory.add_contact(
                self.company,
                actor=self.office,
                kind="tutor",
                first_name="Julie",
                last_name="Armand",
                function="Responsable d’agence",
                email=f"armand@{self.signatory.email.rpartition('@')[2]}",
            )
            changes["tutor"] = {"tutor": other}
        row = avenants.draft_avenant(
            self.convention,
            actor=self.teacher,
            kind=kind,
            reason="Demande de l’entreprise, acceptée par l’étudiant et le lycée.",
            applies_on=max(starts_on, clock.today()),
            changes=changes[kind],
            breaks=breaks,
        )
        self.held["avenant"] = row.pk

    def send_avenant(self) -> None:
        """Have the avenant signed."""
        avenants.send_avenant(self.avenant, actor=self.teacher)
        self._print(AVENANT, self.held["avenant"])

    def sign_avenant_once(self) -> None:
        """Record a first signature."""
        self._sign(AVENANT, self.held["avenant"], 1)

    def sign_avenant(self) -> None:
        """Record every signature."""
        self._sign(AVENANT, self.held["avenant"], 9)
        self._seal(AVENANT, self.held["avenant"])

    def refuse_avenant(self) -> None:
        """Record that a party says no."""
        avenants.refuse_avenant(
            self.avenant, actor=self.teacher, reason="L’étudiante garde ses horaires."
        )

    def cancel_avenant(self) -> None:
        """Give the change up."""
        avenants.cancel_avenant(
            self.avenant, actor=self.teacher, reason="L’entreprise reste ouverte."
        )
