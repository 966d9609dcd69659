"""Blank forms to fill in by hand: convention, visit report, tutor's assessment, attestation."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string

from internships.facts import words
from internships.facts.assessment import CHOICE, SCALE, TEXT, Choices, assessment_form
from internships.facts.attestation import SOURCE as ATTESTATION_SOURCE
from internships.facts.clauses import VARIABLES, fill
from internships.facts.parts import SignerFact
from internships.facts.template import Article, convention_template
from internships.pdf.sheet import signer_rows
from internships.states import Outcome
from nrc_platform.documents.engine import Printed, render_pdf

TEMPLATE = "pdf/internships/blank.html"
# The boxes of a convention, in the order of signature.
# Room for as many competences as a convention usually names.
COMPETENCES = 5
OUTCOMES: Choices = tuple((str(value), str(label)) for value, label in Outcome.choices)
PARTIES = ("student", "legal_rep", "host_signatory", "host_tutor", "referent", "school_head")


@dataclass(frozen=True)
class Line:
    """A thing to write: its label, and how many lines of room."""

    label: str
    lines: int = 1

    @property
    def rooms(self) -> range:
        """Return one item per line of room."""
        return range(self.lines)


@dataclass(frozen=True)
class Scale:
    """Questions answered by a cross in one of the columns."""

    steps: Sequence[str]
    questions: Sequence[str]


@dataclass(frozen=True)
class Section:
    """A titled part of a form."""

    title: str
    lines: Sequence[Line] = ()
    scale: Scale | None = None


@dataclass(frozen=True)
class BlankForm:
    """A form to print and fill in by hand; nothing in it names anybody."""

    code: str
    title: str
    source: str
    sections: Sequence[Section]
    boxes: Sequence[SignerFact] = ()
    articles: Sequence[Article] = ()
    intro: str = ""
    notes: Sequence[str] = field(default=())


STUDENT = Section(
    "Le stagiaire",
    (
        Line("Nom et prénom"),
        Line("Date de naissance"),
        Line("Adresse"),
        Line("Téléphone, courriel"),
        Line("Formation, classe, heures par an"),
        Line("Assurance de responsabilité civile"),
    ),
)
HOST = Section(
    "L’organisme d’accueil",
    (
        Line("Nom, SIRET"),
        Line("Adresse"),
        Line("Téléphone, courriel"),
        Line("Représenté par (nom, fonction)"),
        Line("Lieu du stage, service"),
        Line("Assurance de responsabilité civile"),
    ),
)
STAGE = Section(
    "Le stage",
    (
        Line("Sujet"),
        Line("Premier jour, dernier jour"),
        Line("Jours sans présence"),
        Line("Durée en heures, jours, semaines"),
        Line("Heures de chaque jour de la semaine", 2),
        Line("Présence de nuit, le dimanche, un jour férié"),
        Line("Activités confiées", 3),
        Line("Compétences visées", 2),
        Line("Gratification et versement"),
        Line("Avantages (repas, transport, activités)"),
        Line("Caisse d’assurance maladie"),
    ),
)
FRAMING_LABELS = {
    "supervision": "Encadrement et suivi",
    "social_protection": "Protection sociale",
    "leave_terms": "Congés et absences",
    "termination_terms": "Suspension et rupture",
    "validation_terms": "Validation en cas d’interruption",
    "house_rules": "Règlement intérieur",
    "attestation_terms": "Attestation de stage",
}


def blank_convention() -> BlankForm:
    """Return the convention to fill in: items of D124-4, model articles, boxes to sign."""
    model = convention_template()
    dots = dict.fromkeys(VARIABLES, words.MISSING)
    framing = tuple(
        Article(0, FRAMING_LABELS[name], (text,)) for name, text in model.defaults.items()
    )
    articles = tuple(
        Article(
            each.number,
            fill(each.title, dots),
            tuple(fill(part, dots) for part in each.paragraphs),
        )
        for each in model.articles
    )
    school = Section(
        "L’établissement d’enseignement",
        (
            Line("Nom, adresse"),
            Line("Téléphone, courriel"),
            Line("Représenté par (nom, fonction)"),
            Line("Enseignant référent (nom, téléphone, courriel)"),
        ),
    )
    tutor = Section("Le tuteur", (Line("Nom, fonction"), Line("Téléphone, courriel")))
    return BlankForm(
        code="convention",
        title="Convention de stage",
        source="Code de l’éducation, articles L124-1 à L124-20 et D124-1 à D124-9",
        sections=(school, HOST, tutor, STUDENT, STAGE),
        articles=(*framing, *articles),
        boxes=tuple(SignerFact((each,), words.MISSING) for each in PARTIES),
        intro="La convention est signée avant le début du stage. Le représentant légal signe si "
        "le stagiaire est mineur.",
        notes=(
            "L’organisme d’accueil déclare que le stage n’a pas pour objet d’exécuter une tâche "
            "régulière d’un poste de travail permanent, de faire face à un accroissement "
            "temporaire d’activité, d’occuper un emploi saisonnier ou de remplacer un salarié "
            "(article L124-7).",
        ),
    )


def blank_visit() -> BlankForm:
    """Return the report of a visit to fill in by the referent."""
    return BlankForm(
        code="visite",
        title="Compte rendu de visite",
        source="Code de l’éducation, article L124-1\u00a0: suivi par l’enseignant référent",
        sections=(
            Section(
                "La rencontre",
                (
                    Line("Stagiaire, classe"),
                    Line("Organisme d’accueil, lieu"),
                    Line("Tuteur"),
                    Line("Enseignant"),
                    Line("Date, moyen (visite, téléphone, visioconférence)"),
                    Line("Personnes rencontrées"),
                ),
            ),
            Section(
                "Ce qui a été dit",
                (
                    Line("Activités réalisées", 4),
                    Line("Points forts", 3),
                    Line("À améliorer", 3),
                    Line("Assiduité, présence", 2),
                    Line("Décisions, suites à donner", 3),
                    Line("Prochain contact"),
                ),
            ),
        ),
        boxes=tuple(SignerFact((each,), words.MISSING) for each in ("referent", "host_tutor")),
        intro="Le compte rendu reste au lycée.",
    )


def blank_attestation() -> BlankForm:
    """Return the attestation of D124-9 to fill in by the host."""
    return BlankForm(
        code="attestation",
        title="Attestation de stage",
        source=ATTESTATION_SOURCE,
        sections=(
            Section(
                "L’organisme d’accueil",
                (Line("Nom"), Line("Adresse"), Line("Téléphone")),
            ),
            Section(
                "Le stagiaire",
                (
                    Line("Nom et prénom"),
                    Line("Date de naissance"),
                    Line("Adresse"),
                    Line("Téléphone, courriel"),
                    Line("Étudiant en"),
                    Line("Établissement d’enseignement"),
                ),
            ),
            Section(
                "Le stage",
                (
                    Line("Premier jour, dernier jour"),
                    Line("Interruptions"),
                    Line("Durée effective totale\u00a0: heures, jours, semaines"),
                    Line("Gratification versée au total, en euros"),
                ),
            ),
        ),
        boxes=(SignerFact(("host_signatory",), words.MISSING),),
        intro="L’attestation est datée et signée par le représentant de l’organisme d’accueil, à "
        "l’issue du stage, et remise au stagiaire.",
    )


def _labels(choices: Choices) -> tuple[str, ...]:
    return tuple(label for _, label in choices)


def blank_assessment() -> BlankForm:
    """Return the assessment to fill in by the tutor: the questions of the screen, on paper."""
    form = assessment_form("tutor")
    by_kind = {
        kind: [each for each in form.questions if each.kind == kind]
        for kind in (SCALE, CHOICE, TEXT)
    }
    scale = Scale(_labels(form.scale), [each.label for each in by_kind[SCALE]])
    chosen = tuple(
        Line(f"{each.label}\u00a0: {', '.join(_labels(each.choices))}") for each in by_kind[CHOICE]
    )
    who = (Line("Stagiaire"), Line("Organisme d’accueil"), Line("Tuteur"), Line("Dates"))
    sections = [Section("Le stage", (*who, *chosen)), Section("Une croix par ligne", (), scale)]
    if form.asks_levels:
        levels = Scale(_labels(form.levels), (words.MISSING * 3,) * COMPETENCES)
        sections.append(Section("Compétences visées par la convention", (), levels))
    if form.asks_outcome:
        outcome = f"Stage\u00a0: {', '.join(_labels(OUTCOMES))}"
        sections.append(Section("Le stage a-t-il eu lieu", (Line(outcome),)))
    sections.append(
        Section("En quelques mots", tuple(Line(each.label, 3) for each in by_kind[TEXT]))
    )
    return BlankForm(
        code="bilan-tuteur",
        title=form.title,
        source="À remplir par le tuteur à la fin du stage",
        sections=sections,
        boxes=(SignerFact(("host_tutor",), words.MISSING),),
        intro="Le bilan est remis à l’enseignant référent.",
    )


FORMS = {
    "convention": blank_convention,
    "visite": blank_visit,
    "attestation": blank_attestation,
    "bilan-tuteur": blank_assessment,
}


def blank_html(form: BlankForm) -> str:
    """Return the page of a blank form: no QR, since nothing is issued yet."""
    return render_to_string(TEMPLATE, {"form": form, "signers": signer_rows(form.boxes)})


def render_blank(form: BlankForm) -> Printed:
    """Return the PDF of a blank form and its number of pages: always the same bytes."""
    html = blank_html(form)
    return render_pdf(html, identifier=hashlib.sha256(html.encode()).digest()[:16])


def render_form(code: str) -> tuple[str, Printed]:
    """Return the title of a blank form, and its PDF."""
    form = FORMS[code]()
    return form.title, render_blank(form)
