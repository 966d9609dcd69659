"""Handlers that succeed, fail, print or fall over, as a test asks."""

import hashlib
import io
from collections.abc import Callable

from pypdf import PdfReader

from nrc_platform.core.errors import DomainError
from nrc_platform.documents import services as documents
from nrc_platform.jobs.errors import TryAgain
from nrc_platform.jobs.handlers import Finish, Run, handler, tireless
from nrc_platform.journal.services import record
from nrc_platform.people.models import School

calls: list[str] = []
during: list[Callable[[Run], None]] = []


@handler
def note(run: Run, *, word: str) -> Finish:
    """Write the word down, and a line in the journal with the end of the job."""
    calls.append(word)
    run.progress(1, 2)
    for each in during:
        each(run)

    def finish() -> dict[str, str]:
        record("probe.note", actor=None, about=None, data={"word": word})
        return {"word": word}

    return finish


@handler
def nothing(run: Run) -> None:
    """Do nothing."""


@handler
def refuse(run: Run) -> None:
    """Say in French why it cannot be done."""
    raise DomainError("La fiche n’est pas visée. Demandez le visa.")


@handler
def wait(run: Run) -> None:
    """Say that it may work later."""
    calls.append("wait")
    raise TryAgain("Le serveur de courrier n’a pas répondu.")


@handler
def break_down(run: Run) -> None:
    """Have a defect, with a name in it that must not be shown."""
    calls.append("break_down")
    raise ZeroDivisionError("canari Dupré")


@tireless
@handler
def seal(run: Run, *, word: str) -> Finish:
    """Be work that must end: it does what the test put in `during`."""
    calls.append(word)
    for each in during:
        each(run)
    return lambda: {"word": word}


@handler
def break_at_the_end(run: Run) -> Finish:
    """Fail inside the last transaction."""

    def finish() -> None:
        record("probe.lost", actor=None, about=None)
        raise ZeroDivisionError

    return finish


def unmarked(run: Run) -> None:
    """Be no handler."""


@handler
def print_one(run: Run, *, source: str, school: str) -> Finish:
    """Print a page and issue it, as the product does."""
    # Imported late, as the product's jobs are: only a worker loads the engine.
    from nrc_platform.documents.engine import render_pdf

    html = f"<html lang='fr'><title>Essai</title><main><h1>Fiche {source}</h1></main></html>"
    content = render_pdf(html, identifier=source.encode()).content
    blob = documents.put(content)
    pages = len(PdfReader(io.BytesIO(content)).pages)

    def finish() -> dict[str, str]:
        document = documents.store(
            blob,
            kind="probe",
            key=f"probe:{source}",
            title="Essai",
            filename="essai.pdf",
            school=School.objects.get(pk=school),
            source_kind="probe",
            source_id=run.job_id,
            facts_sha256=hashlib.sha256(source.encode()).hexdigest(),
            page_count=pages,
        )
        return {"document": str(document.pk)}

    return finish
