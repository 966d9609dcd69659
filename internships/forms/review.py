"""What is asked when a convention is begun, and at each of its steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from internships.forms.fields import RowField, long_text
from internships.models import InternshipPeriod
from nrc_platform.core.forms import CrispyForm, FrenchDateField
from nrc_platform.people.models import Enrolment


def reason(label: str, required: str, *, most: int = 1000, rows: int = 3) -> Any:
    """Return the field of a reason that people will read."""
    return long_text(label, most=most, rows=rows, error_messages={"required": required})


class NewConventionForm(CrispyForm):
    """What a convention begins with: for whom, when, where if it is known."""

    student = RowField(
        label="Étudiant",
        empty="Choisir",
        error_messages={"required": "Choisissez pour qui vous commencez la convention."},
    )
    period = RowField(
        label="Période",
        empty="Choisir",
        error_messages={"required": "Choisissez la période\u00a0: elle donne les dates."},
    )
    company = RowField(
        label="Entreprise",
        empty="Pas encore connue",
        required=False,
        help_text="Elle n’est pas dans la liste\u00a0? Ajoutez-la d’abord à l’annuaire, "
        "page « Entreprises ».",
    )

    def __init__(
        self,
        data: Any,
        *,
        enrolments: Sequence[Enrolment],
        periods: Sequence[InternshipPeriod],
        companies: Sequence[Any],
        alone: bool,
        asked: dict[str, str],
    ) -> None:
        super().__init__(data, initial=asked)
        classes = {row.promotion_id for row in periods}
        several = len({row.promotion_id for row in enrolments}) > 1
        named = {row.pk: f"{row.student}, {row.promotion.label}" for row in enrolments}
        self._offer(
            "student",
            enrolments,
            named if several else {row.pk: str(row.student) for row in enrolments},
        )
        many = len(classes) > 1
        self._offer(
            "period",
            periods,
            {
                row.pk: f"{row.label}, {row.promotion.label}" if many else row.label
                for row in periods
            },
        )
        self._offer("company", companies)
        if alone:
            del self.fields["student"]

    def _offer(self, name: str, rows: Sequence[Any], labels: Any = None) -> None:
        self.fields[name].offer(rows, labels)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a period of another class than the student's."""
        read: dict[str, Any] = super().clean() or {}
        enrolment, period = read.get("student"), read.get("period")
        if enrolment and period and enrolment.promotion_id != period.promotion_id:
            self.add_error(
                "period",
                f"Cette période est celle d’une autre classe\u00a0: choisissez-en une de "
                f"{enrolment.promotion.label}.",
            )
        return read


class NoForm(CrispyForm):
    """Nothing to write: the step is only confirmed."""


class SendBackForm(CrispyForm):
    """What the student reads when the convention comes back."""

    message = reason(
        "Ce qu’il faut corriger",
        "Écrivez ce qu’il faut corriger\u00a0: l’étudiant le lit en premier.",
        most=2000,
        rows=4,
    )


class ReasonForm(CrispyForm):
    """Why a convention is refused, given up or taken up again."""

    reason = reason("Motif", "Écrivez le motif\u00a0: les personnes de la convention le liront.")


class TerminateForm(ReasonForm):
    """The day a stage ends before its term, and why."""

    field_order = ("ended_on", "reason")
    ended_on = FrenchDateField(
        label="Dernier jour de présence",
        error_messages={"required": "Indiquez le dernier jour de présence."},
    )


class CheckForCompanyForm(CrispyForm):
    """Why the office answers for a company that cannot be reached."""

    reason = reason(
        "Pourquoi répondez-vous pour l’entreprise\u00a0?",
        "Écrivez comment vous avez obtenu ces données\u00a0: le motif reste au journal.",
        most=300,
        rows=2,
    )
    not_a_job = forms.BooleanField(
        label="L’entreprise atteste que le stage ne remplace pas un emploi (L124-7)",
        error_messages={
            "required": "Sans cette attestation de l’entreprise, la convention ne part pas."
        },
    )


