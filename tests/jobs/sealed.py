"""Conventions that everybody has signed, their seals still to do, and what a sealed one leaves."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any

from internships.models import Convention
from nrc_platform.core import clock
from nrc_platform.documents.models import Blob, Document, Standing
from nrc_platform.documents.storage import digest, path_of
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.journal.models import Entry
from nrc_platform.journal.selectors import check_chain
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.states import MailState
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import Event, RequestState, SignerState
from tests.documents.factories import DocumentFactory
from tests.documents.sealed import Authority, pem
from tests.documents.stamps import Desk, scripts
from tests.internships.signed import CONVENTION, record, round_of, sent_convention
from tests.people.fixtures import make_student

SEAL, COPY = "internships.seal_convention", "emails/signatures/copy_ready"
# Of each round, whatever happened meanwhile to the worker.
END = {
    "state": RequestState.COMPLETE,
    "convention": "signed",
    "final documents": 1,
    "current documents": 1,
    "completed": 1,
    "closings": 1,
    "signings": 1,
    "copies": 5,
    "copies to": 5,
}


def signed_rounds(count: int, promotion: Promotion, actor: User) -> list[SigningRequest]:
    """
    Have conventions sent, presented and signed on paper by all: a seal waits for each.

    A few bytes stand for the presented file; nothing else than the seals is left to do.
    """
    found = []
    for _ in range(count):
        row = sent_convention(make_student(promotion), promotion, actor=actor)
        request = round_of(row)
        document = DocumentFactory(
            presented=True,
            school=request.school,
            promotion=promotion,
            student=None,
            kind=CONVENTION,
            key=f"{CONVENTION}:{row.pk}",
            source_kind=CONVENTION,
            source_id=row.pk,
        )
        signatures.present(request, document)
        for signer in request.signers.awaited():
            record(signer, actor=actor)
        found.append(round_of(row))
    others = Job.objects.exclude(kind=SEAL)
    others.update(state=JobState.DONE, finished_at=clock.now())
    assert {row.state for row in found} == {RequestState.COMPLETING}
    assert Job.objects.filter(kind=SEAL, state=JobState.PENDING).count() == count
    return found


def all_done() -> bool:
    """Return whether no work is left, the mails included."""
    return not Job.objects.exclude(state=JobState.DONE).exists()


def end_of(request: SigningRequest) -> dict[str, Any]:
    """Return what a round has become, in counts that must be the same each time."""
    held = SigningRequest.objects.get(pk=request.pk)
    documents = Document.objects.filter(source_id=held.subject_id)
    lines = Entry.objects.filter(object_id=held.pk)
    signers = held.signers.filter(state=SignerState.SIGNED).values_list("pk", flat=True)
    copies = Message.objects.filter(template=COPY, about_id__in=signers)
    convention = Convention.objects.get(pk=held.subject_id)
    return {
        "state": held.state,
        "convention": convention.state,
        "final documents": documents.filter(standing=Standing.FINAL).count(),
        "current documents": documents.current().filter(pk=held.final_id).count(),
        "completed": held.evidence.filter(event=Event.COMPLETED).count(),
        "closings": lines.filter(kind="signatures.signingrequest.complete").count(),
        "signings": Entry.objects.filter(
            object_id=convention.pk, kind="internships.convention.sign"
        ).count(),
        "copies": copies.filter(state=MailState.SENT, sealed_secrets="").count(),
        "copies to": len(set(copies.values_list("to_email", flat=True))),
    }


def check_left(mailbox: Path) -> None:
    """Check what all the rounds left: the chain, the files, and each mail under one name."""
    assert check_chain().breaks == []
    for blob in Blob.objects.all():
        assert digest(path_of(blob.pk).read_bytes()) == blob.pk
    finals = Document.objects.filter(standing=Standing.FINAL)
    assert all(path_of(row.blob_id).read_bytes()[:4] == b"%PDF" for row in finals)
    # Those written before the worker began were delivered by nobody.
    written = Message.objects.filter(state=MailState.SENT)
    handed = [message_from_bytes(path.read_bytes()) for path in mailbox.glob("*.eml")]
    assert sorted(str(mail["Message-ID"]) for mail in handed) == sorted(
        row.message_id for row in written
    )


@contextmanager
def stamp_desk(folder: Path, authority: Authority | None = None) -> Iterator[dict[str, str]]:
    """Run a time-stamp authority on this machine; give the settings of a worker that asks it."""
    authority = authority or Authority()
    Desk.scripts = scripts(authority)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    roots = folder / "tsa.pem"
    roots.write_bytes(pem(authority.root))
    try:
        yield {
            "NRC_TEST_TSA": f"http://127.0.0.1:{server.server_port}/right",
            "NRC_TEST_TSA_ROOTS": str(roots),
        }
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
