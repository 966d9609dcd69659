"""Assessments: by the tutor through a link, by the student on the welcome, by the referent."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from internships import access
from internships.facts.assessment import TEXT, AssessmentForm, Question, form_of
from internships.facts.mail import mail_facts
from internships.mails import TutorAsked
from internships.models import Assessment, Internship, Terms
from internships.services.shown import show_assessment
from internships.states import AssessmentKind, AssessmentState, Outcome
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal import moves
from nrc_platform.journal.services import record
from nrc_platform.notifications import services as notifications
from nrc_platform.people.models import User
from nrc_platform.signatures.models import AccessLink
from nrc_platform.signatures.services import issue_link, link_path, revoke_links

PURPOSE = "internships.tutor_assessment"
OPEN_DAYS = 30
COOLDOWN = timedelta(hours=24)
MAX_TEXT = 2000
REFUSAL = "Ce bilan s’écrit par la personne qu’il interroge, sur un stage signé."
SUBMITTED = "Ce bilan est déjà remis\u00a0: il ne se modifie plus."
NO_TUTOR = (
    "Le tuteur de ce stage n’a pas d’adresse électronique. Ajoutez-la à sa fiche dans l’annuaire, "
    "ou donnez-lui le bilan sur papier."
)


def _row_of(internship: Internship, kind: str) -> Assessment:
    """Return the assessment of that kind, locked, made when nobody began it."""
    Internship.objects.select_for_update(of=("self",)).get(pk=internship.pk)
    found = internship.assessments.filter(kind=kind).first()
    if found is None:
        return insert(Assessment(internship=internship, kind=kind))
    return found


def _require_draft(row: Assessment) -> None:
    if row.state != AssessmentState.DRAFT:
        raise DomainError(SUBMITTED, code="submitted")


@moves.service
def ask_tutor(internship: Internship, *, actor: User) -> Assessment:
    """
    Send the tutor a link to the assessment; the former link opens nothing more.

    The link stays good until the assessment is handed in, or for a month after the stage.
    """
    require(access.can_ask_tutor(actor, internship), REFUSAL)
    row = _row_of(internship, AssessmentKind.TUTOR)
    _require_draft(row)
    now = clock.now()
    if row.asked_at is not None and now - row.asked_at < COOLDOWN:
        raise DomainError(
            "Le lien est parti il y a moins de 24\u00a0heures. Laissez au tuteur le temps de "
            "répondre, ou appelez-le.",
            code="too_soon",
        )
    convention = internship.convention
    terms = Terms.objects.agreed().with_people().get(convention=convention)
    tutor = terms.tutor
    if tutor is None or not tutor.email:
        raise DomainError(NO_TUTOR, code="no_address")
    expires_at = _until(terms, now)
    _, token = issue_link(
        purpose=PURPOSE,
        subject_id=row.pk,
        school=convention.school,
        name=str(tutor),
        email=tutor.email,
        expires_at=expires_at,
        actor=actor,
    )
    row, _ = change(row, {"asked_at": now, "author_name": str(tutor)[:160]})
    mail = TutorAsked(
        facts=mail_facts(convention, terms),
        student=str(internship.student),
        name=str(tutor),
        until=expires_at.date(),
        link=link_path(token),
    )
    notifications.send(mail, to=tutor.email, about=row, school_id=convention.school_id)
    _write_down("ask", row, actor)
    return row


def _until(terms: Terms, now: datetime) -> datetime:
    """Return a month after the stage, a month from now when it is over."""
    left = max(0, (terms.ends_on - now.date()).days) if terms.ends_on else 0
    return now + timedelta(days=left + OPEN_DAYS)


@moves.service
def save_assessment(
    internship: Internship, kind: str, *, actor: User, values: Mapping[str, Any], submit: bool
) -> Assessment:
    """Keep what the student or the referent writes; `submit` hands it in."""
    require(access.can_write_assessment(actor, internship, kind), REFUSAL)
    row = _row_of(internship, kind)
    _require_draft(row)
    if row.author_id not in (None, actor.pk):
        raise DomainError(
            f"{row.author_name} a commencé ce bilan\u00a0: il se finit par la même personne."
        )
    row = _write(row, values, author=actor, author_name=str(actor)[:160])
    return _submit(row, actor=actor) if submit else row


@moves.service
def save_by_tutor(
    assessment: Assessment, *, link: AccessLink, values: Mapping[str, Any], submit: bool
) -> Assessment:
    """
    Keep what the tutor writes through their link; the link stays good until they hand it in.

    Nobody acts here with an account: the journal names the link.
    """
    require(
        link.is_live and link.purpose == PURPOSE and link.subject_id == assessment.pk,
        "Ce lien n’ouvre pas ce bilan. Demandez-en un nouveau au lycée.",
    )
    row = _row_of(assessment.internship, AssessmentKind.TUTOR)
    _require_draft(row)
    row = _write(row, values, author_name=link.name)
    if not submit:
        return row
    row = _submit(row, actor=None, link=str(link.pk))
    revoke_links(PURPOSE, row.pk, reason="Le bilan est remis.", actor=None)
    return row


def _write(row: Assessment, values: Mapping[str, Any], **author: Any) -> Assessment:
    form = form_of(row)
    kept: dict[str, Any] = {"answers": _answers(form, values.get("answers", {})), **author}
    if form.asks_levels:
        kept["levels"] = _levels(row, form, values.get("levels", {}))
    if form.asks_outcome:
        kept["outcome"] = values.get("outcome", "")
        party = values.get("outcome_party", "")
        # Whose doing it was is only asked of a stage that did not take place.
        kept["outcome_party"] = party if kept["outcome"] == Outcome.NO_SHOW else ""
    saved, _ = change(row, kept)
    return saved


def _answers(form: AssessmentForm, given: Mapping[str, str]) -> dict[str, str]:
    kept, wrong = {}, {}
    for question in form.questions:
        answer = clean_text(str(given.get(question.code, "") or ""))
        if question.kind == TEXT and len(answer) > MAX_TEXT:
            wrong[question.code] = [
                f"Écrivez {MAX_TEXT} signes au plus\u00a0: gardez l’essentiel."
            ]
        elif question.kind != TEXT and answer and answer not in dict(question.choices):
            wrong[question.code] = ["Choisissez une réponse de la liste."]
        elif answer:
            kept[question.code] = answer
    if wrong:
        raise Invalid(wrong)
    return kept


def _levels(row: Assessment, form: AssessmentForm, given: Mapping[str, str]) -> dict[str, str]:
    """Keep the levels of the competences that the convention names, and of no other."""
    codes = set(row.internship.convention.competences.order_by().values_list("code", flat=True))
    known = dict(form.levels)
    kept = {code: level for code, level in given.items() if level}
    if set(kept) - codes or set(kept.values()) - set(known):
        raise Invalid({"levels": ["Choisissez un niveau pour les compétences de la convention."]})
    return kept


def _submit(row: Assessment, *, actor: User | None, link: str = "") -> Assessment:
    _check_complete(row)
    handed = moves.apply(row, "submit", actor=actor, submitted_at=clock.now())
    show_assessment(handed, actor=actor)
    if link:
        record(
            "internships.assessment.by_link",
            actor=None,
            about=handed,
            school_id=handed.school_id,
            data={"link": link},
        )
    return handed


def _asked_again(question: Question) -> str:
    """Return what is missing, the question in it: a summary lists it far from its field."""
    verb = "Écrivez quelques mots" if question.kind == TEXT else "Choisissez une réponse"
    return f"{verb} pour «\u00a0{question.label}\u00a0»."


def _check_complete(row: Assessment) -> None:
    form = form_of(row)
    missing = {
        question.code: [_asked_again(question)]
        for question in form.questions
        if question.required and not row.answers.get(question.code)
    }
    if form.asks_outcome and not row.outcome:
        missing["outcome"] = ["Dites comment le stage s’est passé."]
    if row.outcome == Outcome.NO_SHOW and not row.outcome_party:
        missing["outcome_party"] = ["Dites de quel fait le stage n’a pas eu lieu."]
    if missing:
        raise Invalid(missing)


def _write_down(verb: str, row: Assessment, actor: User) -> None:
    record(
        f"internships.assessment.{verb}",
        actor=actor,
        about=row,
        school_id=row.school_id,
        data={"kind": row.kind},
    )