@dataclass(frozen=True)
class StepWords:
    """How a step of a convention is asked and answered."""

    title: str
    question: str
    text: str
    submit: str
    done: str
    danger: bool = False


SUBMIT = StepWords(
    "Remettre la convention",
    "Remettre la convention\u00a0?",
    "L’entreprise reçoit un lien, vérifie et complète ses données, puis le lycée relit. "
    "Si elle les a déjà vérifiées, la convention va directement à la relecture.",
    "Remettre la convention",
    "Convention remise.",
)
REMIND = StepWords(
    "Relancer l’entreprise",
    "Envoyer un nouveau lien à l’entreprise\u00a0?",
    "Le lien précédent ne s’ouvre plus. Une relance par jour au plus.",
    "Envoyer un nouveau lien",
    "Un nouveau lien est parti à l’entreprise.",
)
SEND_BACK = StepWords(
    "Renvoyer la convention",
    "Renvoyer la convention pour correction\u00a0?",
    "L’étudiant reçoit un courrier et peut de nouveau écrire. Les données vérifiées par "
    "l’entreprise restent.",
    "Renvoyer la convention",
    "Convention renvoyée pour correction.",
)
CHECK = StepWords(
    "Répondre pour l’entreprise",
    "Enregistrer la vérification au nom de l’entreprise\u00a0?",
    "À n’utiliser que pour une entreprise injoignable en ligne. Complétez d’abord la convention. "
    "Votre nom et le motif restent au journal.",
    "Enregistrer la vérification",
    "La vérification est enregistrée\u00a0; la convention est à relire.",
)
REOPEN = StepWords(
    "Reprendre la convention",
    "Reprendre la convention en signature\u00a0?",
    "Les signatures déjà données ne valent plus\u00a0: elles restent lisibles, et celles et ceux "
    "qui ont signé en sont informés. Corriger une adresse ne demande pas de reprendre.",
    "Reprendre la convention",
    "La convention est reprise\u00a0: corrigez-la, puis remettez-la.",
    danger=True,
)
REFUSE = StepWords(
    "Enregistrer un refus",
    "Enregistrer le refus d’une partie\u00a0?",
    "La convention reste sans effet et ne se reprend pas. Les autres parties en sont informées.",
    "Enregistrer le refus",
    "Le refus est enregistré.",
    danger=True,
)
CANCEL = StepWords(
    "Annuler la convention",
    "Annuler la convention\u00a0?",
    "Elle reste lisible, sans effet, et ne se reprend pas. L’étudiant peut en commencer une.",
    "Annuler la convention",
    "La convention est annulée.",
    danger=True,
)
TERMINATE = StepWords(
    "Enregistrer une rupture",
    "Enregistrer la fin du stage avant son terme\u00a0?",
    "Les jours faits jusqu’à cette date comptent, et l’attestation les dira. Les parties en sont "
    "informées.",
    "Enregistrer la rupture",
    "La rupture est enregistrée.",
    danger=True,
)
AVENANT_SEND = StepWords(
    "Envoyer l’avenant",
    "Envoyer l’avenant aux signataires de la convention\u00a0?",
    "L’avenant est figé. Il change la convention quand toutes les parties l’ont signé, à partir "
    "du jour qu’il indique.",
    "Envoyer l’avenant",
    "L’avenant est envoyé. Son PDF se prépare.",
)
AVENANT_CANCEL = StepWords(
    "Annuler l’avenant",
    "Annuler cet avenant\u00a0?",
    "La convention reste comme elle est. Les signatures déjà données restent lisibles.",
    "Annuler l’avenant",
    "L’avenant est annulé.",
    danger=True,
)
AVENANT_REFUSE = StepWords(
    "Enregistrer un refus",
    "Enregistrer le refus d’une partie\u00a0?",
    "L’avenant reste sans effet\u00a0; la convention continue comme avant.",
    "Enregistrer le refus",
    "Le refus est enregistré.",
    danger=True,
)
