"""The final file of a round: printed again with its signatures and evidence, sealed, validated."""

from django.conf import settings

from internships.jobs.concluding import conclude
from internships.jobs.documents import SHEETS, filing_of
from internships.pdf.final import render_final
from internships.selectors.printed import ATTESTATION, AVENANT, CONVENTION
from nrc_platform.documents import services as documents
from nrc_platform.documents.engine import Attached, Printed
from nrc_platform.documents.models import Standing
from nrc_platform.documents.seals import sealing
from nrc_platform.documents.seals.checking import validate_own
from nrc_platform.jobs import faults
from nrc_platform.jobs.errors import TryAgain
from nrc_platform.jobs.handlers import Finish, Run, handler, tireless
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.selectors import final_fact, proof_file
from nrc_platform.signatures.states import RequestState

PRESENTED_NAME, PROOF_NAME = "document-presente.pdf", "preuve.json"
NOT_PRINTED = (
    "Le document présenté n’est pas encore scellé\u00a0: le fichier final se prépare ensuite, "
    "tout seul."
)


def _attached(request: SigningRequest) -> list[Attached]:
    document = request.document
    if document is None:
        raise TryAgain(NOT_PRINTED, code="not_printed")
    content, _name = documents.open_document(document)
    with content:
        presented = content.read()
    moment = document.created_at
    return [
        Attached(PRESENTED_NAME, presented, "Document présenté à la signature", "Source", moment),
        Attached(PROOF_NAME, proof_file(request), "Dossier de preuve", "Supplement", moment),
    ]


def print_final(request: SigningRequest) -> Printed:
    """Print what everybody signed, with its page of signatures and its attachments."""
    return render_final(
        request.kind,
        request.facts,
        address=documents.verification_address(request.facts["reference"]),
        final=final_fact(request, stamped=bool(settings.TSA_URL)),
        attachments=_attached(request),
    )


def _seal(run: Run, request: str, kind: str) -> Finish | None:
    rows = SigningRequest.objects.select_related("school", "document")
    row = rows.get(pk=request, kind=kind)
    if row.state != RequestState.COMPLETING:
        return None
    run.progress(0, 3)
    printed = print_final(row)
    run.progress(1, 3)
    sealed = sealing.seal(
        printed.content, field=sealing.FINAL, reason="Signé par toutes les parties"
    )
    faults.reach(faults.AFTER_SEAL)
    validate_own(sealed.content, field=sealing.FINAL)
    faults.reach(faults.AFTER_VALIDATION)
    run.progress(2, 3)
    blob = documents.put(sealed.content)

    def finish() -> dict[str, str]:
        sheet = SHEETS[row.kind]
        document = documents.store(
            blob,
            **filing_of(row),
            title=f"{sheet.title(row.facts)}, signé par tous"[:200],
            page_count=printed.page_count,
            worth=documents.Worth(Standing.FINAL, sealed.certificate_sha256, sealed.stamped_at),
        )
        conclude(row, document)
        return {"document": str(document.pk)}

    return finish


@tireless
@handler
def seal_convention(run: Run, *, request: str) -> Finish | None:
    """Seal a convention that everybody signed; only then is it signed."""
    return _seal(run, request, CONVENTION)


@tireless
@handler
def seal_avenant(run: Run, *, request: str) -> Finish | None:
    """Seal an avenant that everybody signed; only then does it hold."""
    return _seal(run, request, AVENANT)


@tireless
@handler
def seal_attestation(run: Run, *, request: str) -> Finish | None:
    """Seal an attestation that the host signed; only then is the stage attested."""
    return _seal(run, request, ATTESTATION)
