"""What the worker does with exam files: print a visaed fiche."""

from exams.facts import facts_from_dict
from exams.models import Fiche
from exams.pdf import render_fiche as render
from exams.selectors import visa_snapshot
from exams.states import FicheState
from nrc_platform.core.errors import DomainError
from nrc_platform.documents import services as documents
from nrc_platform.jobs.handlers import Finish, Run, handler

DOCUMENT_KIND = "exams.fiche"


@handler
def render_fiche(run: Run, *, fiche: str) -> Finish:
    """Print the facts frozen by the last visa; the same facts give the same bytes."""
    row = Fiche.objects.select_related("promotion__school", "student").get(pk=fiche)
    kept = visa_snapshot(row)
    if kept is None or row.state != FicheState.VISAED:
        raise DomainError("Le visa de cette fiche a été retiré : il n’y a plus de PDF à préparer.")
    facts = facts_from_dict(kept.facts)
    run.progress(0, 2)
    printed = render(facts, address=documents.verification_address(facts.reference))
    run.progress(1, 2)
    blob = documents.put(printed.content)

    def finish() -> dict[str, str] | None:
        # Withdrawn while it was being printed: a document nobody stands for is not issued.
        if (
            not Fiche.objects.select_for_update()
            .filter(pk=fiche, state=FicheState.VISAED)
            .exists()
        ):
            return None
        document = documents.store(
            blob,
            kind=DOCUMENT_KIND,
            key=row.pdf_key,
            title=f"Fiche E4 n° {facts.slot}" if facts.slot else "Fiche E4",
            filename=f"fiche-e4-{facts.slot or row.pk}.pdf",
            school=row.promotion.school,
            student=row.student,
            promotion=row.promotion,
            source_kind="exams.fiche",
            source_id=row.pk,
            facts_sha256=facts.sha256,
            page_count=printed.page_count,
            reference=facts.reference,
        )
        return {"document": str(document.pk)}

    return finish
