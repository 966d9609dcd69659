"""What the life of a stage shows of competences: the logbook, the assessments once handed in."""

from curriculum.facts import EvidenceSource
from curriculum.rules.scale import place_of
from curriculum.selectors import scale_on
from curriculum.services.evidence import record_source, withdraw_source
from curriculum.states import EvidenceRole, SourceKind
from internships.facts.assessment import form_of
from internships.models import Assessment, LogEntry
from internships.states import AssessmentKind
from nrc_platform.core import clock, dates
from nrc_platform.people.models import User

# A competence that the stage left aside says nothing of the student.
LEFT_ASIDE = "none"
ROLES = {
    AssessmentKind.TUTOR: EvidenceRole.TUTOR,
    AssessmentKind.TEACHER: EvidenceRole.TEACHER,
}
TITLES = {
    AssessmentKind.TUTOR: "Bilan du tuteur",
    AssessmentKind.TEACHER: "Bilan de l’enseignant référent",
}


def source_of_log(entry: LogEntry) -> EvidenceSource:
    """Return a day of the logbook as a source."""
    label = f"Carnet du {dates.short_day(entry.happened_on)}"
    return EvidenceSource(SourceKind.LOG_ENTRY, label, entry.pk)


def show_log(entry: LogEntry, *, actor: User) -> None:
    """Make the competences of a day evidence, without level: the student alone says so."""
    record_source(
        entry.student,
        entry.promotion,
        source_of_log(entry),
        dict.fromkeys(entry.competences.all()),
        actor=actor,
        by_role=EvidenceRole.STUDENT,
        on=entry.happened_on,
    )


def forget_log(entry: LogEntry, *, actor: User) -> None:
    """Take back what a day of the logbook had shown."""
    withdraw_source(
        entry.student,
        entry.promotion,
        source_of_log(entry),
        actor=actor,
        by_role=EvidenceRole.STUDENT,
    )


def show_assessment(row: Assessment, *, actor: User | None) -> None:
    """Make the levels of an assessment evidence, on the scale of the school."""
    kind = AssessmentKind(row.kind)
    if kind not in ROLES:
        return
    stage = row.internship
    ranks = {code: rank for rank, (code, _) in enumerate(form_of(row).levels, start=1)}
    steps = scale_on(stage.promotion.school_id).steps
    said = {code: level for code, level in row.levels.items() if level != LEFT_ASIDE}
    nodes = stage.convention.competences.filter(code__in=said)
    company = stage.convention.company
    place = f", stage chez {company.name}" if company else ""
    record_source(
        stage.student,
        stage.promotion,
        EvidenceSource(SourceKind.ASSESSMENT, f"{TITLES[kind]}{place}", row.pk),
        {node: place_of(ranks[said[node.code]], len(ranks), steps) for node in nodes},
        actor=actor,
        by_role=ROLES[kind],
        on=clock.today(),
    )
