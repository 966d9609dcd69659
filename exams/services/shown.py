"""What a fiche with a visa shows of competences: worked on, without level."""

from curriculum.facts import EvidenceSource
from curriculum.services.evidence import record_source, withdraw_source
from curriculum.states import EvidenceRole, SourceKind
from exams.models import Fiche
from nrc_platform.core import clock
from nrc_platform.people.models import User


def source_of(fiche: Fiche) -> EvidenceSource:
    """Return a fiche as a source, named as it is now."""
    return EvidenceSource(SourceKind.FICHE, f"Fiche E4 visée\u00a0: {fiche.title}", fiche.pk)


def show_fiche(fiche: Fiche, *, actor: User) -> None:
    """Make the competences of a fiche evidence: the teacher who grants the visa vouches for it."""
    record_source(
        fiche.student,
        fiche.promotion,
        source_of(fiche),
        dict.fromkeys(fiche.competences.all()),
        actor=actor,
        by_role=EvidenceRole.TEACHER,
        on=clock.today(),
    )


def forget_fiche(fiche: Fiche, *, actor: User) -> None:
    """Take back what the fiche had shown: its visa is withdrawn."""
    withdraw_source(
        fiche.student,
        fiche.promotion,
        source_of(fiche),
        actor=actor,
        by_role=EvidenceRole.TEACHER,
    )
